"""The form a step at a time: rows that are moved, two people on one draft, two languages, and what a save costs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from practices import actions
from practices.card import BY_NAME, FIELDS, Kind, Step, clean_card, value_of
from practices.models import CardDraft, Practice
from practices.search_documents import PracticeDocument
from practices.translation import stale_fields
from tests.factories.practices import a_card
from tests.practices.test_views import form_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]

JSON = {"HTTP_ACCEPT": "application/json"}
STEPS = [*(step.value for step in Step), "all"]
RESULTS = [
    {"key": "r1", "baseline": "0", "value": "12", "measured_on": ""},
    {"key": "r2", "baseline": "3", "value": "9", "measured_on": ""},
]


def stored(practice: Practice) -> dict[str, Any]:
    document: dict[str, Any] = CardDraft.objects.get(practice=practice).document
    return document


@pytest.fixture
def draft(practice_in: PracticeIn) -> Practice:
    return practice_in("draft")


@pytest.fixture
def client(signed_in: SignedIn, member: User) -> Client:
    return signed_in(member)


def address_of(practice: Practice, step: str = "basics", text: str = "bg") -> str:
    return f"/bg/practices/{practice.pk}/edit/?step={step}&text={text}"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", ["bg", "en"])
def test_every_step_gives_back_what_it_shows(
    client: Client, draft: Practice, step: str, language: str
) -> None:
    actions.save_draft(
        actor=draft.author,
        practice_id=draft.pk,
        version=1,
        document=a_card(
            results=RESULTS,
            funding=[{"source": "amif", "contract": "BG65-1"}],
            partners=[{"name": "Читалище", "role": "hosts"}],
            places=["HKV34", "SOF46"],
            tags=["езикови курсове"],
            links=["https://example.org/"],
        ),
    )
    address = address_of(draft, step, language)
    before = stored(draft)
    response = client.post(address, form_of(client.get(address)) | {"action": "save"})
    assert response.status_code == 302
    after = stored(draft)
    assert after["facts"] == before["facts"]
    assert after["texts"]["bg"] == before["texts"]["bg"]


def test_a_step_shows_its_own_fields_alone(client: Client, draft: Practice) -> None:
    body = client.get(address_of(draft, "transfer")).content.decode()
    shown = {item.name for item in FIELDS if f'id="row-{item.name}"' in body}
    assert shown == {item.name for item in FIELDS if item.step is Step.TRANSFER}


def test_going_to_another_step_saves_this_one(client: Client, draft: Practice) -> None:
    address = address_of(draft)
    response = client.post(
        address, form_of(client.get(address)) | {"summary": "Ново.", "action": "step:story"}
    )
    assert response["Location"].endswith("?step=story&text=bg#step-story")
    assert stored(draft)["texts"]["bg"]["summary"] == "Ново."


def test_what_is_wrong_on_another_step_is_named_with_its_step(
    client: Client, practice_in: PracticeIn
) -> None:
    draft = practice_in("draft", card=a_card(level="", contact_role=""))
    address = address_of(draft)
    body = client.post(address, form_of(client.get(address)) | {"action": "submit"}).content.decode()
    level = '<a href="?step=place&amp;text=bg#row-level">Ниво на изпълнение</a> (в „Къде, кога, за кого“): '
    assert level in body
    assert 'href="?step=sources&amp;text=bg#row-contact_role">Контакт: роля</a>' in body


def test_a_step_speaks_of_its_own_problems_and_marks_the_other_steps(
    client: Client, practice_in: PracticeIn
) -> None:
    draft = practice_in("draft", card=a_card(people_total="сто", budget_amount="-5"))
    body = client.get(address_of(draft, "transfer")).content.decode()
    assert "Напишете число, което не е под нулата" in body
    assert "Напишете цяло число" not in body
    assert body.count("1 за поправяне") == 2


def test_the_list_of_steps_says_where_the_remarks_are(
    client: Client, practice_in: PracticeIn, coordinator: User
) -> None:
    draft = practice_in("submitted")
    actions.return_practice(
        actor=coordinator, practice_id=draft.pk, remarks={"impact": "Колко?", "budget_amount": "Кой?"}
    )
    body = client.get(address_of(draft, "basics")).content.decode()
    assert body.count("1 бележка") == 2


def test_what_is_wrong_in_the_other_language_is_a_link_to_it(client: Client, draft: Practice) -> None:
    address = address_of(draft, text="en")
    client.post(address, form_of(client.get(address)) | {"tagline": "x" * 150})
    body = client.get(address_of(draft)).content.decode()
    assert '<a href="?step=basics&amp;text=en#row-tagline">Подзаглавие</a>, на другия език: ' in body


def test_a_problem_in_a_group_names_its_row(client: Client, practice_in: PracticeIn) -> None:
    draft = practice_in("draft", card=a_card(activities=[{"title": "я" * 120, "text": ""}]))
    body = client.get(address_of(draft, "story")).content.decode()
    assert '<a href="#id_activities-0-title">Главни дейности, ред 1 – Име</a>' in body


@pytest.mark.parametrize(
    ("tool", "left"),
    [
        ("up:results:1", ["9", "12"]),
        ("down:results:0", ["9", "12"]),
        ("remove:results:0", ["9"]),
        ("up:results:0", ["12", "9"]),
    ],
)
def test_rows_are_moved_and_removed_without_a_script(
    client: Client, draft: Practice, tool: str, left: list[str]
) -> None:
    actions.save_draft(actor=draft.author, practice_id=draft.pk, version=1, document=a_card(results=RESULTS))
    address = address_of(draft, "results")
    response = client.post(address, form_of(client.get(address)) | {"action": tool})
    assert response.status_code == 200
    assert [row["value"] for row in stored(draft)["facts"]["results"]] == left
    shown = response.context["form"].data
    assert [shown[f"results-{number}-value"] for number in range(len(left))] == left
    again = client.post(address, form_of(response) | {"action": "save"})
    assert again.status_code == 302
    assert [row["value"] for row in stored(draft)["facts"]["results"]] == left


def test_a_moved_row_takes_its_words_along_in_both_languages(client: Client, draft: Practice) -> None:
    actions.save_draft(actor=draft.author, practice_id=draft.pk, version=1, document=a_card(results=RESULTS))
    for language, words in (("bg", ("семейства", "деца")), ("en", ("families", "children"))):
        address = address_of(draft, "results", language)
        typed = {f"results-{number}-unit": word for number, word in enumerate(words)}
        client.post(address, form_of(client.get(address)) | typed | {"action": "save"})
    address = address_of(draft, "results", "bg")
    client.post(address, form_of(client.get(address)) | {"action": "up:results:1"})
    document = stored(draft)
    for language, words in (("bg", ["деца", "семейства"]), ("en", ["children", "families"])):
        assert [row["unit"] for row in value_of(document, BY_NAME["results"], language)] == words


def test_two_people_on_different_fields_both_keep_their_words(client: Client, draft: Practice) -> None:
    address = address_of(draft)
    first, second = form_of(client.get(address)), form_of(client.get(address))
    client.post(address, first | {"summary": "Обобщение от първия.", "action": "save"})
    answer = client.post(address, second | {"tagline": "Ред от втория", "action": "save"})
    assert answer.status_code == 302
    texts = stored(draft)["texts"]["bg"]
    assert (texts["summary"], texts["tagline"]) == ("Обобщение от първия.", "Ред от втория")


def test_two_people_on_one_field_are_shown_both_texts_and_the_rest_is_kept(
    client: Client, draft: Practice
) -> None:
    address = address_of(draft)
    first, second = form_of(client.get(address)), form_of(client.get(address))
    client.post(address, first | {"summary": "Обобщение от първия.", "action": "save"})
    answer = client.post(
        address, second | {"summary": "Обобщение от втория.", "tagline": "Ред от втория", "action": "save"}
    )
    assert answer.status_code == 409
    body = answer.content.decode()
    row = body.split('id="row-summary"')[1].split('id="row-')[0]
    assert "Обобщение от първия." in row
    assert "Обобщение от втория." in row
    assert stored(draft)["texts"]["bg"]["tagline"] == "Ред от втория"
    assert stored(draft)["texts"]["bg"]["summary"] == "Обобщение от първия."
    assert client.post(address, form_of(answer) | {"action": "save"}).status_code == 302
    assert stored(draft)["texts"]["bg"]["summary"] == "Обобщение от втория."


def test_an_autosave_learns_the_new_base(client: Client, draft: Practice) -> None:
    address = address_of(draft)
    data = form_of(client.get(address))
    answer = client.post(address, data | {"summary": "Едно."}, **JSON).json()
    data |= {"base": answer["base"], "version": answer["version"]}
    answer = client.post(address, data | {"summary": "Едно. Две."}, **JSON)
    assert answer.json()["state"] == "saved"
    assert stored(draft)["texts"]["bg"]["summary"] == "Едно. Две."


@pytest.mark.parametrize("base", ["", "{", "[]", '{"summary": 5}', "x" * 100_000, "[" * 4_000])
def test_a_base_that_makes_no_sense_overwrites_nothing(client: Client, draft: Practice, base: str) -> None:
    address = address_of(draft)
    data = form_of(client.get(address)) | {"base": base, "summary": "Чуждо."}
    assert client.post(address, data | {"action": "save"}).status_code == 409
    assert stored(draft)["texts"]["bg"]["summary"] != "Чуждо."


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", ["bg", "en"])
def test_an_autosave_costs_four_queries(client: Client, draft: Practice, step: str, language: str) -> None:
    address = address_of(draft, step, language)
    shown = [item for item in FIELDS if step in ("all", item.step.value)]
    typed = next(item.name for item in shown if item.kind in {Kind.LINE, Kind.TEXT, Kind.RICH})
    data, before = form_of(client.get(address)), CardDraft.objects.get(practice=draft).version
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, data | {typed: "Друго.", f"{typed}-format": "html"}, **JSON)
    assert answer.json()["state"] == "saved"
    assert CardDraft.objects.get(practice=draft).version > before
    asked = [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 4, "\n".join(asked)  # session, person, the draft under its lock, the write


@pytest.mark.parametrize("step", STEPS)
def test_the_form_costs_the_same_with_few_rows_and_with_many(
    client: Client, draft: Practice, step: str
) -> None:
    counts = []
    for rows in (1, 12):
        card = a_card(
            results=[{"value": str(number + 1)} for number in range(rows)],
            activities=[{"title": "", "text": f"Дейност {number}"} for number in range(rows)],
            funding=[{"source": "amif", "contract": str(number)} for number in range(min(rows, 8))],
        )
        version = CardDraft.objects.get().version
        actions.save_draft(actor=draft.author, practice_id=draft.pk, version=version, document=card)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address_of(draft, step)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


# --- languages ------------------------------------------------------------------------------------------------------------


def in_english(client: Client, draft: Practice, **typed: str) -> None:
    address = address_of(draft, "basics", "en")
    answer = client.post(address, form_of(client.get(address)) | typed | {"action": "save"})
    assert answer.status_code == 302


def test_a_translation_is_stale_when_its_original_changes(client: Client, draft: Practice) -> None:
    in_english(client, draft, title="A flat with a mentor", summary="Families find a flat.")
    assert stale_fields(clean_card(stored(draft)), "en") == set()
    address = address_of(draft)
    client.post(address, form_of(client.get(address)) | {"summary": "Друго.", "action": "save"})
    assert stale_fields(clean_card(stored(draft)), "en") == {"summary"}
    body = client.get(address_of(draft, "basics", "en")).content.decode()
    row = body.split('id="row-summary"')[1].split('id="row-')[0]
    assert 'value="still:summary"' in row
    assert "Друго." in row  # the original stands beside


def test_saying_that_a_translation_holds_is_enough(client: Client, draft: Practice) -> None:
    in_english(client, draft, title="A flat with a mentor", summary="Families find a flat.")
    address = address_of(draft)
    client.post(address, form_of(client.get(address)) | {"summary": "Друго.", "action": "save"})
    address = address_of(draft, "basics", "en")
    response = client.post(address, form_of(client.get(address)) | {"action": "still:summary"})
    assert response["Location"].endswith("#row-summary")
    assert stale_fields(clean_card(stored(draft)), "en") == set()
    assert stored(draft)["texts"]["en"]["summary"] == "Families find a flat."


def test_a_language_is_published_when_it_is_called_ready(
    client: Client, draft: Practice, coordinator: User
) -> None:
    in_english(client, draft, title="A flat with a mentor", summary="Families find a flat.")
    for is_ready in (False, True):
        address = address_of(draft, "basics", "en")
        data = form_of(client.get(address)) | {"ready-asked": "1", "action": "save"}
        client.post(address, data | ({"ready": "on"} if is_ready else {}))
        assert ("en" in stored(draft)["ready"]) == is_ready
    address = address_of(draft, "basics", "en")
    client.post(address, form_of(client.get(address)) | {"ready-asked": "1", "action": "save"})
    actions.submit_practice(actor=draft.author, practice_id=draft.pk)
    actions.publish_practice(actor=coordinator, practice_id=draft.pk)
    assert [text.language for text in draft.texts.all()] == ["bg"]
    assert "A flat with a mentor" not in Client().get(f"/en/practices/{draft.pk}/").content.decode()


def test_whoever_writes_in_english_alone_needs_no_bulgarian(client: Client, practice_in: PracticeIn) -> None:
    draft = practice_in(
        "draft", card=a_card("en", title="A flat with a mentor", summary="Families find a flat.")
    )
    actions.submit_practice(actor=draft.author, practice_id=draft.pk)
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_json_carries_no_more_than_it_must(client: Client, draft: Practice) -> None:
    address = address_of(draft)
    answer = client.post(address, form_of(client.get(address)), **JSON).json()
    assert set(answer) == {"state", "version", "base"}
    assert set(json.loads(answer["base"])) == {item.name for item in FIELDS if item.step is Step.BASICS}


def test_whatever_is_published_is_searched_in_its_own_language(practice_in: PracticeIn) -> None:
    card = a_card(
        building_blocks=[{"name": "Два ключа", "purpose": "", "enabling_factors": "", "lesson": ""}],
        failures="<p>Листовките не помогнаха.</p>",
        results=[{"key": "r1", "value": "12"}],
    )
    card["texts"]["bg"]["results"] = {"r1": {"indicator": "Семейства с договор", "unit": "", "source": ""}}
    practice = practice_in("published", card=card)
    document = PracticeDocument().build(
        Practice.objects.for_cards().prefetch_related("tags").get(pk=practice.pk)
    )
    assert document is not None
    for words in ("Два ключа", "Листовките не помогнаха.", "Семейства с договор"):
        assert words in document.texts["bg"].body
