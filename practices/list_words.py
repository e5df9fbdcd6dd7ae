"""The words of many practices in one query, as lists show them: ready texts, themes and levels, places.

A list needs three short texts, some names and nothing more of each practice: fetched as relations they would be three queries
and a hundred objects for a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from practices.models import Practice, PracticeTerm, PracticeText
from practices.words import as_listed, empty_values, number_value, text_value
from taxonomy.enums import Vocabulary
from taxonomy.models import Place
from taxonomy.place_labels import known_places


@dataclass(frozen=True, slots=True)
class ListText:
    """The published text in one language, as far as lists show it."""

    language: str
    title: str
    tagline: str
    summary: str


@dataclass(slots=True)
class ListWords:
    """Of one practice, in the order in which they are shown: terms as the author ranked them, places from the largest."""

    texts: dict[str, ListText] = field(default_factory=dict)
    terms: dict[str, list[str]] = field(default_factory=dict)
    """Vocabulary → names in the language of the page."""
    places: list[Place] = field(default_factory=list)

    @property
    def text(self) -> ListText | None:
        """In the language of the page, else in the other one: the same choice as `Practice.text` makes."""
        return self.texts.get(get_language() or "bg") or self.texts.get("bg") or self.texts.get("en")


def list_words(practice_ids: Collection[int]) -> dict[int, ListWords]:
    """By practice; one that has nothing yet is there too. One query, and none for no practices."""
    found = {pk: ListWords() for pk in practice_ids}
    if not found:
        return found
    texts = PracticeText.objects.filter(practice__in=found).order_by()
    terms = PracticeTerm.objects.filter(
        practice__in=found, term__vocabulary__in=(Vocabulary.THEME, Vocabulary.LEVEL)
    ).order_by()
    places = Practice.places.through.objects.filter(practice__in=found)
    rows = texts.values_list(
        text_value("text"), "practice", number_value(0), "language", "title", "tagline", "summary"
    ).union(
        terms.values_list(
            text_value("term"),
            "practice",
            "position",
            "term__vocabulary",
            "term__name_bg",
            "term__name_en",
            *empty_values(1),
        ),
        # What they are called is known; only which they are is asked.
        places.values_list(text_value("place"), "practice", "place_id", *empty_values(4)),
        all=True,
    )
    _sort_in(rows, found)
    return found


def _sort_in(rows: Iterable[tuple[Any, ...]], found: dict[int, ListWords]) -> None:
    """Terms by position, places by kind and name, as the relations are ordered."""
    is_english, known = get_language() == "en", known_places()
    for source, pk, number, kind, first, second, third in sorted(rows, key=lambda row: row[:5]):
        words = found[pk]
        if source == "text":
            words.texts[kind] = ListText(language=kind, title=first, tagline=second, summary=third)
        elif source == "term":
            name = (second or first) if is_english else (first or second)
            words.terms.setdefault(kind, []).append(name)
        elif place := known.numbered(number):
            words.places.append(place)
    for words in found.values():
        words.places.sort(key=as_listed)
