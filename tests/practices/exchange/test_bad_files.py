"""Files that can't be taken, or not as they are: each with a message that says where and what to do."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import Any

import docx
import openpyxl
import pytest
from django.utils.translation import override

from directory.models import Organisation
from practices.exchange import safety
from practices.exchange.documents import text_of_document
from practices.exchange.json_cards import read_json
from practices.exchange.report import Parsed
from practices.exchange.safety import UnreadableFileError, check_office_file, kind_of
from practices.exchange.sheets import write_spreadsheet
from practices.exchange.spreadsheets import read_spreadsheet
from practices.exchange.words import Words
from tests.practices.exchange.conftest import Sheet, with_parts

pytestmark = pytest.mark.django_db


def said(parsed: Parsed) -> list[tuple[str, str]]:
    """(place, message in English) of the errors."""
    return [
        (finding.place, finding.message["en"])
        for finding in parsed.findings
        if finding.level.value == "error"
    ]


def refusal(call: Any, *arguments: Any) -> str:
    with pytest.raises(UnreadableFileError) as caught, override("en"):
        call(*arguments)
    with override("en"):
        return str(caught.value.message) % caught.value.values


def a_document() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


# --- archives -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words_of_it"),
    [
        (b"  \n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old office program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7 \xff\xfe", "can't be read"),
        (b"%PDF-1.7", "can't be read"),
        (b"<html><body>", "can't be read"),
        ("текст".encode("cp1251"), "can't be read"),
        (b"a\x00b", "can't be read"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"x" * (safety.MAX_FILE_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_file_of_cards(data: bytes, words_of_it: str) -> None:
    assert words_of_it in refusal(kind_of, data)


def test_kinds_are_told_by_content(sheet: Sheet) -> None:
    assert kind_of(sheet({"title.bg": "а"})) == "xlsx"
    assert kind_of(a_document()) == "docx"
    assert kind_of("\ufeff {}".encode()) == "json"
    assert kind_of("Заглавие: а".encode()) == "text"


@pytest.mark.parametrize(
    ("parts", "words_of_it"),
    [
        ({"xl/vbaProject.bin": b"macro"}, "macros"),
        ({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}, "other files"),
        ({"xl/connections.xml": b"<connections/>"}, "other files"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "other files"),
        ({"xl/theme/theme1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "damaged"),
        ({"xl/theme/theme1.xml": "<a/>".encode("utf-16")}, "damaged"),
        ({"xl/theme/theme1.xml": b" " * (safety.MAX_OTHER_PART_BYTES + 1)}, "unpacks to more"),
        ({"xl/worksheets/sheet1.xml": b" " * (20 * 1024 * 1024)}, "unpacks to more"),
        ({f"xl/media/{number}.png": b"x" for number in range(safety.MAX_PARTS)}, "unpacks to more"),
        ({"word/document.xml": b"<a/>"}, ""),
    ],
)
def test_what_an_archive_may_hold(sheet: Sheet, parts: dict[str, bytes], words_of_it: str) -> None:
    data = with_parts(sheet({"title.bg": "а"}), parts)
    if not words_of_it:
        assert check_office_file(data) == "xlsx"
        return
    assert words_of_it in refusal(check_office_file, data)


def test_macros_are_told_by_the_content_types(sheet: Sheet) -> None:
    data = sheet({"title.bg": "а"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").replace(
            b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
        )
    assert "macros" in refusal(check_office_file, with_parts(data, {"[Content_Types].xml": types}))


def test_an_archive_of_something_else(sheet: Sheet) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "а")
    assert "neither a spreadsheet" in refusal(check_office_file, out.getvalue())


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<", b"<a/>", b"\xff\xff", b"<workbook xmlns='x'><sheets/></workbook>"]
)
def test_a_broken_workbook(sheet: Sheet, words: Words, part: str, content: bytes) -> None:
    data = with_parts(sheet({"title.bg": "а"}), {part: content})
    if part == "xl/styles.xml" and content.startswith(b"<") and len(content) > 1:
        assert read_spreadsheet(data, words).items, "without its styles a sheet has the same words"
    else:
        assert refusal(read_spreadsheet, data, words)


@pytest.mark.parametrize("content", [b"", b"<", b"<a/>", b"\xff\xff", None])
def test_a_broken_document(content: bytes | None) -> None:
    data = with_parts(a_document(), {} if content is None else {"word/document.xml": content})
    assert refusal(text_of_document, data)


def test_deep_documents_do_no_harm() -> None:
    deep = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    deep += b"<w:p>" * 5000 + b"<w:r><w:t>a</w:t></w:r>" + b"</w:p>" * 5000 + b"</w:body></w:document>"
    assert refusal(text_of_document, with_parts(a_document(), {"word/document.xml": deep}))


# --- sheets -----------------------------------------------------------------------------------------------------------------


def test_a_formula_is_named_and_never_calculated(sheet: Sheet, words: Words) -> None:
    parsed = read_spreadsheet(sheet({"title.bg": "а", "tagline.bg": "=1+1", "summary.bg": "добро"}), words)
    [(place, message)] = said(parsed)
    assert place == "B3"
    assert "formula" in message
    assert parsed.findings[0].column["bg"]
    assert parsed.items[0].document["texts"]["bg"]["tagline"] == ""


def test_a_formula_outside_our_columns_is_named_too(sheet: Sheet, words: Words) -> None:
    data = sheet({"title.bg": "а", "tagline.bg": "б", "моя": '=WEBSERVICE("http://evil.example")'})
    assert [place for place, _message in said(read_spreadsheet(data, words))] == ["C3"]


@pytest.mark.parametrize(
    ("column", "value", "words_of_it"),
    [
        ("themes", "Жилище; Космос", "“Космос” isn't among the words here"),
        ("themes", "Жилища", "Did you mean “Housing”?"),
        ("level", "местно ниво и още", "isn't among the words"),
        ("places", "Атлантида", "isn't among the words"),
        ("country", "Нарния", "isn't among the words"),
        ("organisation", "Чужда организация", "isn't an organisation that you belong to"),
        ("is_ongoing", "може би", "yes or no"),
        ("partners", "а | | в", "Line 1 has 3 parts"),
        ("partners", "Читалище | готви", "isn't among the words"),
        ("duration.bg", "д" * 241, "far too long"),
        ("legal_basis.bg", f"Закон | чл. 1 | https://example.org/{'a' * 1300}", "far too long"),
    ],
)
def test_a_cell_that_is_not_understood(
    sheet: Sheet, words: Words, column: str, value: str, words_of_it: str
) -> None:
    with override("en"):
        parsed = read_spreadsheet(sheet({"title.bg": "а", column: value}), words)
    [(place, message)] = said(parsed)
    assert place == "B3"
    assert words_of_it in message


def test_languages_that_contradict_each_other(sheet: Sheet, words: Words) -> None:
    row = {"title.bg": "а", "results.bg": "Семейства | 0 | 12", "results.en": "Families | 0 | 13"}
    [(place, message)] = said(read_spreadsheet(sheet(row), words))
    assert place == "C3"
    assert "the other language says “12”" in message


def test_the_second_language_needs_no_facts(sheet: Sheet, words: Words) -> None:
    row = {
        "title.bg": "а",
        "results.bg": "Семейства | 0 | 12 | семейства",
        "results.en": "Families | | | families",
    }
    parsed = read_spreadsheet(sheet(row), words)
    assert parsed.findings == []
    document = parsed.items[0].document
    assert document["facts"]["results"] == [{"key": "r1", "baseline": "0", "value": "12", "measured_on": ""}]
    assert document["texts"]["en"]["results"]["r1"]["indicator"] == "Families"


def test_values_as_excel_keeps_them(sheet: Sheet, words: Words) -> None:
    row = {
        "title.bg": 2024,
        "starts_on": datetime.datetime(2024, 3, 1),  # noqa: DTZ001 - as spreadsheets keep days
        "ends_on": "31.12.2024 г.",
        "people_total": 120.0,
        "budget_amount": 12500.5,
        "is_ongoing": True,
        "duration.bg": datetime.date(2024, 5, 6),
    }
    parsed = read_spreadsheet(sheet(row), words)
    facts, texts = parsed.items[0].document["facts"], parsed.items[0].document["texts"]["bg"]
    assert parsed.findings == []
    assert (facts["starts_on"], facts["ends_on"]) == ("2024-03-01", "31.12.2024 г.")
    assert (facts["people_total"], facts["budget_amount"], facts["is_ongoing"]) == ("120", "12500.5", True)
    assert (texts["title"], texts["duration"]) == ("2024", "06.05.2024")


def test_too_many_rows(sheet: Sheet, words: Words) -> None:
    rows = [{"title.bg": f"Карта {number}"} for number in range(safety.MAX_PRACTICES + 1)]
    [(place, message)] = said(read_spreadsheet(sheet(*rows, keys=["title.bg", "level"]), words))
    assert "More than 200" in message
    assert place == "A203"


def test_rows_far_down_are_not_walked_to(sheet: Sheet, words: Words) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet({"title.bg": "а", "level": "local"})))
    book.active.cell(1_048_576, 1, "край")
    out = io.BytesIO()
    book.save(out)
    assert len(read_spreadsheet(out.getvalue(), words).items) == 1


def test_empty_rows_between_cards_are_passed_over(sheet: Sheet, words: Words) -> None:
    data = sheet({"title.bg": "а", "level": "local"}, {}, {"title.bg": "  "}, {"title.bg": "б"})
    assert [item.where for item in read_spreadsheet(data, words).items] == ["3", "6"]


def test_columns_that_are_not_ours_or_stand_twice(sheet: Sheet, words: Words) -> None:
    parsed = read_spreadsheet(
        sheet(
            {"title.bg": "а", "level": "local", "бележки": "мои"},
            keys=["title.bg", "level", "бележки", "level"],
        ),
        words,
    )
    levels = [(finding.level.value, finding.place) for finding in parsed.findings]
    assert levels == [("warning", "C1"), ("error", "D1")]


def test_headings_alone_are_enough(words: Words) -> None:
    book = openpyxl.Workbook()
    book.active.append(["ЗАГЛАВИЕ (на български)", "Themes"])
    book.active.append(["Градина", "housing"])
    out = io.BytesIO()
    book.save(out)
    [item] = read_spreadsheet(out.getvalue(), words).items
    assert item.where == "2"
    assert item.document["facts"]["themes"] == ["housing"]


def test_a_sheet_of_something_else(words: Words) -> None:
    book = openpyxl.Workbook()
    book.active.append(["име", "сума"])
    out = io.BytesIO()
    book.save(out)
    assert "headings" in refusal(read_spreadsheet, out.getvalue(), words)


@pytest.mark.parametrize("language", ["bg", "en"])
def test_the_template_is_read_as_empty_and_offers_words(
    words: Words, organisation: Organisation, language: str
) -> None:
    with override(language):
        data = write_spreadsheet([], words)
    assert "no card" in refusal(read_spreadsheet, data, words)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cards, guide, offered = book.worksheets
    assert cards.row_dimensions[2].hidden
    assert cards["B1"].value == {"bg": "Заглавие (на български)", "en": "Title (in Bulgarian)"}[language]
    assert len(cards.data_validations.dataValidation) > 8
    texts = {cell.value for row in offered.iter_rows() for cell in row}
    assert {
        "Жилище" if language == "bg" else "Housing",
        organisation.name_bg if language == "bg" else organisation.name_en,
    } <= texts
    assert guide.max_row > 40


# --- JSON -----------------------------------------------------------------------------------------------------------------


def a_file(card: Any, **more: Any) -> bytes:
    content = {"format": "megdan-practices", "version": 1, "practices": [{"card": card}]} | more
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("data", "place", "words_of_it"),
    [
        (a_file({"texts": {"bg": {"title": 5}}}), "practices[0].card.texts.bg.title", "a text in quotes"),
        (a_file({"texts": {"bg": {"titel": "а"}}}), "practices[0].card.texts.bg.titel", "no such field"),
        (a_file({"texts": {"ru": {}}}), "practices[0].card.texts.ru", "no such field"),
        (a_file({"texts": {}, "facts": {"themes": "housing"}}), "practices[0].card.facts.themes", "a list"),
        (
            a_file({"texts": {}, "facts": {"is_ongoing": 1}}),
            "practices[0].card.facts.is_ongoing",
            "true or false",
        ),
        (
            a_file({"texts": {}, "facts": {"partners": [{"name": 1}]}}),
            "practices[0].card.facts.partners[0].name",
            "a text",
        ),
        (
            a_file({"texts": {}, "facts": {"country": "XX"}}),
            "practices[0].card.facts.country",
            "isn't among the words",
        ),
        (a_file({"texts": {}, "schema": 99}), "practices[0].card.schema", "Here 1 is expected"),
        (a_file({}), "practices[0].card.texts", "missing"),
        (a_file({"texts": {"bg": {"title": "а" * 401}}}), "practices[0].card.texts.bg.title", "far too long"),
        (a_file([]), "practices[0].card", "an object"),
        (a_file({"texts": {}}, version=2), "version", "Here 1 is expected"),
        (a_file({"texts": {}}, practices=[{"card": {"texts": {}}}] * 201), "practices", "at most 200"),
        (b"[]", "", "an object"),
    ],
)
def test_json_that_is_not_as_its_schema(data: bytes, place: str, words_of_it: str) -> None:
    [(where, message)] = said(read_json(data))
    assert where == place
    assert words_of_it in message


@pytest.mark.parametrize(
    ("data", "words_of_it"),
    [
        (b'{"format": \n\n oops}', "line 3"),
        (b'{"a": NaN}', "no text or number"),
        (b'{"a": "\\ud800"}', "no text or number"),
        (b"[" * 100_000, ""),
        (b'{"a": ' + b"9" * 5000 + b"}", "no text or number"),
        (a_file({}, practices=[]), "no card"),
    ],
)
def test_json_that_is_none(data: bytes, words_of_it: str) -> None:
    assert words_of_it in refusal(read_json, data)


def test_what_no_database_takes_is_left_out_of_what_is_said() -> None:
    """PostgreSQL refuses the character zero; what is said about a file repeats what stands in it."""
    data = a_file({"texts": {"b\x00g": {}}, "facts": {"country": "X\x00\u202eX"}})
    parsed = read_json(data)
    assert len(parsed.findings) == 2
    for finding in parsed.findings:
        assert not {"\x00", "\u202e"} & set(f"{finding.place}{finding.message}")
