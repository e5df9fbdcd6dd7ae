"""The parameters of results page and API: read, checked, and written back into addresses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from search.contract import (
    LANGUAGES,
    MAX_DEPTH,
    MAX_PAGE_SIZE,
    MAX_QUERY_LENGTH,
    RESULT_FACETS,
    SearchQuery,
)
from search.documents import documents
from search.planner import clean_query

if TYPE_CHECKING:
    from django.http import QueryDict

MAX_CHOSEN = 30  # values of one facet; more than anybody ticks
MAX_VALUE_LENGTH = 64  # characters of one value: codes and slugs are shorter
DEFAULT_PAGE_SIZE = 20  # of the API
RESULTS_ON_A_PAGE = (
    10  # for people: what is further down is found by narrowing, and on a phone ten fill six screens
)
_FIELD_OF_FACET = {
    "kind": "kinds",
    "theme": "themes",
    "place": "places",
    "target_group": "target_groups",
    "tag": "tags",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that can't be used, and what to write instead."""

    parameter: str
    message: str


def _with_choices(query: SearchQuery, data: QueryDict) -> SearchQuery:
    """The query narrowed by what was chosen of each facet, without what can't be a value."""
    chosen = {}
    for facet in RESULT_FACETS:
        values = [clean_query(value) for value in data.getlist(facet)]
        usable = [value for value in values if value and len(value) <= MAX_VALUE_LENGTH]
        chosen[_FIELD_OF_FACET[facet]] = tuple(dict.fromkeys(usable))[:MAX_CHOSEN]
    return replace(query, **chosen)  # type: ignore[arg-type]


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def query_from_page(data: QueryDict, language: str) -> SearchQuery:
    """The query of the results page. Never fails: a page number that is none, or too high, is the nearest one."""
    deepest = MAX_DEPTH // RESULTS_ON_A_PAGE
    raw_page = data.get("page", "1")
    page = _whole_number(raw_page) or (deepest if raw_page.isdigit() and len(raw_page) > 12 else 1)
    query = SearchQuery(
        text=clean_query(data.get("q", "")) or _junk(data.get("q", "")),
        language=language,
        page=min(page, deepest),
        page_size=RESULTS_ON_A_PAGE,
    )
    return _with_choices(query, data)


def _junk(text: str) -> str:
    """A query of nothing but invisible characters stays one that finds nothing; a blank one is none."""
    return "\u200b" if text.strip() else ""


def query_from_api(data: QueryDict) -> tuple[SearchQuery, list[Problem]]:
    """The query of the API, and what is wrong with its parameters; with problems the query is of no use."""
    problems: list[Problem] = []

    def number(name: str, default: int, highest: int) -> int:
        raw = data.get(name, str(default))
        value = _whole_number(raw)
        if value is None or not 1 <= value <= highest:
            problems.append(
                Problem(name, _("Write a whole number from 1 to %(highest)d.") % {"highest": highest})
            )
            return default
        return value

    text = data.get("q", "")
    if len(text) > MAX_QUERY_LENGTH:
        problems.append(Problem("q", _("Write at most %(limit)d characters.") % {"limit": MAX_QUERY_LENGTH}))
    language = data.get("lang", "bg")
    if language not in LANGUAGES:
        problems.append(Problem("lang", _("Write one of: %(choices)s.") % {"choices": ", ".join(LANGUAGES)}))
    page_size = number("page_size", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)
    page = number("page", 1, max(1, MAX_DEPTH // page_size))
    unknown_kinds = [kind for kind in data.getlist("kind") if kind and kind not in documents()]
    if unknown_kinds:
        choices = ", ".join(sorted(documents()))
        problems.append(Problem("kind", _("Write one of: %(choices)s.") % {"choices": choices}))
    query = SearchQuery(
        text=clean_query(text) or _junk(text), language=language, page=page, page_size=page_size
    )
    return _with_choices(query, data), problems


def address_of(query: SearchQuery, *, page: int = 1) -> str:
    """The query string of a query's results page, from „?“ on."""
    pairs = [("q", query.text)] if query.text else []
    pairs += [(facet, value) for facet, values in query.chosen.items() for value in values]
    if page > 1:
        pairs.append(("page", str(page)))
    return "?" + urlencode(pairs)


def with_toggled(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The query with a facet's value chosen, or no longer chosen."""
    values: tuple[str, ...] = query.chosen.get(facet, ())
    toggled = tuple(v for v in values if v != value) if value in values else (*values, value)
    changes = {_FIELD_OF_FACET[facet]: toggled}
    return replace(query, page=1, **changes)  # type: ignore[arg-type]


def without_choices(query: SearchQuery) -> SearchQuery:
    return replace(query, page=1, kinds=(), themes=(), places=(), target_groups=(), tags=())
