"""What is written into a cell is text when it is read again, and the same text."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.exchange.safety import MAX_CELL_CHARACTERS, harmless_cell, text_in_cell

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://evil.example","щракни")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "=cmd|' /C calc'!A0",
    "%0A=1",
]


def written(values: list[str], *, write_only: bool = True) -> bytes:
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet() if write_only else book.active
    for value in values:
        sheet.append([harmless_cell(sheet, value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("write_only", [True, False])
def test_nothing_written_is_a_formula(write_only: bool) -> None:
    data = written(HOSTILE, write_only=write_only)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = next(name for name in archive.namelist() if name.startswith("xl/worksheets/"))
        assert b"<f>" not in archive.read(sheet)
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [cell.value for cell in cells] == HOSTILE
    assert all(cell.quotePrefix for cell in cells)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_text_comes_back_as_it_was(text: str) -> None:
    data = written([text, f"_x000D_{text}"])
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    values = [text_in_cell(row[0]) for row in sheet.iter_rows(values_only=True)]
    assert values == [text.replace("\ufffe", "").replace("\uffff", ""), f"_x000D_{text}"]


def test_numbers_stay_numbers() -> None:
    sheet = openpyxl.Workbook(write_only=True).create_sheet()
    assert harmless_cell(sheet, -12).data_type == "n"
    assert harmless_cell(sheet, -12).value == -12


def test_too_long_a_text_is_never_cut_off_silently() -> None:
    sheet = openpyxl.Workbook(write_only=True).create_sheet()
    with pytest.raises(ValueError, match="don't fit"):
        harmless_cell(sheet, "я" * (MAX_CELL_CHARACTERS + 1))
