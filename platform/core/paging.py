"""Pages of a long list at equal cost: each starts where the last one ended, so that page 500 costs what page 1 does.

A cursor names the row at an edge by the columns that the list is ordered by and the id; the database's index on the same
columns finds the place at once, and no row before it is read. There is no count of all rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import Http404

Row = TypeVar("Row", bound=models.Model)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, with the queries of the neighbouring pages ("" where there is none)."""

    items: list[Row]
    newer_query: str
    older_query: str

    @property
    def is_first(self) -> bool:
        return not self.newer_query


def latest_first(
    rows: models.QuerySet[Row, Row], columns: Sequence[str], parameters: Mapping[str, Any], *, size: int
) -> Page[Row]:
    """The page that `?before=` or `?after=` asks for, else the first one; ordered by the columns and the id, descending.

    Columns hold moments, truth values or whole numbers. One query. Raises Http404 for a broken cursor.
    """
    place = Tuple(*columns, "pk")
    if "after" in parameters:
        edge = _parsed(rows.model, columns, str(parameters["after"]))
        found = list(rows.filter(TupleGreaterThan(place, edge)).order_by(*columns, "pk")[: size + 1])
        page, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        has_newer = "before" in parameters
        if has_newer:
            edge = _parsed(rows.model, columns, str(parameters["before"]))
            rows = rows.filter(TupleLessThan(place, edge))
        found = list(rows.order_by(*(f"-{column}" for column in columns), "-pk")[: size + 1])
        page, has_older = found[:size], len(found) > size
    return Page(
        items=page,
        newer_query=f"after={_cursor(page[0], columns)}" if has_newer and page else "",
        older_query=f"before={_cursor(page[-1], columns)}" if has_older and page else "",
    )


def read_on(
    rows: models.QuerySet[Row, Row], columns: Sequence[str], cursor: str, *, size: int
) -> tuple[list[Row], str]:
    """What comes after a cursor ("" for the beginning), ascending, and the next cursor ("" at the end).

    For those who copy a whole list: what changes while they read moves to the end, so that nothing is missed.
    One query. Raises Http404 for a broken cursor.
    """
    if cursor:
        rows = rows.filter(TupleGreaterThan(Tuple(*columns, "pk"), _parsed(rows.model, columns, cursor)))
    found = list(rows.order_by(*columns, "pk")[: size + 1])
    page = found[:size]
    return page, _cursor(page[-1], columns) if len(found) > size else ""


def oldest_first(
    rows: models.QuerySet[Row, Row], columns: Sequence[str], parameters: Mapping[str, Any], *, size: int
) -> Page[Row]:
    """The same for a queue: ordered by the columns and the id, ascending. `newer_query` leads on, `older_query` back.

    One query. Raises Http404 for a broken cursor.
    """
    place = Tuple(*columns, "pk")
    if "before" in parameters:
        edge = _parsed(rows.model, columns, str(parameters["before"]))
        descending = (*(f"-{column}" for column in columns), "-pk")
        found = list(rows.filter(TupleLessThan(place, edge)).order_by(*descending)[: size + 1])
        page, has_older, has_newer = found[:size][::-1], len(found) > size, True
    else:
        has_older = "after" in parameters
        if has_older:
            edge = _parsed(rows.model, columns, str(parameters["after"]))
            rows = rows.filter(TupleGreaterThan(place, edge))
        found = list(rows.order_by(*columns, "pk")[: size + 1])
        page, has_newer = found[:size], len(found) > size
    return Page(
        items=page,
        newer_query=f"after={_cursor(page[-1], columns)}" if has_newer and page else "",
        older_query=f"before={_cursor(page[0], columns)}" if has_older and page else "",
    )


def in_order(
    rows: models.QuerySet[Row, Row],
    column: str,
    parameters: Mapping[str, Any],
    *,
    size: int,
    descending: bool = False,
) -> Page[Row]:
    """The page that `?following=` or `?preceding=` asks for, else the first one; ordered by one column and the id.

    For columns whose values don't fit into an address, such as titles: the cursor is the id of the row at the edge, whose
    value the database looks up itself. `older_query` leads on, `newer_query` back. One query. Raises Http404 for a broken
    cursor; a row that is gone has nothing before or behind it.
    """
    is_back = "preceding" in parameters
    cursor = parameters.get("preceding" if is_back else "following")
    goes_down = descending != is_back
    if cursor is not None:
        edge = _whole_number(str(cursor))
        value = models.Subquery(rows.filter(pk=edge).order_by().values(column)[:1])
        past = "lt" if goes_down else "gt"
        # The first condition lets the index find the place; the second tells rows of equal value apart.
        rows = rows.filter(
            models.Q(**{f"{column}__{past}e": value}),
            models.Q(**{f"{column}__{past}": value}) | models.Q(**{f"pk__{past}": edge}),
        )
    sign = "-" if goes_down else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}pk")[: size + 1])
    has_more, page = len(found) > size, found[:size]
    if is_back:
        page.reverse()
    has_newer = has_more if is_back else cursor is not None
    has_older = bool(is_back or has_more)
    return Page(
        items=page,
        newer_query=f"preceding={page[0].pk}" if has_newer and page else "",
        older_query=f"following={page[-1].pk}" if has_older and page else "",
    )


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404("No such page.")
    return int(text)


def _cursor(row: models.Model, columns: Sequence[str]) -> str:
    """E.g. 0-1795459200000000-417: pinned or not, microseconds since 1970, id."""
    return "-".join(str(_as_number(getattr(row, column))) for column in (*columns, "pk"))


def _as_number(value: Any) -> int:
    return (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime.datetime) else int(value)


def _parsed(model: type[models.Model], columns: Sequence[str], cursor: str) -> tuple[Any, ...]:
    try:
        *numbers, pk = (int(part) for part in cursor.split("-"))
        if len(numbers) != len(columns) or not 0 <= pk < 2**63:
            raise ValueError(cursor)
        return (*(_as_value(model, name, number) for name, number in zip(columns, numbers, strict=True)), pk)
    except (ValueError, OverflowError) as error:
        raise Http404("No such page.") from error


def _as_value(model: type[models.Model], column: str, number: int) -> Any:
    field = model._meta.get_field(column)
    if isinstance(field, models.DateTimeField):
        return _EPOCH + number * _MICROSECOND
    return bool(number) if isinstance(field, models.BooleanField) else number
