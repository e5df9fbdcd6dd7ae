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


def test_nothing_is_fetched_on_opening_it_and_links_stay() -> None:
    """A template or a picture from elsewhere tells its server who reads; a folder's name tells who wrote."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="rId1" Type="{kinds}/attachedTemplate" Target="https://canary.example/t.dotm" TargetMode="External"/>
      <Relationship Id='rId2' Type='{kinds}/image'
        TargetMode='External' Target='file:///C:/Users/canary/p.png'/>
      <Relationship Id="rId3" Type="{kinds}/hyperlink" Target="https://example.org/" TargetMode="External"/>
      <Relationship Id="rId4" Type="{kinds}/styles" Target="styles.xml"/></Relationships>"""
    data = office_bytes(
        {
            "[Content_Types].xml": b"",
            "word/document.xml": b"<d/>",
            "word/_rels/settings.xml.rels": rels.encode(),
        }
    )
    with zipfile.ZipFile(io.BytesIO(without_names(sent("a.docx", data)))) as archive:
        clean = archive.read("word/_rels/settings.xml.rels").decode()
    assert "canary" not in clean
    assert clean.count("about:blank") == 2
    assert 'Target="https://example.org/"' in clean
    assert 'Target="styles.xml"' in clean


@pytest.mark.parametrize("name", ["word/embeddings/oleObject1.bin", "xl/activeX/activeX1.bin"])
def test_objects_of_other_programs_are_refused(name: str) -> None:
    data = office_bytes({"[Content_Types].xml": b"", "word/document.xml": b"", name: b""})
    with pytest.raises(ValidationError, match="друга програма"):
        check_document(sent("a.docx", data))


def test_the_table_behind_a_chart_is_no_such_object() -> None:
    check_document(
        sent(
            "a.docx",
            office_bytes(
                {"[Content_Types].xml": b"", "word/document.xml": b"", "word/embeddings/table1.xlsx": b""}
            ),
        )
    )
