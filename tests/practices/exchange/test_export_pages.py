"""Taking out: what is public for everybody, drafts for their own people, and nobody's contact by accident."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from practices.card import Document
from practices.exchange.json_cards import read_json
from practices.exchange.json_schema import faults_of, schema_of_file
from practices.exchange.spreadsheets import read_spreadsheet
from practices.exchange.words import Words
from practices.models import Practice
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


def card_in(response: Any) -> Document:
    content = json.loads(response.content)
    assert list(faults_of(content, schema_of_file())) == []
    document: Document = content["practices"][0]["card"]
    return document


def in_order(value: Any) -> str:
    """A value to sort by: PostgreSQL keeps the keys of an object in an order of its own."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def test_a_published_card_comes_out_whole(
    client: Client, practice_in: PracticeIn, full_card: Document, words: Words
) -> None:
    original = practice_in("published")
    full_card["facts"]["adapted_from"] = f"/practices/{original.pk}/"
    full_card["facts"]["people_children"] = "100"
    practice = practice_in("published", card=full_card | {"ready": ["bg", "en"]})
    taken = card_in(client.get(f"/bg/practices/{practice.pk}/card.json"))
    published = practice.draft.document
    for name, value in published["facts"].items():
        if name in {"contact_name", "contact_email"}:
            assert taken["facts"][name] == "", name
        elif name == "ends_on":
            assert taken["facts"][name] == "2025-06-01"
        elif name == "results":
            assert [row["key"] for row in taken["facts"][name]] == ["r1", "k7"]
        elif isinstance(value, list):
            assert sorted(map(in_order, taken["facts"][name])) == sorted(map(in_order, value)), name
        else:
            assert taken["facts"][name] == value, name
    assert taken["texts"] == published["texts"]
    sheet = client.get(f"/en/practices/{practice.pk}/card.xlsx")
    [item] = read_spreadsheet(sheet.content, words).items
    assert item.document == {**taken, "media": []}
    assert item.external_id == f"megdan:{practice.pk}"


def test_the_contact_is_for_those_who_see_it_on_the_card(
    signed_in: SignedIn, client: Client, practice_in: PracticeIn, member: User, other_member: User
) -> None:
    hidden = practice_in("published", card=a_card(contact_email="office@example.org"))
    shown = practice_in(
        "published", card=a_card(contact_email="office@example.org", contact_visibility="members")
    )
    for practice, reader, email in (
        (hidden, client, ""),
        (shown, client, ""),
        (hidden, signed_in(other_member), ""),
        (shown, signed_in(other_member), "office@example.org"),
        (hidden, signed_in(member), "office@example.org"),
    ):
        assert (
            card_in(reader.get(f"/bg/practices/{practice.pk}/card.json"))["facts"]["contact_email"] == email
        )


def test_a_change_that_is_not_public_does_not_come_out(client: Client, practice_in: PracticeIn) -> None:
    practice = practice_in("published")
    practice.draft.document["texts"]["bg"]["title"] = "още не"
    practice.draft.save()
    assert (
        card_in(client.get(f"/bg/practices/{practice.pk}/card.json"))["texts"]["bg"]["title"]
        == "Квартира с наставник"
    )


def test_files_are_files(client: Client, practice_in: PracticeIn) -> None:
    practice = practice_in("published")
    for ending, media_type in (("json", "application/json"), ("xlsx", "spreadsheetml")):
        response = client.get(f"/bg/practices/{practice.pk}/card.{ending}")
        assert media_type in response["Content-Type"]
        assert response["Content-Disposition"] == f'attachment; filename="practice-{practice.pk}.{ending}"'
        assert response["X-Robots-Tag"] == "noindex"
    body = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert f"/bg/practices/{practice.pk}/card.xlsx" in body
    assert f"/bg/practices/{practice.pk}/card.json" in body


def test_ones_own_practices_come_out_with_their_drafts(
    signed_in: SignedIn,
    member: User,
    other_member: User,
    other_organisation: Organisation,
    practices: dict[str, Practice],
) -> None:
    foreign = make_practice(other_member, other_organisation, card=a_card(title="Чуждо", organisation="prag"))
    client = signed_in(member)
    parsed = read_json(client.get("/bg/practices/mine/practices.json").content)
    assert {item.external_id for item in parsed.items} == {f"megdan:{each.pk}" for each in practices.values()}
    body = client.get("/bg/practices/mine/practices.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(min_row=3, values_only=True))
    assert len(rows) == len(practices)
    assert f"megdan:{foreign.pk}" not in {row[0] for row in rows}


def test_the_schema_is_public_and_documented(client: Client) -> None:
    response = client.get("/bg/practices/card.schema.json")
    schema = response.json()
    assert response["Content-Type"] == "application/schema+json"
    assert "max-age=3600" in response["Cache-Control"]
    card = schema["properties"]["practices"]["items"]["properties"]["card"]["properties"]
    assert card["texts"]["properties"]["bg"]["properties"]["title"]["description"].startswith("Title")
    assert card["facts"]["properties"]["themes"]["description"].endswith("A full card needs it.")
    assert schema == client.get("/en/practices/card.schema.json").json()


def test_taking_out_costs_the_same_whatever_it_holds(
    signed_in: SignedIn, member: User, organisation: Organisation, practice_in: PracticeIn
) -> None:
    client = signed_in(member)
    addresses = ["/bg/practices/mine/practices.json", "/bg/practices/mine/practices.xlsx"]
    counts = []
    for number in (2, 18):
        for _made in range(number):
            make_practice(member, organisation)
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    practice = practice_in("published")
    for ending in ("json", "xlsx"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/bg/practices/{practice.pk}/card.{ending}")
        counts.append(len(queries))
    assert max(counts) <= 12
