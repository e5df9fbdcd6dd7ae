"""An office document that leaves its people's names behind, and is otherwise the same."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.exceptions import ValidationError

from core.office_metadata import without_names
from core.uploads import check_document
from tests.factories.media import office_bytes, sent


def test_a_word_document_keeps_its_text_and_loses_its_author() -> None:
    document = docx.Document()
    document.add_paragraph("Договор за наем")
    document.core_properties.author = "canary-author"
    document.core_properties.last_modified_by = "canary-editor"
    out = io.BytesIO()
    document.save(out)
    clean = without_names(sent("a.docx", out.getvalue()))
    again = docx.Document(io.BytesIO(clean))
    assert [paragraph.text for paragraph in again.paragraphs] == ["Договор за наем"]
    assert not again.core_properties.author
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert not any(b"canary" in archive.read(name) for name in archive.namelist())
    check_document(sent("a.docx", clean))


def test_a_table_keeps_its_cells() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "семейства"
    book.properties.creator = "canary"
    out = io.BytesIO()
    book.save(out)
    again = openpyxl.load_workbook(io.BytesIO(without_names(sent("a.xlsx", out.getvalue()))))
    assert again.active["A1"].value == "семейства"
    assert again.properties.creator != "canary"


def test_an_open_document_still_begins_with_its_type() -> None:
    data = office_bytes(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<o/>",
            "meta.xml": b"canary",
        }
    )
    clean = without_names(sent("a.odt", data))
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert b"canary" not in archive.read("meta.xml")


def test_what_stands_before_and_after_the_archive_is_gone() -> None:
    data = (
        b"<html>canary</html>"
        + office_bytes({"[Content_Types].xml": b"", "word/document.xml": b"x"})
        + b"canary"
    )
    assert b"canary" not in without_names(sent("a.docx", data))


def test_a_damaged_part_is_refused() -> None:
    data = bytearray(office_bytes({"[Content_Types].xml": b"", "word/document.xml": b"abc" * 1000}))
    at = data.index(b"word/document.xml") + 20
    data[at : at + 10] = b"\xff" * 10
    with pytest.raises(ValidationError) as refusal:
        without_names(sent("a.docx", bytes(data)))
    assert refusal.value.code == "unreadable_document"


@pytest.mark.parametrize("name", ["Basic/script-lb.xml", "Scripts/python/a.py"])
def test_macros_of_open_documents_are_refused(name: str) -> None:
    data = office_bytes(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"", name: b""}
    )
    with pytest.raises(ValidationError):
        check_document(sent("a.odt", data))


def test_a_pdf_without_its_end_is_refused() -> None:
    with pytest.raises(ValidationError):
        check_document(sent("a.pdf", b"%PDF-1.7\n" + b"x" * 5000))
