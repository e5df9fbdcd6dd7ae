"""Pages of a board's threads that start where the last one ended, so that page 500 costs what page 1 does.

The order is pinned first, then the latest post, then the id. A cursor names the row at an edge; the database's index on the
same three columns finds the place at once, and no rows before it are read.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forum.models import Thread
    from forum.querysets import ThreadQuerySet

THREADS_PER_PAGE = 20
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)

Edge = tuple[bool, datetime.datetime, int]


@dataclass(frozen=True)
class ThreadPage:
    """Some threads of a board, with the queries of the neighbouring pages ("" where there is none)."""

    threads: list[Thread]
    newer_query: str
    older_query: str

    @property
    def is_first(self) -> bool:
        return not self.newer_query


def thread_page(threads: ThreadQuerySet, parameters: Mapping[str, str]) -> ThreadPage:
    """The page that `?before=` or `?after=` asks for, else the first one. One query. Raises Http404 for a broken cursor."""
    if "after" in parameters:
        edge = _parsed(parameters["after"])
        rows = list(
            threads.filter(TupleGreaterThan(_place(), edge)).order_by("is_pinned", "last_post_at", "pk")[
                : THREADS_PER_PAGE + 1
            ]
        )
        page, has_newer = rows[:THREADS_PER_PAGE][::-1], len(rows) > THREADS_PER_PAGE
        return ThreadPage(
            threads=page,
            newer_query=f"after={_cursor(page[0])}" if has_newer else "",
            older_query=f"before={_cursor(page[-1])}" if page else "",
        )
    has_newer = "before" in parameters
    if has_newer:
        threads = threads.filter(TupleLessThan(_place(), _parsed(parameters["before"])))
    rows = list(threads.order_by("-is_pinned", "-last_post_at", "-pk")[: THREADS_PER_PAGE + 1])
    page = rows[:THREADS_PER_PAGE]
    return ThreadPage(
        threads=page,
        newer_query=f"after={_cursor(page[0])}" if has_newer and page else "",
        older_query=f"before={_cursor(page[-1])}" if len(rows) > THREADS_PER_PAGE else "",
    )


def _place() -> Tuple:
    return Tuple("is_pinned", "last_post_at", "pk")


def _cursor(thread: Thread) -> str:
    """E.g. 0-1795459200000000-417: pinned or not, microseconds since 1970, id."""
    return f"{int(thread.is_pinned)}-{(thread.last_post_at - _EPOCH) // _MICROSECOND}-{thread.pk}"


def _parsed(cursor: str) -> Edge:
    try:
        is_pinned, microseconds, pk = (int(part) for part in cursor.split("-"))
        if not (0 <= pk < 2**63):
            raise ValueError(cursor)
        return bool(is_pinned), _EPOCH + microseconds * _MICROSECOND, pk
    except (ValueError, OverflowError) as error:
        raise Http404("No such page.") from error
