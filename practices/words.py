"""The terms, places and tags of one practice in one query: what its card is sorted by, in the names of both languages.

A list of cards fetches them as relations (`for_cards`); the page of a single card has more beside it than a page's twelve
queries leave room for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, IntegerField, Value
from django.db.models.fields.json import KeyTextTransform

from practices.models import Practice, PracticeTerm, TaggedPractice
from taxonomy.enums import PlaceKind
from taxonomy.models import Place, Term
from taxonomy.place_labels import known_places


@dataclass(frozen=True)
class Words:
    """In their order: terms as the author ranked them, places from the largest to the smallest, tags."""

    terms: list[Term] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def terms_of(self, vocabulary: str) -> list[Term]:
        """The terms of a vocabulary in their order."""
        return [term for term in self.terms if term.vocabulary == vocabulary]

    def codes_of(self, vocabulary: str) -> tuple[str, ...]:
        return tuple(term.code for term in self.terms_of(vocabulary))


def oblasts_of(places: Iterable[Place]) -> list[Place]:
    """The oblasts that the places are or lie in, each once. Needs their parents to cost no query."""
    found: dict[str, Place] = {}
    for place in places:
        here: Place | None = place
        while here is not None:
            if here.kind == PlaceKind.OBLAST:
                found.setdefault(here.code, here)
            here = here.parent
    return list(found.values())


def words_of(practice_id: int) -> Words:
    """The words of a practice that may be shown, in one query. Terms are as they would be fetched, but not whole."""
    places = Practice.places.through.objects.filter(practice=practice_id)
    terms = PracticeTerm.objects.filter(practice=practice_id).order_by()
    tags = TaggedPractice.objects.filter(content_object=practice_id)
    rows = terms.values_list(
        text_value("term"),
        "position",
        "term__vocabulary",
        "term__code",
        "term__name_bg",
        "term__name_en",
        KeyTextTransform("url", "term__extra"),
    ).union(
        # What they are called is known; only which they are is asked.
        places.values_list(text_value("place"), "place_id", *empty_values(5)),
        tags.values_list(text_value("tag"), number_value(0), *empty_values(2), "tag__name", *empty_values(2)),
        all=True,
    )
    return _words(rows)


def _words(rows: Iterable[tuple[Any, ...]]) -> Words:
    words, known = Words(), known_places()
    for source, number, vocabulary, code, name_bg, name_en, url in sorted(rows):
        if source == "term":
            term = Term(vocabulary=vocabulary, code=code, name_bg=name_bg, name_en=name_en)
            term.extra = {"url": url} if url else {}
            words.terms.append(term)
        elif source == "tag":
            words.tags.append(name_bg)
        elif place := known.numbered(number):
            words.places.append(place)
    words.places.sort(key=as_listed)
    return words


def as_listed(place: Place) -> tuple[str, str]:
    """By kind and name, as the relation is ordered."""
    return place.kind, place.name_bg


def text_value(text: str) -> Value:
    return Value(text, output_field=CharField())


def number_value(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def empty_values(columns: int) -> list[Value]:
    return [text_value("") for _column in range(columns)]
