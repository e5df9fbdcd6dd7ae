"""A written card, pasted or out of a document, is understood by its headings; what isn't understood is kept."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from practices.exchange.cards import read_card
from practices.exchange.documents import text_of_document
from practices.exchange.report import Item
from practices.exchange.safety import MAX_PASTED_CHARACTERS, UnreadableFileError, kind_of
from practices.exchange.words import Words
from tests.practices.exchange.conftest import WRITTEN_BG, WRITTEN_EN

pytestmark = pytest.mark.django_db


def read(text: str, words: Words) -> Item:
    [item] = read_card(text, words).items
    return item


def check_garden(item: Item) -> None:
    """What `WRITTEN_BG` says, from whatever it was read."""
    facts, texts = item.document["facts"], item.document["texts"]["bg"]
    assert list(item.document["texts"]) == ["bg"]
    assert texts["title"] == "Градина за двама"
    assert facts["themes"] == ["employment", "leisure-network"]
    assert facts["organisation"] == "most"
    assert facts["country"] == "BG"
    assert texts["duration"] == "18 months"
    assert facts["level"] == "local"
    assert facts["target_groups"] == ["refugees", "families"]
    assert facts["links"] == ["https://megdan.example"]
    assert facts["sdgs"] == ["2"]
    assert texts["summary"].startswith("Нови и стари съседи")
    assert texts["summary"].endswith("Втори абзац на резюмето.")
    assert [row["text"] for row in texts["activities"]] == [
        "Разчистване на мястото;",
        "Сеитба с ученици\nи с техните родители.",
        "Празник на реколтата",
    ]
    assert texts["origin"] == "<p>Една баба подари разсад.</p>"
    assert [row["obstacle"] for row in texts["challenges"]] == ["Кучетата на съседа", "Сушата през август"]
    assert texts["impact"] == "<p>Петнайсет семейства се поздравяват по име.</p>"
    assert texts["replication"] == "Да. Трябва двор и чешма."
    assert facts["replicable"] == "yes"
    assert "космонавти" in item.leftover


def test_the_networks_card(words: Words) -> None:
    item = read(WRITTEN_BG, words)
    check_garden(item)
    assert item.leftover == "Целева група:\nкосмонавти"
    assert item.origins["duration.bg"] == "Duration of the Project"
    assert item.origins["replicable"].startswith("Този проект/програма")


def test_headings_in_any_dress(words: Words) -> None:
    dressed = WRITTEN_BG.replace("Държава\n", "ДЪРЖАВА:\n").replace("Целева група\n", "5. Целева група –\n")
    dressed = dressed.replace("Как се роди проектът?", "## как се роди  проекта").replace("SDG’s", "sdgs")
    dressed = dressed.replace("Предизвикателства", "Предизвикателство").replace("\n", "\r\n")
    check_garden(read(dressed, words))


def test_an_english_card_with_values_behind_its_headings(words: Words) -> None:
    item = read(WRITTEN_EN, words)
    facts, texts = item.document["facts"], item.document["texts"]["en"]
    assert (facts["organisation"], facts["country"], facts["level"]) == ("most", "BG", "local")
    assert texts["title"] == "Garden for two"
    assert [row["text"] for row in texts["activities"]] == ["Clearing the ground", "Sowing"]
    assert "The first fence." in texts["failures"]
    assert "Sponsors of the week" in texts["failures"] + item.leftover, (
        "an unknown heading is text of its section"
    )


def test_nothing_is_lost(words: Words) -> None:
    """Every word of the text stands in the document, in a heading or in what is left over."""
    extra = (
        "Ниво на изпълнение\nИзмислено ниво\nКонтакт: роля\nкоординатор\nПартньори\nЧиталище\nБюджет: много\n"
    )
    text = f"Заглавие\n{extra}Етикети: двор, чешма\nРезултати в числа\nдвама и трима\nВсе още тече\nнезнайно\n{WRITTEN_BG}"
    item = read(text, words)
    kept = f"{item.document} {item.leftover} {' '.join(item.origins.values())}".casefold()
    for word in (
        "измислено ниво",
        "координатор",
        "читалище",
        "много",
        "двор",
        "чешма",
        "двама и трима",
        "незнайно",
        "градина",
    ):
        assert word in kept, word


def test_too_long_a_text_is_left_over_whole(words: Words) -> None:
    long = "дума " * 4000
    item = read(f"Заглавие: Име\nРезюме\n{long}\nПродължителност\n{'д' * 300}", words)
    assert long.strip() in item.leftover
    assert "д" * 300 in item.leftover


def test_text_without_headings_is_all_left_over(words: Words) -> None:
    parsed = read_card("Първи ред\nвтори ред\nтрети ред\nчетвърти ред", words)
    assert parsed.findings[0].level.value == "warning"
    assert parsed.items[0].document["texts"]["bg"]["title"] == "Първи ред"
    assert parsed.items[0].leftover == "втори ред\nтрети ред\nчетвърти ред"


@pytest.mark.parametrize("text", ["", "  \n ", "а" * (MAX_PASTED_CHARACTERS + 1)])
def test_what_is_no_card(text: str, words: Words) -> None:
    with pytest.raises(UnreadableFileError):
        read_card(text, words)


def test_hostile_text_costs_no_more_than_its_length(words: Words) -> None:
    for piece in ("1 ", "- ", "Държава:\n", "x" * 100 + "\n", "a.", "Резюме\n\n", "; "):
        read_card(piece * (MAX_PASTED_CHARACTERS // len(piece)), words)


# --- documents ---------------------------------------------------------------------------------------------------------------


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_document_of_paragraphs(words: Words) -> None:
    document = docx.Document()
    for line in WRITTEN_BG.split("\n"):
        document.add_paragraph(line)
    data = saved(document)
    assert kind_of(data) == "docx"
    check_garden(read(text_of_document(data), words))


def test_a_document_with_a_table_a_list_and_a_text_box(words: Words) -> None:
    document = docx.Document()
    document.add_heading("Градина за двама")
    table = document.add_table(0, 2)
    for heading, value in (
        ("Държава", "България"),
        ("Целева група", "Бежанци"),
        ("Ниво на изпълнение", "Местно"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = heading, value
    document.add_paragraph("Главни дейности")
    for text in ("Разчистване", "Сеитба"):
        item = document.add_paragraph(text)
        item._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1
    box = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>'
        "<w:p><w:r><w:t>Предизвикателства</w:t></w:r></w:p><w:p><w:r><w:t>Суша</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>Предизвикателства</w:t></w:r></w:p><w:p><w:r><w:t>Суша</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph()._p.append(parse_xml(box))
    item_read = read(text_of_document(saved(document)), words)
    facts, texts = item_read.document["facts"], item_read.document["texts"]["bg"]
    assert (facts["country"], facts["target_groups"], facts["level"]) == ("BG", ["refugees"], "local")
    assert [row["text"] for row in texts["activities"]] == ["Разчистване", "Сеитба"]
    assert [row["obstacle"] for row in texts["challenges"]] == ["Суша"], "a text box is read once"
    assert item_read.leftover == ""
