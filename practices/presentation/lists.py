"""Practices as lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.enums import PracticeState
from practices.list_words import ListWords, list_words
from practices.models import Practice
from practices.presentation.media import thumbnail_of
from taxonomy.enums import Vocabulary
from taxonomy.models import Place


def list_items(practices: Iterable[Practice], *, with_pictures: bool = False) -> list[SimpleNamespace]:
    """Public practices as the `practice_card` component takes them; needs `for_lists()` alike. One query besides."""
    rows = list(practices)
    words = list_words([practice.pk for practice in rows])
    return [_item(practice, words[practice.pk], with_picture=with_pictures) for practice in rows]


def table_rows(practices: Iterable[Practice]) -> list[SimpleNamespace]:
    """Public practices as rows of the table; needs `for_lists()`. One query besides."""
    rows = list(practices)
    words = list_words([practice.pk for practice in rows])
    items = []
    for practice in rows:
        item = _item(practice, words[practice.pk])
        item.level = ", ".join(words[practice.pk].terms.get(Vocabulary.LEVEL, []))
        item.years = years_of(practice)
        items.append(item)
    return items


def _item(practice: Practice, words: ListWords, *, with_picture: bool = False) -> SimpleNamespace:
    text = words.text
    return SimpleNamespace(
        title=text.title if text else "",
        url=practice.get_absolute_url(),
        summary=(text.tagline or text.summary) if text else "",
        organisation=practice.organisation.name,
        place="; ".join(place_name(place) for place in words.places[:2]),
        themes=words.terms.get(Vocabulary.THEME, []),
        date=practice.published_at,
        language=text.language if text and text.language != get_language() else "",
        # That one is published goes without saying.
        state_label=practice.get_state_display() if practice.state == PracticeState.ARCHIVED else "",
        quality_label=practice.get_label_display(),
        state_tone="neutral",
        picture=thumbnail_of(practice) if with_picture else None,
    )


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
    return place.label if place.kind == "oblast" else place.name
