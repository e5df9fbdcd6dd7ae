"""What lists of practices are sorted by: columns of the practice's row, so that an index finds any page at once.

Publishing writes most of them (practices.projection), a new label its own (practices.actions.steps), a renamed
organisation those of its practices (practices.receivers). Unknown years and levels are 0; levels stand as their
vocabulary did at publication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from core.folding import fold
from core.paging import Page, in_order, latest_first, oldest_first
from practices.enums import QualityLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from directory.models import Organisation
    from practices.models import Practice
    from practices.querysets import PracticeQuerySet

USUAL_SORTS = ("-published", "title", "organisation", "-year", "level", "-label")
"""In the direction that somebody looks for first; the first is the default."""
_COLUMNS = {
    "published": "published_at",
    "title": "title_key",
    "organisation": "organisation_key",
    "year": "start_year",
    "level": "level_position",
    "label": "label_rank",
}
_OF_EACH_LANGUAGE = ("title", "organisation")
_NUMBERS = ("year", "level", "label")


def opposite_of(sort: str) -> str:
    return sort[1:] if sort.startswith("-") else f"-{sort}"


SORTS = (*USUAL_SORTS, *map(opposite_of, USUAL_SORTS))
LABEL_RANKS = {"": 0, **{label.value: rank for rank, label in enumerate(QualityLabel, start=1)}}


def column_of(sort: str) -> str:
    """The column in the language of the page; without the sign."""
    name = sort.removeprefix("-")
    suffix = "" if name not in _OF_EACH_LANGUAGE else "_en" if get_language() == "en" else "_bg"
    return _COLUMNS[name] + suffix


def page_of(
    practices: PracticeQuerySet, sort: str, parameters: Mapping[str, Any], *, size: int
) -> Page[Practice]:
    """One page in this order, in one query. Raises Http404 for a broken cursor."""
    column, is_descending = column_of(sort), sort.startswith("-")
    if is_descending and sort.removeprefix("-") in ("published", *_NUMBERS):
        return latest_first(practices, (column,), parameters, size=size)
    if sort in _NUMBERS:
        # Thousands share a level: their place is found by the value that the address names, and the id.
        page = oldest_first(practices, (column,), parameters, size=size)
        return Page(items=page.items, newer_query=page.older_query, older_query=page.newer_query)
    return in_order(practices, column, parameters, size=size, descending=is_descending)


def key_of_name(name: str) -> str:
    """E.g. „Дом“ за всички → дом“ за всички: folded, from the first letter or digit on."""
    folded = fold(name)
    start = next((number for number, letter in enumerate(folded) if letter.isalnum()), 0)
    return folded[start : start + 100]


def organisation_keys(organisation: Organisation) -> dict[str, str]:
    """By column: what each language's pages call it."""
    first, second = organisation.name_bg, organisation.name_en
    return {
        "organisation_key_bg": key_of_name(first or second),
        "organisation_key_en": key_of_name(second or first),
    }


def follow_organisation(practice: Practice) -> list[str]:
    """Set what the practice is sorted by in the name of its organisation; the columns to save."""
    keys = organisation_keys(practice.organisation)
    for column, key in keys.items():
        setattr(practice, column, key)
    return list(keys)
