"""A practice as lists show it."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.models import Practice, PracticeText
from taxonomy.models import Place


def list_item(practice: Practice, *, state: bool = False) -> SimpleNamespace:
    """A published practice as the `practice_card` component takes it; needs `for_cards()`."""
    text: PracticeText | None = practice.text
    places = [place_name(place) for place in practice.places.all()]
    return SimpleNamespace(
        title=text.title if text else "",
        url=practice.get_absolute_url(),
        summary=(text.tagline or text.summary) if text else "",
        organisation=practice.organisation.name,
        place="; ".join(places[:2]),
        themes=[str(term) for term in practice.themes],
        date=practice.published_at,
        language=text.language if text and text.language != get_language() else "",
        state_label=practice.get_state_display() if state else "",
        quality_label=practice.get_label_display(),
        state_tone="neutral",
    )


def place_name(place: Place) -> str:
    """„район Витоша, София“ reads as a place; the parent is named for districts and municipalities."""
    if place.kind == "district" and place.parent:
        return _("%(district)s district, %(city)s") % {"district": place.name, "city": place.parent.city}
    if place.kind == "oblast":
        return _("%(name)s oblast") % {"name": place.name}
    return place.name
