"""The card that the network wrote by hand, the whole way: pasted or as a sheet, published, and out again as PDF, JSON and XLSX.

The text is the demonstration's card, laid out as the network lays its own out: heading, then what stands under it.
"""

from __future__ import annotations

import copy
import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from core.sanitising import html_to_text
from directory.models import Organisation
from practices import actions
from practices.card import FIELDS, Document, Kind
from practices.exchange.json_cards import read_json
from practices.exchange.sheets import Outgoing, write_spreadsheet
from practices.exchange.spreadsheets import read_spreadsheet
from practices.exchange.words import Words
from practices.models import ImportNote, Practice

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Any], Client]
NOT_IN_THE_LAYOUT = {"tagline", "places", "licence", "tags", "contact_visibility"}
"""What the network's card has no heading for."""
FACTS = (
    *("Сдружение „Мост“", "България", "Витоша", "Оборище", "Местно", "Жилище", "Бежанци", "CC BY 4.0"),
    *("интеграция", "настаняване", "наставничество", "redcross.bg", "координатор на проекта"),
)
"""The facts of the card, in the words that a reader reads."""


def as_written(card: Document) -> str:
    """A card in the layout of the network's own, in Bulgarian."""
    facts, texts = card["facts"], card["texts"]["bg"]
    activities = [
        f"{number} {row['title']}: {row['text']}" for number, row in enumerate(texts["activities"], 1)
    ]
    parts = [
        f"добри практики / {texts['title']}",
        texts["title"],
        "Жилище • Свободно време и мрежа",
        *("Име на организацията, която изпълнява инициативата/проекта", "Сдружение „Мост“"),
        *("Държава", "България"),
        *("Duration of the Project", texts["duration"]),
        *("Ниво на изпълнение", "Местен"),
        *("Целева група", "Бежанци"),
        *("Повече информация", *facts["links"]),
        *("SDG’s", *facts["sdgs"]),
        *("Резюме на Проекта", texts["summary"]),
        *("Главни дейности", *activities),
        "Повече информация",
        *("Как се роди проектът?", *paragraphs(texts["origin"])),
        *("Предизвикателства", *(row["obstacle"] for row in texts["challenges"])),
        *("Въздействие върху живота на бежанците или местната общност?", *paragraphs(texts["impact"])),
        *("Този проект/програма може ли да се възпроизвежда и/или мащабира?", f"Да. {texts['replication']}"),
    ]
    return "\n\n".join(parts)


def paragraphs(markup: str) -> list[str]:
    return [html_to_text(part) for part in re.findall(r"<p>.*?</p>", markup)]


def words_of(document: Document) -> list[str]:
    """Every text that the card says in Bulgarian, a row's parts one by one."""
    found = []
    for field in FIELDS:
        if not field.is_text:
            continue
        value = document["texts"]["bg"][field.name]
        if field.kind is Kind.GROUP:
            found += [text for row in value for text in row.values()]
        elif field.kind is Kind.RICH:
            found += paragraphs(value)
        else:
            found.append(value)
    return [text for text in found if text]


def letters_of(text: str) -> str:
    """Letters and digits alone: lines are broken and words divided where the paper ends."""
    return "".join(character for character in text.casefold() if character.isalnum())


def brought_in(client: Client, organisation: Organisation, *, text: str = "", data: bytes = b"") -> Practice:
    """Through the form, its dry run and the confirmation."""
    fields: dict[str, Any] = {"organisation": organisation.pk, "text": text, "token": uuid.uuid4()}
    if data:
        fields["file"] = SimpleUploadedFile("карта.xlsx", data)
    answer = client.post("/bg/practices/import/", fields)
    assert answer.status_code == 302, answer.content.decode()
    assert client.post(answer.url).status_code == 302
    return Practice.objects.select_related("draft").get()


def published(practice: Practice, member: User, coordinator: User, document: Document) -> None:
    """Its author adds what the layout has no heading for, and it is published."""
    actions.save_draft(
        actor=member, practice_id=practice.pk, document=document, version=practice.draft.version
    )
    actions.submit_practice(actor=member, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)


def check_what_comes_out(practice: Practice, document: Document, words: Words) -> None:
    """JSON and XLSX hold the same card; the PDF says each of its texts and each of its facts."""
    visitor, address = Client(), f"/bg/practices/{practice.pk}"
    [from_json] = read_json(visitor.get(f"{address}/card.json").content).items
    sheet = visitor.get(f"{address}/card.xlsx")
    [from_sheet] = read_spreadsheet(b"".join(sheet) if sheet.streaming else sheet.content, words).items
    for item in (from_json, from_sheet):
        assert item.document["facts"] == document["facts"]
        assert item.document["texts"]["bg"] == document["texts"]["bg"]

    answer = visitor.get(f"{address}/card.pdf")
    pdf = pypdf.PdfReader(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    # Sentence by sentence: a text may go on over the page, with the foot of the page and a list between its halves.
    bodies, feet = zip(*(page.extract_text().split("\nМегдан · ") for page in pdf.pages))
    paper = letters_of("".join((*bodies, *feet)))
    said = [sentence for text in words_of(document) for sentence in re.split(r"(?<=[.!?])\s+|\n", text)]
    missing = [text for text in (*said, *FACTS) if letters_of(text) not in paper]
    assert missing == []


def test_pasted(
    signed_in: SignedIn,
    member: User,
    coordinator: User,
    organisation: Organisation,
    red_cross: Document,
    words: Words,
) -> None:
    practice = brought_in(signed_in(member), organisation, text=as_written(red_cross))
    assert not ImportNote.objects.exists(), "a part of the card found no field"
    card = practice.draft.document
    texts, wanted = card["texts"]["bg"], red_cross["texts"]["bg"]
    for name, value in wanted.items():
        if name not in {*NOT_IN_THE_LAYOUT, "activities", "replication"}:
            assert texts[name] == value, name
    assert letters_of(str([row["text"] for row in texts["activities"]])) == letters_of(
        str([row["title"] + row["text"] for row in wanted["activities"]])
    )
    assert texts["replication"].endswith(wanted["replication"])
    for name, value in red_cross["facts"].items():
        if value and name not in NOT_IN_THE_LAYOUT:
            assert card["facts"][name] == value, name

    document = copy.deepcopy(card)
    document["facts"] |= {name: red_cross["facts"][name] for name in ("places", "licence", "tags")}
    document["facts"]["contact_role"] = "координатор на проекта"
    document["texts"]["bg"]["tagline"] = wanted["tagline"]
    published(practice, member, coordinator, document)
    check_what_comes_out(practice, document, words)


def test_as_a_sheet(
    signed_in: SignedIn,
    member: User,
    coordinator: User,
    organisation: Organisation,
    red_cross: Document,
    words: Words,
) -> None:
    red_cross["facts"]["contact_role"] = "координатор на проекта"
    data = write_spreadsheet([Outgoing("", red_cross)], words)
    practice = brought_in(signed_in(member), organisation, data=data)
    assert practice.draft.document["facts"] == red_cross["facts"]
    assert practice.draft.document["texts"] == red_cross["texts"]
    published(practice, member, coordinator, practice.draft.document)
    check_what_comes_out(practice, red_cross, words)
