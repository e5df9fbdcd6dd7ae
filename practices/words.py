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
    """The words of a practice that may be shown, in one query. Terms and places are as they would be fetched, but not whole."""
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
        *empty_values(6),
    ).union(
        places.values_list(
            text_value("place"),
            number_value(0),
            "place__kind",
            "place__code",
            "place__name_bg",
            "place__name_en",
            *(f"place__parent__{name}" for name in ("kind", "code", "name_bg", "name_en")),
            *(f"place__parent__parent__{name}" for name in ("code", "name_bg", "name_en")),
        ),
        tags.values_list(text_value("tag"), number_value(0), *empty_values(2), "tag__name", *empty_values(8)),
        all=True,
    )
    return _words(rows)


def _words(rows: Iterable[tuple[Any, ...]]) -> Words:
    words = Words()
    for source, _position, kind, code, name_bg, name_en, *more in sorted(rows, key=_order):
        if source == "term":
            term = Term(vocabulary=kind, code=code, name_bg=name_bg, name_en=name_en)
            term.extra = {"url": more[0]} if more[0] else {}
            words.terms.append(term)
        elif source == "place":
            place = Place(kind=kind, code=code, name_bg=name_bg, name_en=name_en, parent=parent_of(*more))
            words.places.append(place)
        else:
            words.tags.append(name_bg)
    return words


def _order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """As the relations are ordered: terms by position, places by kind and name; tags by name."""
    source, position, kind, _code, name_bg, *_rest = row
    return (source, position) if source == "term" else (source, 0, kind, name_bg)


def parent_of(
    kind: str | None,
    code: str | None,
    name_bg: str | None,
    name_en: str | None,
    above: str | None,
    above_bg: str | None,
    above_en: str | None,
) -> Place | None:
    """What a place lies in, with what that lies in, as columns of a query name it."""
    if not (kind and code and name_bg and name_en):
        return None
    grandparent = None
    if above and above_bg and above_en:
        above_kind = PlaceKind.COUNTRY if kind == PlaceKind.OBLAST else PlaceKind.OBLAST
        grandparent = Place(kind=above_kind, code=above, name_bg=above_bg, name_en=above_en)
    return Place(kind=kind, code=code, name_bg=name_bg, name_en=name_en, parent=grandparent)


def text_value(text: str) -> Value:
    return Value(text, output_field=CharField())


def number_value(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def empty_values(columns: int) -> list[Value]:
    return [text_value("") for _column in range(columns)]
