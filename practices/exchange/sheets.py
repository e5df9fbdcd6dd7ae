"""What a workbook of cards looks like: the sheet to fill in, how to fill it in, and the words to choose from."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.card import LANGUAGES, CardField, Document, Kind, value_of
from practices.exchange.cells import cell_of
from practices.exchange.layout import COLUMNS, EXTERNAL_ID, READY, SEVERAL_KINDS, SOURCES, Column
from practices.exchange.safety import MAX_PRACTICES, harmless_cell
from practices.exchange.spreadsheets import CONTINUED, KEY_ROW, NOTHING_READY
from practices.exchange.words import NO, YES, Words

CHUNK = 16_000
"""Characters of one cell; the rest goes into columns beside it. Half of Excel's limit, which counts some letters twice."""
WIDE, NARROW = 42, 20
_HEAD = openpyxl.styles.PatternFill("solid", fgColor="FFE8E2D4")
_TOP = openpyxl.styles.Alignment(vertical="top", wrap_text=True)
_BOLD = openpyxl.styles.Font(bold=True)


@dataclass(frozen=True)
class Outgoing:
    """A card on its way out: the number by which it is found again, its document, and where its pictures and files are."""

    external_id: str
    document: Document
    media: Sequence[dict[str, Any]] = ()


def write_spreadsheet(cards: Iterable[Outgoing], words: Words, *, left_out: int = 0) -> bytes:
    """A workbook with these cards, or none: then it is the template. Headings in the language of the page.

    `left_out` cards didn't fit into it; its second sheet says so first.
    """
    rows = [_cells_of(card, words) for card in cards]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _("Practices")
    columns = list(_with_continued(rows))
    sheet.append([_headed(sheet, column.heading) for column, _number in columns])
    sheet.append([harmless_cell(sheet, _key(column, number)) for column, number in columns])
    for row in rows:
        sheet.append([_body(sheet, _chunk(row.get(column.key), number)) for column, number in columns])
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.freeze_panes = f"C{KEY_ROW + 1}"
    for place, (column, _number) in enumerate(columns, start=1):
        letter = openpyxl.utils.get_column_letter(place)
        is_wide = column.field is not None and column.field.kind in {
            Kind.TEXT,
            Kind.RICH,
            Kind.GROUP,
            Kind.LINKS,
        }
        sheet.column_dimensions[letter].width = WIDE if is_wide else NARROW
        sheet.column_dimensions[letter].hidden = column.is_hidden
    _write_guide(book.create_sheet(_("How to fill it in")), left_out)
    lists = _write_words(book.create_sheet(_("Words")), words)
    _offer_lists(sheet, [column for column, _number in columns], lists)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells_of(card: Outgoing, words: Words) -> dict[str, Any]:
    document = card.document
    row: dict[str, Any] = {EXTERNAL_ID: card.external_id or None}
    for column in COLUMNS:
        if column.field is not None:
            row[column.key] = cell_of(column.field, _value(document, column.field, column.language), words)
    row[READY] = "; ".join(document["ready"]) or NOTHING_READY
    row[SOURCES] = (
        json.dumps(document["sources"], sort_keys=True) if any(document["sources"].values()) else None
    )
    return row


def _value(document: Document, field: CardField, language: str) -> Any:
    """A field's value for its column. Rows that both languages share stand whole in the first, words alone in the other."""
    rows = value_of(document, field, language)
    if not field.is_shared_group:
        return rows
    told = [code for code in LANGUAGES if document["texts"].get(code, {}).get(field.name)]
    if language == (told or LANGUAGES)[0]:
        return rows
    facts = {part.name: "" for part in field.parts if not part.is_text}
    return [{**row, **facts} for row in rows] if language in told else []


def _with_continued(rows: list[dict[str, Any]]) -> Iterable[tuple[Column, int]]:
    """The columns, each as many times as its longest text needs."""
    for column in COLUMNS:
        longest = max(
            (len(row[column.key]) for row in rows if isinstance(row.get(column.key), str)), default=0
        )
        for number in range(max(1, -(-longest // CHUNK))):
            yield column, number


def _key(column: Column, number: int) -> str:
    return column.key if number == 0 else f"{column.key}{CONTINUED}{number + 1}"


def _chunk(value: Any, number: int) -> Any:
    if isinstance(value, str):
        return value[number * CHUNK : (number + 1) * CHUNK] or None
    return value if number == 0 else None


def _headed(sheet: Any, text: str) -> Any:
    cell = harmless_cell(sheet, text)
    cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, _TOP
    return cell


def _body(sheet: Any, value: Any) -> Any:
    cell = harmless_cell(sheet, value)
    cell.alignment = _TOP
    return cell


# --- how to fill it in, and the words to choose from ------------------------------------------------------------------------


def left_out_in_words(left_out: int) -> str:
    """That a file holds the cards that were changed last, and how many there are besides."""
    return ngettext(
        "This file holds the practices that were changed last, and %(count)d other one isn't in it.",
        "This file holds the practices that were changed last, and %(count)d others aren't in it.",
        left_out,
    ) % {"count": left_out}


def _write_guide(sheet: Any, left_out: int) -> None:
    """Said in sentences first, then column by column."""
    if left_out:
        sheet.append([_headed(sheet, left_out_in_words(left_out))])
    for text in (
        _("One row is one practice. Only the title is needed for a draft; everything else can come later."),
        ngettext(
            "At most %(count)d practice in a file.", "At most %(count)d practices in a file.", MAX_PRACTICES
        )
        % {"count": MAX_PRACTICES},
        _("Several words in one cell: put semicolons between them, e.g. “Housing; Employment”."),
        _(
            "Where a field has rows (activities, partners), each row is a line of the cell: Alt+Enter begins a new one."
        ),
        _("The parts of such a line stand with a bar between them: Name | What is done."),
        _(
            "Formatted text: an empty line between paragraphs, **bold**, *italic*, “- ” before an item, “1. ” before a step."
        ),
        _("A backslash before ; or | makes it a letter of the text."),
        _("Pictures, files and videos aren't in the sheet: they stay with the card, and are added there."),
        _(
            "No formulas: the value itself, please. Take words from the sheet “Words”, in either language, or use their codes."
        ),
    ):
        sheet.append([_body(sheet, text)])
    sheet.append([])
    headings = (_("Column"), _("What to write"), _("Example"), _("At most"))
    sheet.append([_headed(sheet, heading) for heading in headings])
    for column in COLUMNS:
        if not column.is_hidden:
            sheet.append([_body(sheet, text) for text in _guide_row(column)])
    for letter, width in zip("ABCD", (44, 60, 60, 24), strict=True):
        sheet.column_dimensions[letter].width = width


def _guide_row(column: Column) -> list[str]:
    field = column.field
    if field is None:
        return [column.heading, str(column.help_text), "", ""]
    shape = " | ".join(str(part.label) for part in field.parts) if len(field.parts) > 1 else ""
    help_text = str(column.help_text)
    return [
        column.heading,
        "\n".join(text for text in (help_text, shape) if text),
        str(field.example),
        _limit_of(field),
    ]


def _limit_of(field: CardField) -> str:
    if field.kind in {Kind.LINE, Kind.TEXT, Kind.RICH} and field.max_length:
        return ngettext("%(count)d character", "%(count)d characters", field.max_length) % {
            "count": field.max_length
        }
    return str(field.at_most) if field.at_most else ""


Lists = dict[str, str]
"""Column key → the range of cells that holds its words."""


def _write_words(sheet: Any, words: Words) -> Lists:
    """A column for each vocabulary, each choice, the places and one's own organisations; the ranges are returned."""
    lists: Lists = {}
    ranges: dict[tuple[str, ...], str] = {}
    columns_of_words: list[list[str]] = []
    for column in COLUMNS:
        for field in (column.field, *column.field.parts) if column.field else ():
            offered = tuple(_offered(field, words))
            if not offered:
                continue
            if offered not in ranges:
                letter = openpyxl.utils.get_column_letter(len(columns_of_words) + 1)
                columns_of_words.append([str(field.label), *offered])
                sheet.column_dimensions[letter].width = WIDE
                ranges[offered] = (
                    f"{openpyxl.utils.quote_sheetname(sheet.title)}!${letter}$2:${letter}${len(offered) + 1}"
                )
            if field is column.field:
                lists[column.key] = ranges[offered]
    for number, row in enumerate(zip_longest(*columns_of_words)):
        sheet.append(
            [_headed(sheet, text or "") if number == 0 else harmless_cell(sheet, text) for text in row]
        )
    sheet.freeze_panes = "A2"
    return lists


def _offered(field: CardField, words: Words) -> Iterable[str]:
    if field.kind is Kind.BOOLEAN:
        return [str(YES), str(NO)]
    if field.kind is Kind.PLACES:
        return words.places.labels()
    if field.kind is Kind.ORGANISATION:
        return [organisation.name for organisation in words.organisations]
    if field.kind is Kind.CHOICE:
        return [str(label) for _code, label in field.choices]
    return [words.name_of(field, code) for code in words.offered.get(str(field.vocabulary), [])]


def _offer_lists(sheet: Any, columns: list[Column], lists: Lists) -> None:
    """A list to choose from at each cell that takes one word; where several fit, the list helps with the first."""
    first = KEY_ROW + 1
    for place, column in enumerate(columns, start=1):
        if column.key not in lists or column.field is None:
            continue
        is_single = column.field.kind not in SEVERAL_KINDS
        offer = openpyxl.worksheet.datavalidation.DataValidation(
            "list", formula1=lists[column.key], allow_blank=True, showErrorMessage=is_single
        )
        if is_single:
            offer.errorTitle, offer.error = _("Not in the list"), _("Take a word from the list.")
        letter = openpyxl.utils.get_column_letter(place)
        offer.add(f"{letter}{first}:{letter}{first + MAX_PRACTICES - 1}")
        sheet.add_data_validation(offer)
