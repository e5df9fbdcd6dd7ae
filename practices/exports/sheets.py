"""A view of the practices as CSV and as JSON, row by row.

CSV is written as Excel with Bulgarian settings opens it by a double click: UTF-8 with a byte-order mark, semicolons between
the cells, decimal commas. No cell is ever run as a formula.
"""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from practices.exports.columns import COLUMNS, Cell, as_json

if TYPE_CHECKING:
    from practices.records import Record

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these, also in their wide forms, a spreadsheet takes a cell for a formula (OWASP, CSV injection)."""
ROWS_AT_ONCE = 100
"""Rows sent together: a package for each row would take longer than the row."""


def headings() -> list[str]:
    """In the language of the page."""
    return [str(column.heading) for column in COLUMNS]


def cells_of(record: Record) -> list[Cell]:
    return [column.value(record) for column in COLUMNS]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run it: also behind spaces, which some programs take away."""
    return text.lstrip(" \u00a0").startswith(FORMULA_STARTS)


def csv_rows(records: Iterable[Record]) -> Iterator[str]:
    """The sheet as text, a hundred rows at a time."""
    lines = _Lines()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    lines.write(BYTE_ORDER_MARK)
    writer.writerow([_guarded(heading) for heading in headings()])
    for number, record in enumerate(records, start=1):
        writer.writerow([_as_text(cell) for cell in cells_of(record)])
        if number % ROWS_AT_ONCE == 0:
            yield lines.take()
    yield lines.take()


class _Lines:
    """What the csv module writes into, to be taken out again."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, text: str) -> None:
        self._parts.append(text)

    def take(self) -> str:
        text, self._parts = "".join(self._parts), []
        return text


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return _guarded(cell) if isinstance(cell, str) else str(cell).replace(".", ",")


def _guarded(text: str) -> str:
    """An apostrophe before what might be a formula: the spreadsheet then shows it as it stands. Null bytes go."""
    text = text.replace("\x00", "")
    return f"'{text}" if is_formula(text) else text


def json_parts(records: Iterable[Record], head: dict[str, Any]) -> Iterator[str]:
    """One JSON object: what `head` says, and then all `practices`."""
    opening = json.dumps(head, ensure_ascii=False, cls=DjangoJSONEncoder)
    yield f'{opening[:-1]}, "practices": ['
    parts: list[str] = []
    is_first = True
    for record in records:
        text = json.dumps(as_json(record), ensure_ascii=False, cls=DjangoJSONEncoder)
        parts.append(text if is_first else f",\n{text}")
        is_first = False
        if len(parts) == ROWS_AT_ONCE:
            yield "".join(parts)
            parts = []
    yield "".join(parts) + "]}\n"
