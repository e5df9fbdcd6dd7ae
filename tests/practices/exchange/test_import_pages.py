"""Bringing in, from the form over the dry run to the drafts: all or nothing, once, for one's own organisation alone."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.access import Actor, NotAllowed, NotVisible
from directory.models import Membership, Organisation
from practices import actions, tasks
from practices.card import Document
from practices.exchange.json_cards import write_json
from practices.exchange.reading import dry_run
from practices.exchange.sheets import Outgoing
from practices.models import ImportBatch, ImportNote, Practice, PracticeEvent
from tests.factories.practices import a_card
from tests.practices.exchange.conftest import WRITTEN_BG, Sheet

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]
ADDRESS = "/bg/practices/import/"


def send(
    client: Client, organisation: Organisation, *, data: bytes = b"", text: str = "", token: Any = None
) -> Any:
    fields: dict[str, Any] = {"organisation": organisation.pk, "text": text, "token": token or uuid.uuid4()}
    if data:
        fields["file"] = SimpleUploadedFile("карти.bin", data)
    return client.post(ADDRESS, fields)


def a_file(*cards: tuple[str, Document]) -> bytes:
    return write_json([Outgoing(number, card) for number, card in cards], schema_url="/schema")


def test_a_sheet_becomes_drafts(
    signed_in: SignedIn, member: User, organisation: Organisation, sheet: Sheet
) -> None:
    client = signed_in(member)
    data = sheet({"title.bg": "Градина", "themes": "Заетост"}, {"title.bg": "Кухня", "external_id": "К-7"})
    answer = send(client, organisation, data=data)
    assert answer.status_code == 302
    body = client.get(answer.url).content.decode()
    assert "Градина" in body
    assert "Кухня" in body
    assert "Внасяне на 2 чернови" in body
    assert Practice.objects.count() == 0
    done = client.post(answer.url)
    assert (done.status_code, done.url) == (302, "/bg/practices/mine/")
    practices = {
        practice.draft.working_title: practice for practice in Practice.objects.select_related("draft")
    }
    assert set(practices) == {"Градина", "Кухня"}
    garden = practices["Градина"]
    assert (garden.state, garden.author, garden.organisation) == ("draft", member, organisation)
    assert garden.draft.document["facts"]["themes"] == ["employment"]
    assert garden.draft.document["facts"]["organisation"] == "most"
    assert practices["Кухня"].external_id == f"{organisation.pk}:К-7"
    assert PracticeEvent.objects.filter(action="created").count() == 2


def test_sending_twice_brings_in_once(
    signed_in: SignedIn, member: User, organisation: Organisation, sheet: Sheet
) -> None:
    client, token = signed_in(member), uuid.uuid4()
    data = sheet({"title.bg": "Градина", "level": "Местно"})
    first = send(client, organisation, data=data, token=token)
    again = send(client, organisation, data=data, token=token)
    assert first.url == again.url
    assert ImportBatch.objects.count() == 1
    one, two = client.post(first.url), client.post(first.url)
    practice = Practice.objects.get()
    assert one.url == two.url == f"/bg/practices/{practice.pk}/edit/"
    batch = ImportBatch.objects.get()
    assert (batch.items, batch.findings) == ([], []), "what became a draft isn't kept twice"
    assert actions.bring_in(actor=member, token=batch.token, accepts_warnings=True)[1] is False
    assert "вече" in client.get(first.url).content.decode()


def test_with_one_mistake_nothing_is_brought_in(
    signed_in: SignedIn, member: User, organisation: Organisation, sheet: Sheet
) -> None:
    client = signed_in(member)
    rows: list[dict[str, Any]] = [{"title.bg": f"Карта {number}"} for number in range(3)]
    rows[1] |= {"themes": "Космос", "summary.bg": "д" * 801, "ends_on": "31.02.2026"}
    rows[2] |= {"title.bg": ""} | {"level": "Местно"}
    answer = send(client, organisation, data=sheet(*rows))
    body = client.get(answer.url).content.decode()
    for cell in ("B4", "C4", "D4", "A5"):
        assert f"<code>{cell}</code>" in body
    assert "Съкратете" in body
    english = client.get(answer.url.replace("/bg/", "/en/")).content.decode()
    assert "isn&#x27;t among the words here" in english
    assert "4 places have to be mended" in english
    assert client.post(answer.url, {"accept": "on"}).status_code == 422
    assert Practice.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words_of_it"),
    [
        ({}, "Изберете файл"),
        ({"data": b"PK\x03\x04"}, "повреден"),
        ({"data": b"x", "text": "y"}, "не и двете"),
        ({"text": "а" * 60_001}, "твърде дълго"),
        ({"text": '{"format": 1'}, "JSON"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said_at_the_field(
    signed_in: SignedIn, member: User, organisation: Organisation, fields: dict[str, Any], words_of_it: str
) -> None:
    answer = send(signed_in(member), organisation, **fields)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert words_of_it in body
    assert 'aria-invalid="true"' in body
    if fields.get("text") and len(fields["text"]) < 100:
        assert fields["text"].replace('"', "&quot;") in body, "what was typed is kept"
    assert ImportBatch.objects.count() == 0


def test_another_organisation_can_not_be_named(
    signed_in: SignedIn,
    member: User,
    organisation: Organisation,
    other_organisation: Organisation,
    sheet: Sheet,
) -> None:
    client = signed_in(member)
    assert send(client, other_organisation, data=sheet({"title.bg": "а"})).status_code == 422
    for data in (
        sheet({"title.bg": "а", "organisation": other_organisation.name_bg}),
        a_file(("", a_card(organisation="prag"))),
    ):
        answer = send(client, organisation, data=data)
        assert "организация, в която членувате" in client.get(answer.url).content.decode()
        assert client.post(answer.url).status_code == 422
    assert Practice.objects.count() == 0


def test_somebody_who_left_meanwhile_brings_in_nothing(member: User, organisation: Organisation) -> None:
    parsed = dry_run(a_file(("", a_card())), actor=member, organisation=organisation)
    batch, _is_new = actions.keep_import(actor=member, token=uuid.uuid4(), parsed=parsed)
    Membership.objects.filter(user=member).delete()
    stranger = User.objects.get(pk=member.pk)
    with pytest.raises(NotAllowed):
        actions.bring_in(actor=stranger, token=batch.token, accepts_warnings=True)
    with pytest.raises(NotAllowed):
        actions.keep_import(actor=stranger, token=uuid.uuid4(), parsed=parsed)
    assert Practice.objects.count() == 0


def test_a_dry_run_is_its_owners_alone(
    member: User, owner: User, other_member: User, organisation: Organisation
) -> None:
    parsed = dry_run(a_file(("", a_card())), actor=member, organisation=organisation)
    batch, _is_new = actions.keep_import(actor=member, token=uuid.uuid4(), parsed=parsed)
    for somebody in (owner, other_member):
        with pytest.raises(NotVisible):
            actions.bring_in(actor=somebody, token=batch.token, accepts_warnings=True)
        with pytest.raises(NotVisible):
            actions.keep_import(actor=somebody, token=batch.token, parsed=parsed)


# --- drafts that are there already ----------------------------------------------------------------------------------


def test_the_same_number_changes_the_draft_and_says_so(
    signed_in: SignedIn, member: User, organisation: Organisation, sheet: Sheet
) -> None:
    client = signed_in(member)
    client.post(send(client, organisation, data=a_file(("7", a_card()))).url)
    practice = Practice.objects.get()
    answer = send(client, organisation, data=sheet({"external_id": 7, "title.bg": "Ново име"}))
    assert "Има чернова с този номер" in client.get(answer.url).content.decode()
    assert client.post(answer.url).status_code == 422, "without a yes nothing is replaced"
    client.post(answer.url, {"accept": "on"})
    practice.draft.refresh_from_db()
    document = practice.draft.document
    assert Practice.objects.count() == 1
    assert document["texts"]["bg"]["title"] == "Ново име"
    assert document["texts"]["bg"]["summary"] == a_card()["texts"]["bg"]["summary"], (
        "columns that aren't there change nothing"
    )
    assert document["facts"]["themes"] == ["housing", "employment"]
    assert practice.draft.version == 2


def test_what_was_taken_out_finds_its_draft_again(
    signed_in: SignedIn, member: User, organisation: Organisation, practice_in: PracticeIn
) -> None:
    practice, client = practice_in("draft"), signed_in(member)
    taken = client.get(f"/bg/practices/{practice.pk}/card.xlsx").content
    answer = send(client, organisation, data=taken)
    assert "същата" in client.get(answer.url).content.decode()
    client.post(answer.url)
    assert Practice.objects.count() == 1
    practice.draft.refresh_from_db()
    assert practice.draft.version == 1, "the same card writes nothing"


@pytest.mark.parametrize("state", ["submitted", "published", "archived"])
def test_a_card_that_waits_or_is_public_is_never_changed(
    signed_in: SignedIn, member: User, organisation: Organisation, practice_in: PracticeIn, state: str
) -> None:
    practice, client = practice_in(state), signed_in(member)
    document = practice.draft.document
    answer = send(client, organisation, data=a_file((f"megdan:{practice.pk}", a_card(title="Друго"))))
    assert client.post(answer.url, {"accept": "on"}).status_code == 422
    practice.draft.refresh_from_db()
    assert practice.draft.document == document


def test_a_card_of_others_becomes_a_draft_of_ones_own(
    signed_in: SignedIn, other_member: User, other_organisation: Organisation, practice_in: PracticeIn
) -> None:
    practice, client = practice_in("published"), signed_in(other_member)
    content = json.loads(client.get(f"/bg/practices/{practice.pk}/card.json").content)
    content["practices"][0]["organisation"] = "prag"
    answer = send(client, other_organisation, data=json.dumps(content).encode())
    client.post(answer.url)
    mine = Practice.objects.get(organisation=other_organisation)
    assert (mine.state, mine.external_id) == ("draft", None)


def test_a_mistake_in_a_row_of_a_group_names_its_line(
    member: User, organisation: Organisation, sheet: Sheet
) -> None:
    row = {
        "title.bg": "а",
        "activities.bg": f"Начало | кратко\nКрай | {'д' * 801}",
        "funding": "ФУМИ |\n | " + "9" * 61,
    }
    parsed = dry_run(sheet(row), actor=member, organisation=organisation)
    errors = [(each.place, each.message["bg"]) for each in parsed.findings if each.level.value == "error"]
    assert [place for place, _message in errors] == ["B3", "C3"]
    assert errors[0][1].startswith("Ред 2, „Какво се прави“: Съкратете с 1 знак")
    assert errors[1][1].startswith("Ред 2, „Номер на договора“: Съкратете с 1 знак")


def test_the_same_number_twice_in_a_file(member: User, organisation: Organisation) -> None:
    parsed = dry_run(a_file(("7", a_card()), ("7", a_card())), actor=member, organisation=organisation)
    assert [
        (finding.item, "same number" in finding.message["en"])
        for finding in parsed.findings
        if finding.level.value == "error"
    ] == [(1, True)]


def test_two_organisations_may_use_the_same_number(
    member: User, organisation: Organisation, other_member: User, other_organisation: Organisation
) -> None:
    for actor, own in ((member, organisation), (other_member, other_organisation)):
        parsed = dry_run(a_file(("7", a_card(organisation=""))), actor=actor, organisation=own)
        batch, _is_new = actions.keep_import(actor=actor, token=uuid.uuid4(), parsed=parsed)
        assert actions.bring_in(actor=actor, token=batch.token, accepts_warnings=False)[1]
    assert Practice.objects.count() == 2


def test_what_changed_since_the_dry_run_stops_all_of_it(member: User, organisation: Organisation) -> None:
    parsed = dry_run(a_file(("7", a_card())), actor=member, organisation=organisation)
    first, _is_new = actions.keep_import(actor=member, token=uuid.uuid4(), parsed=parsed)
    parsed = dry_run(a_file(("", a_card()), ("7", a_card())), actor=member, organisation=organisation)
    second, _is_new = actions.keep_import(actor=member, token=uuid.uuid4(), parsed=parsed)
    actions.bring_in(actor=member, token=first.token, accepts_warnings=True)
    with pytest.raises(actions.ImportRefusedError):
        actions.bring_in(actor=member, token=second.token, accepts_warnings=True)
    practice = Practice.objects.get()
    parsed = dry_run(
        a_file(("", a_card()), ("7", a_card(title="Друго"))), actor=member, organisation=organisation
    )
    third, _is_new = actions.keep_import(actor=member, token=uuid.uuid4(), parsed=parsed)
    actions.save_draft(actor=member, practice_id=practice.pk, document=a_card(title="Мое"), version=1)
    with pytest.raises(actions.ImportRefusedError):
        actions.bring_in(actor=member, token=third.token, accepts_warnings=True)
    assert Practice.objects.count() == 1
    practice.draft.refresh_from_db()
    assert practice.draft.document["texts"]["bg"]["title"] == "Мое"


# --- a written card -------------------------------------------------------------------------------------------------


def test_a_pasted_card_is_shown_field_by_field_and_made_a_draft(
    signed_in: SignedIn, member: User, organisation: Organisation
) -> None:
    client = signed_in(member)
    answer = send(client, organisation, text=WRITTEN_BG)
    body = client.get(answer.url).content.decode()
    for piece in (
        "Duration of the Project",
        "Разчистване на мястото;",
        "Местно",
        "космонавти",
        "Градина за двама",
    ):
        assert piece in body
    done = client.post(answer.url, {"accept": "on"})
    practice = Practice.objects.get()
    assert done.url == f"/bg/practices/{practice.pk}/edit/"
    assert practice.draft.document["facts"]["level"] == "local"
    form = client.get(done.url).content.decode()
    assert "космонавти" in form, "what had no field stands beside the form"
    forget = f"/bg/practices/{practice.pk}/import-note/"
    assert client.post(forget).status_code == 302
    assert client.post(forget).status_code == 302
    assert "космонавти" not in client.get(done.url).content.decode()


def test_a_pasted_card_with_mistakes_is_mended_in_the_draft(
    signed_in: SignedIn, member: User, organisation: Organisation
) -> None:
    client = signed_in(member)
    answer = send(client, organisation, text=f"Заглавие: Име\nРезюме\n{'д' * 900}")
    assert "Съкратете" in client.get(answer.url).content.decode()
    assert client.post(answer.url).status_code == 422
    client.post(answer.url, {"accept": "on"})
    assert len(Practice.objects.get().draft.document["texts"]["bg"]["summary"]) == 900


def test_pasted_markup_is_shown_as_text(
    signed_in: SignedIn, member: User, organisation: Organisation
) -> None:
    client = signed_in(member)
    hostile = "<script>alert(1)</script>"
    answer = send(
        client, organisation, text=f"Заглавие: {hostile}\nРезюме:\n{hostile}\nЦелева група: {hostile}"
    )
    assert hostile not in client.get(answer.url).content.decode()


# --- what is kept, and how long -------------------------------------------------------------------------------------


def test_old_dry_runs_and_notes_go(member: User, organisation: Organisation, practice_in: PracticeIn) -> None:
    parsed = dry_run(a_file(("", a_card())), actor=member, organisation=organisation)
    batches = [
        actions.keep_import(actor=member, token=uuid.uuid4(), parsed=parsed)[0] for _number in range(12)
    ]
    assert ImportBatch.objects.count() == 10
    newest = batches[-1]
    ImportBatch.objects.exclude(pk=newest.pk).update(created_at=timezone.now() - datetime.timedelta(days=8))
    ImportNote.objects.create(
        practice=practice_in("draft"), text="а", created_at=timezone.now() - datetime.timedelta(days=31)
    )
    ImportNote.objects.create(practice=practice_in("draft"), text="б")
    tasks.forget_imports()
    tasks.forget_imports()
    assert [batch.pk for batch in ImportBatch.objects.all()] == [newest.pk]
    assert [note.text for note in ImportNote.objects.all()] == ["б"]


def test_pages_cost_the_same_whatever_the_file_holds(
    signed_in: SignedIn, member: User, organisation: Organisation, sheet: Sheet
) -> None:
    client = signed_in(member)
    read, shown = [], []
    for number in (2, 20):
        data = sheet(*({"title.bg": f"Карта {place}", "external_id": place} for place in range(number)))
        with CaptureQueriesContext(connection) as queries:
            answer = send(client, organisation, data=data)
        read.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            client.get(answer.url)
        shown.append(len(queries))
    assert read[0] >= read[1] - 1, "the second also clears what the first left"
    assert read[1] <= 24
    assert shown[0] == shown[1] <= 12
    for address in (ADDRESS, f"{ADDRESS}template.xlsx"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= 12


def test_the_written_cards_page_and_the_form_with_its_note_cost_few_queries(
    signed_in: SignedIn, member: User, organisation: Organisation
) -> None:
    client = signed_in(member)
    answer = send(client, organisation, text=WRITTEN_BG)
    with CaptureQueriesContext(connection) as queries:
        client.get(answer.url)
    assert len(queries) <= 12
    done = client.post(answer.url, {"accept": "on"})
    client.get(done.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(done.url)
    assert len(queries) <= 12
