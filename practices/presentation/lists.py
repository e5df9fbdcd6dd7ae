"""A practice as lists show it."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.models import Practice, PracticeText
from practices.presentation.media import thumbnail_of
from taxonomy.enums import Vocabulary
from taxonomy.models import Place


def list_item(practice: Practice, *, state: bool = False, picture: bool = False) -> SimpleNamespace:
    """A published practice as the `practice_card` component takes it; needs `for_lists()`, with pictures if `picture`."""
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
        picture=thumbnail_of(practice) if picture else None,
    )


def table_row(practice: Practice) -> SimpleNamespace:
    """A published practice as a row of the table; needs `for_lists()`."""
    row = list_item(practice)
    row.level = ", ".join(str(term) for term in practice.terms_of(Vocabulary.LEVEL))
    row.years = years_of(practice)
    return row


def years_of(practice: Practice) -> str:
    """The years of a practice in a few characters, e.g. 2019–2021; empty where no date is known."""
    start, end = practice.starts_on, practice.ends_on
    if start and end:
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start:
        return _("since %(start)s") % {"start": start.year}
    return _("until %(end)s") % {"end": end.year} if end else ""


def place_name(place: Place) -> str:
    """„район Витоша, София“ reads as a place; the parent is named for districts and municipalities."""
    if place.kind == "district" and place.parent:
        return _("%(district)s district, %(city)s") % {"district": place.name, "city": place.parent.city}
    if place.kind == "oblast":
        return _("%(name)s oblast") % {"name": place.name}
    return place.name
