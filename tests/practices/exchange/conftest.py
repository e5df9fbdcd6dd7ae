"""What the tests of bringing in and taking out share: words, files, a full card, an invented written one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from directory.models import Organisation
from practices.card import Document, clean_card
from practices.exchange.words import Words
from tests.factories.practices import a_card

Sheet = Callable[..., bytes]
RED_CROSS = Path("practices/demo_data/red_cross.json")


@pytest.fixture
def words(organisation: Organisation) -> Words:
    return Words([organisation])


@pytest.fixture
def red_cross() -> Document:
    """The demonstration's card, as an organisation of the tests would have written it."""
    document = clean_card(json.loads(RED_CROSS.read_text(encoding="utf-8")))
    document["facts"]["organisation"] = "most"
    return document


@pytest.fixture
def sheet() -> Sheet:
    """A workbook as somebody makes it by hand: keys in the first row, one card in each further row."""

    def make(*rows: dict[str, Any], keys: list[str] | None = None) -> bytes:
        book = openpyxl.Workbook()
        page = book.active
        keys = keys or list(dict.fromkeys(key for row in rows for key in row))
        page.append([f"колона {key}" for key in keys])
        page.append(keys)
        for row in rows:
            page.append([row.get(key) for key in keys])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


def with_parts(data: bytes, parts: dict[str, bytes], *, without: tuple[str, ...] = ()) -> bytes:
    """The archive with these parts put in, or in the place of others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in parts and part.filename not in without:
                new.writestr(part.filename, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def full_card() -> Document:
    """A card in which every field says something, in both languages."""
    card = a_card(
        partners=[{"name": "Читалище „Зора“", "role": "hosts"}, {"name": "Клуб | Приятели", "role": ""}],
        country="BG",
        starts_on="2023-03-01",
        ends_on="01.06.2025",
        status="completed",
        people_total="1200",
        people_women="640",
        people_children="1 00",
        budget_amount="48000.50",
        budget_currency="EUR",
        funding=[{"source": "amif", "contract": "=1+1"}],
        adapted_from="/practices/12/",
        sdgs=["10", "11"],
        links=["https://example.org/a;b", "https://example.org/c"],
        tags=["съседи; приятели", "наставници, доброволци"],
        contact_name="длъжностно лице",
        contact_email="office@example.org",
        evidence_level="2",
        replicable="partly",
        summary="+359 не е формула\nВтори ред",
        origin=(
            "<p>Абзац с <strong>удебелено</strong> и <em>курсив</em>.</p>"
            "<ul><li><p>първо</p></li><li><p>второ</p></li></ul>"
        ),
        goals='<h2>Цел</h2><p>Виж <a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener ugc">тук</a></p>',
        impact="<table><tbody><tr><td>клетка</td></tr></tbody></table>",
        activities=[
            {"title": "Търсене", "text": "Първи ред\nВтори | ред \\ с черта"},
            {"title": "", "text": "- само текст"},
            {"title": "Само име", "text": ""},
        ],
        building_blocks=[
            {"name": "Договор", "purpose": "за дома", "enabling_factors": "", "lesson": "пишете го просто"}
        ],
        preconditions=[{"text": "Наемодател; който отдава"}, {"text": "@стая"}],
    )
    card["facts"]["results"] = [
        {"key": "r1", "baseline": "0", "value": "12", "measured_on": "2025-06-01"},
        {"key": "k7", "baseline": "", "value": "4,5", "measured_on": ""},
    ]
    card["facts"]["legal_basis"] = [{"key": "r1", "article": "чл. 37а", "link": "https://example.org/zub"}]
    card["texts"]["bg"] |= {
        "results": {
            "r1": {"indicator": "Семейства с договор", "unit": "семейства", "source": "договори"},
            "k7": {"indicator": "Оценка", "unit": "", "source": ""},
        },
        "legal_basis": {"r1": {"act": "Закон за убежището и бежанците"}},
    }
    card["texts"]["en"] = {
        "title": "A flat with a mentor",
        "summary": "=HYPERLINK(1)",
        "activities": [{"title": "Search", "text": "We look together."}],
        "results": {"k7": {"indicator": "Mark", "unit": "of 6", "source": ""}},
    }
    return clean_card(card | {"ready": ["bg"], "sources": {"en": {"title": "0123456789abcdef"}}})


WRITTEN_BG = """добри практики / Градина за двама

Градина за двама

Заетост • Свободно време и мрежа

Име на организацията, която изпълнява инициативата/проекта

Сдружение „Мост“

Държава

България

Duration of the Project

18 months

Ниво на изпълнение

Местен

Целева група

Бежанци, семейства; космонавти

Повече информация

megdan.example

SDG’s

2

Резюме на Проекта

Нови и стари съседи садят заедно зеленчуци зад читалището.

Втори абзац на резюмето.

ГЛАВНИ ДЕЙНОСТИ:

1 Разчистване на мястото;

2 Сеитба с ученици
и с техните родители.

3. Празник на реколтата

Повече информация

Как се роди проектът?

Една баба подари разсад.

Предизвикателства

Кучетата на съседа

Сушата през август

Въздействие върху живота на бежанците или местната общност?

Петнайсет семейства се поздравяват по име.

Този проект/програма може ли да се възпроизвежда и/или мащабира?

Да. Трябва двор и чешма.
"""

WRITTEN_EN = """Garden for two

Name of the organisation: Bridge Association
Country: Bulgaria
Level of implementation: Local
Target group: Refugees

Project summary
Old and new neighbours grow vegetables behind the library.

Main activities
- Clearing the ground
- Sowing

What did not work
The first fence.

Sponsors of the week
A bakery.
"""
