"""A sheet of cards (XLSX), one row a practice: written for people who fill it in, and read again.

The first row holds headings in the language of the page, the second, hidden, the columns' keys, so that a sheet made in one
language is read in the other. Formulas are never calculated: a cell that holds one is named and nothing is taken.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.folding import fold
from practices.card import LANGUAGES, ROW_KEY, SHARED_GROUPS, Document, clean_card, empty_card
from practices.exchange.cells import as_text, value_in
from practices.exchange.layout import (
    BY_KEY,
    COLUMNS,
    EXTERNAL_ID,
    MAX_COLUMNS,
    READY,
    SOURCES,
    Column,
)
from practices.exchange.report import Item, Level, Parsed
from practices.exchange.safety import BROKEN, MAX_PRACTICES, UnreadableFileError
from practices.exchange.words import Words

KEY_ROW = 2
CONTINUED = "#"
"""`activities.bg#2` holds what didn't fit into the cell of `activities.bg`."""
MAX_SCANNED_ROWS = 2000
"""Empty rows between cards are passed over up to here."""
NOTHING_READY = "–"


def read_spreadsheet(data: bytes, words: Words) -> Parsed:
    """The cards of a sheet, and what is wrong with its cells. Raises UnreadableFileError."""
    parsed = Parsed("xlsx")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that no value depends on
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            sheet, columns, first_row = _sheet_of_cards(book)
            _say_columns(parsed, columns)
            _read_rows(parsed, sheet, columns, first_row, words)
        finally:
            book.close()
    except BROKEN:
        raise UnreadableFileError(
            _("The file is damaged. Open it in your office program, save it anew and choose the new file.")
        ) from None
    if not parsed.items and not parsed.has_errors:
        raise UnreadableFileError(
            _("There is no card in the sheet. Write one in each row, under the headings.")
        )
    return parsed


def _rows(sheet: Any, first: int, last: int) -> Iterator[tuple[int, list[Any]]]:
    """Numbered rows of cells, no wider than there can be columns."""
    rows = sheet.iter_rows(min_row=first, max_row=last, max_col=MAX_COLUMNS + 1)
    for number, row in enumerate(rows, start=first):
        yield number, list(row)


def _sheet_of_cards(book: Any) -> tuple[Any, dict[int, tuple[str, str]], int]:
    """The first sheet with our headings: its columns (position → key and heading), and where its cards begin."""
    for sheet in book.worksheets:
        if not hasattr(sheet, "iter_rows"):
            continue
        sheet.reset_dimensions()
        head = [[as_text(cell.value).strip() for cell in row] for _number, row in _rows(sheet, 1, KEY_ROW)]
        headings, keys = [*head, [], []][:2]
        if any(_is_title(key) for key in keys):
            found, first_row = dict(enumerate(keys)), KEY_ROW + 1
        else:
            known = _keys_by_heading()
            found = {place: known.get(fold(text), text) for place, text in enumerate(headings)}
            first_row = KEY_ROW
        columns = {
            place: (key, headings[place] if place < len(headings) else key)
            for place, key in found.items()
            if key
        }
        if any(_is_title(key) for key, _heading in columns.values()):
            return sheet, columns, first_row
    raise UnreadableFileError(
        _(
            "The headings aren't those of the template. Download the template, fill it in and choose that file."
        )
    )


def _is_title(key: str) -> bool:
    return key in {f"title.{language}" for language in LANGUAGES}


def _base_of(key: str) -> str:
    return key.partition(CONTINUED)[0]


def _keys_by_heading() -> dict[str, str]:
    return {fold(heading): column.key for column in COLUMNS for heading in column.headings.values()}


def _say_columns(parsed: Parsed, columns: dict[int, tuple[str, str]]) -> None:
    """What stands in the headings twice, or isn't ours. Leaves in `columns` what is read."""
    seen: set[str] = set()
    for place, (key, heading) in list(columns.items()):
        cell = f"{openpyxl.utils.get_column_letter(place + 1)}1"
        if _base_of(key) not in BY_KEY:
            del columns[place]
            parsed.say(
                Level.WARNING,
                _("The column “%(heading)s” isn't of the template and is passed over."),
                place=cell,
                heading=heading[:60],
            )
        elif key in seen:
            del columns[place]
            parsed.say(
                Level.ERROR,
                _("This column stands there twice. Delete one of them."),
                place=cell,
                column=heading,
            )
        seen.add(key)
    if len(columns) > 0 and max(columns) >= MAX_COLUMNS:
        parsed.say(
            Level.ERROR, _("The sheet has too many columns. Delete those that aren't of the template.")
        )


def _read_rows(
    parsed: Parsed, sheet: Any, columns: dict[int, tuple[str, str]], first_row: int, words: Words
) -> None:
    for number, row in _rows(sheet, first_row, MAX_SCANNED_ROWS + 1):
        if all(cell.value is None or as_text(cell.value).strip() == "" for cell in row):
            continue
        if len(parsed.items) == MAX_PRACTICES or number > MAX_SCANNED_ROWS:
            parsed.say(
                Level.ERROR,
                _("More than %(most)d practices don't fit into one file. Divide it and bring in the parts."),
                place=f"A{number}",
                most=MAX_PRACTICES,
            )
            return
        _read_row(parsed, number, row, columns, words)


def _read_row(
    parsed: Parsed, number: int, row: list[Any], columns: dict[int, tuple[str, str]], words: Words
) -> None:
    item = len(parsed.items)
    cells: dict[str, Any] = {}
    places: dict[str, str] = {}
    for place, cell in enumerate(row):
        if place not in columns and cell.data_type != "f":
            continue
        key, heading = columns.get(place, ("", ""))
        name = f"{openpyxl.utils.get_column_letter(place + 1)}{number}"
        if cell.data_type in {"f", "e"}:
            message = (
                _("This cell holds a formula. Put its value there instead: copy, then paste values only.")
                if cell.data_type == "f"
                else _("This cell holds an error. Write the value itself.")
            )
            column = BY_KEY[_base_of(key)].headings if key else heading
            parsed.say(Level.ERROR, message, place=name, column=column, item=item)
        if not key:
            continue
        base = _base_of(key)
        places.setdefault(base, name)
        value = None if cell.data_type in {"f", "e"} else cell.value
        cells[base] = value if base == key else as_text(cells.get(base)) + as_text(value)
    parsed.items.append(_item_of(parsed, item, number, cells, places, words))


def _item_of(
    parsed: Parsed, item: int, number: int, cells: dict[str, Any], places: dict[str, str], words: Words
) -> Item:
    defaults = empty_card(language=_language_of(cells))
    raw: Document = {"schema": defaults["schema"], "facts": defaults["facts"], "texts": {}, "sources": {}}
    shared: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for key, cell in cells.items():
        column = BY_KEY[key]
        if column.field is None:
            continue

        def say(message: Any, *, column: Column = column, **values: Any) -> None:
            parsed.say(
                Level.ERROR, message, place=places[column.key], column=column.headings, item=item, **values
            )

        value = value_in(column.field, cell, words, say)
        if column.field.is_shared_group:
            shared.setdefault(column.field.name, {})[column.language] = value
        elif column.language:
            if value:
                raw["texts"].setdefault(column.language, {})[column.field.name] = value
        else:
            raw["facts"][column.field.name] = value
    for name, rows in shared.items():
        _join_shared(parsed, item, raw, name, rows, places)
    if not raw["texts"]:
        raw["texts"] = {_language_of(cells): {}}
    _read_marks(raw, cells)
    return Item(
        where=str(number),
        document=clean_card(raw),
        external_id=as_text(cells.get(EXTERNAL_ID)).strip(),
        places=places,
    )


def _language_of(cells: dict[str, Any]) -> str:
    """The language in which the row is written: that of its title, else of the page."""
    titled = [code for code in LANGUAGES if as_text(cells.get(f"title.{code}")).strip()]
    return (titled or [get_language() or "bg"])[0]


def _join_shared(
    parsed: Parsed,
    item: int,
    raw: Document,
    name: str,
    rows: dict[str, list[dict[str, Any]]],
    places: dict[str, str],
) -> None:
    """One group from its columns in both languages: line by line; facts may stand in either, but not differ."""
    field = next(group for group in SHARED_GROUPS if group.name == name)
    facts = [part for part in field.parts if not part.is_text]
    joined: dict[str, dict[str, Any]] = {}
    for language, of_language in rows.items():
        for number, row in enumerate(of_language, start=1):
            fact_row = joined.setdefault(row[ROW_KEY], {ROW_KEY: row[ROW_KEY]})
            for part in facts:
                known = fact_row.get(part.name) or ""
                if known and row[part.name] and row[part.name] != known:
                    column = BY_KEY[f"{name}.{language}"]
                    parsed.say(
                        Level.ERROR,
                        _(
                            "Line %(line)d says “%(here)s” for “%(part)s”, the other language says “%(there)s”."
                        ),
                        place=places[column.key],
                        column=column.headings,
                        item=item,
                        line=number,
                        part=part.label,
                        here=row[part.name],
                        there=known,
                    )
                fact_row[part.name] = known or row[part.name]
            words_of_row = {part.name: row[part.name] for part in field.parts if part.is_text}
            if any(words_of_row.values()):
                texts = raw["texts"].setdefault(language, {})
                texts.setdefault(name, {})[row[ROW_KEY]] = words_of_row
    raw["facts"][name] = list(joined.values())


def _read_marks(raw: Document, cells: dict[str, Any]) -> None:
    ready = as_text(cells.get(READY)).strip()
    if ready:
        raw["ready"] = [code for code in LANGUAGES if code in ready.lower()]
    try:
        raw["sources"] = json.loads(as_text(cells.get(SOURCES)) or "{}")
    except (ValueError, RecursionError):
        raw["sources"] = {}  # marks for programs; without them a translation counts as one to be looked at
