"""Pages of a long list at equal cost: each page begins after the last row of the one before, not after N skipped rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_datetime

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page, and the query strings that lead on and back to the beginning."""

    items: list[Row]
    next_query: str
    is_first: bool


def latest_first(
    rows: models.QuerySet[Row, Row], *, moment: str, parameters: Mapping[str, Any], size: int
) -> Page[Row]:
    """A page of rows ordered by a moment (descending, then by id). `after=<moment>_<id>` names the last row seen.

    A cursor that isn't one shows the first page. One query; no count of all rows.
    """
    cursor = _read(str(parameters.get("after", "")))
    if cursor:
        at, pk = cursor
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk}))
    found = list(rows.order_by(f"-{moment}", "-pk")[: size + 1])
    items = found[:size]
    next_query = ""
    if len(found) > size:
        last = items[-1]
        next_query = f"after={_write(getattr(last, moment), last.pk)}"
    return Page(items, next_query, cursor is None)


def _write(moment: datetime.datetime, pk: int) -> str:
    return f"{moment.astimezone(datetime.UTC).strftime('%Y-%m-%dT%H:%M:%S.%fZ')}_{pk}"


def _read(text: str) -> tuple[datetime.datetime, int] | None:
    at, _, pk = text.rpartition("_")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    return (moment, int(pk)) if moment and moment.tzinfo and pk.isdecimal() and len(pk) < 19 else None
