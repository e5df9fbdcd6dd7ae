"""A workbook for Excel, written while it is sent: the first row leaves before the last one was read.

A small writer of its own (docs/adr/0020-practice-lists.md says why): text, numbers, days and yes or no in one sheet with a
heading that stays, and a second sheet that says where it all comes from. Every text is stored as text: there is nothing in
such a file that a program could run. ECMA-376, part 1, SpreadsheetML.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from practices.exports.columns import Cell
from practices.exports.sheets import ROWS_AT_ONCE, is_formula

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELL = 32_767
"""Characters of one cell, by Excel's own limits."""
EPOCH = datetime.date(1899, 12, 30)
"""Day 0 of Excel's calendar, for days after February 1900."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads _x0041_ as a character; an underscore that stands for itself is written as one."""
PLAIN, HEADING, DAY, AS_TYPED = range(4)
"""Formats of cells, in the order of cellXfs below. The last keeps what looks like a formula a text when somebody edits it."""

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FILES = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f"<styleSheet {_MAIN}>"
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}  # fmt: skip


class _Pipe:
    """What the zip writer writes into, to be taken out again. It can't go back, so the writer doesn't try to."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def take(self) -> bytes:
        data, self._parts = b"".join(self._parts), []
        return data


def xlsx_parts(
    rows: Iterable[Sequence[Cell]],
    *,
    headings: Sequence[str],
    widths: Sequence[int],
    sheet_names: tuple[str, str],
    about: Sequence[tuple[str, str]],
) -> Iterator[bytes]:
    """The workbook, part by part. `about` becomes the second sheet, a line each."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _FILES.items():
            package.writestr(name, _XML + content)
        package.writestr("xl/workbook.xml", _XML + _workbook(sheet_names))
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_sheet_head(widths, frozen=True).encode())
            sheet.write(_row(1, headings, HEADING).encode())
            yield pipe.take()
            waiting: list[str] = []
            number = 1
            for number, row in enumerate(rows, start=2):
                waiting.append(_row(number, row))
                if len(waiting) == ROWS_AT_ONCE:
                    sheet.write("".join(waiting).encode())
                    waiting = []
                    if data := pipe.take():
                        yield data
            last = f"{_column_name(len(headings))}{number}"
            end = f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'
            sheet.write(("".join(waiting) + end).encode())
        lines = "".join(_row(number, line) for number, line in enumerate(about, start=1))
        package.writestr(
            "xl/worksheets/sheet2.xml",
            f"{_sheet_head((22, 90), frozen=False)}{lines}</sheetData></worksheet>",
        )
    yield pipe.take()


def _workbook(names: tuple[str, str]) -> str:
    sheets = "".join(
        f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f'<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _attribute(name: str) -> str:
    return escape(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])


def _sheet_head(widths: Sequence[int], *, frozen: bool) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if frozen else ""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    return (
        f'{_XML}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )


def _row(number: int, cells: Sequence[Cell], style: int = PLAIN) -> str:
    content = "".join(
        _cell(f"{_column_name(column)}{number}", cell, style) for column, cell in enumerate(cells, start=1)
    )
    return f'<row r="{number}">{content}</row>'


def _cell(place: str, cell: Cell, style: int) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, datetime.date):
        return f'<c r="{place}" s="{DAY}"><v>{(cell - EPOCH).days}</v></c>'
    if isinstance(cell, str):
        shown = AS_TYPED if is_formula(cell) else style
        return (
            f'<c r="{place}" t="inlineStr" s="{shown}"><is><t xml:space="preserve">{_safe(cell)}</t></is></c>'
        )
    return f'<c r="{place}"><v>{cell}</v></c>'


def _safe(text: str) -> str:
    return escape(_ESCAPED.sub("_x005F_", _NOT_XML.sub("", text[:MAX_CELL])), quote=False)


_COLUMN_NAMES = [chr(65 + number) for number in range(26)] + [f"A{chr(65 + number)}" for number in range(26)]


def _column_name(number: int) -> str:
    """1 → A, 28 → AB; 52 columns are enough."""
    return _COLUMN_NAMES[number - 1]
