"""The pages of practices as a browser without JavaScript meets them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import outbox
from core.access import Actor
from directory.enums import MembershipState
from directory.models import Membership, Organisation
from practices.models import Practice
from tests.factories.practices import make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


def form_of(response: Any) -> dict[str, Any]:
    """What a browser would send back unchanged: the form's own data."""
    form = response.context["form"]
    data = {
        name: value
        for name, value in form.data.items()
        if value not in (None, False) and not name.endswith("__row__")
    }
    return data | {
        "version": response.context["version"],
        "text": response.context["language_of_text"],
        "step": response.context["step"],
        "base": form.base,
    }


def test_a_practice_begins_with_a_title(
    signed_in: SignedIn, member: User, organisation: Organisation
) -> None:
    client = signed_in(member)
    token = re.search(r'name="token" value="([^"]+)"', client.get("/bg/practices/new/").content.decode())
    assert token
    data = {"title": "Съседи учат заедно", "organisation": organisation.pk, "token": token[1]}
    first = client.post("/bg/practices/new/", data)
    again = client.post("/bg/practices/new/", data)
    assert first.status_code == 302
    assert first.url == again.url
    assert Practice.objects.count() == 1
    assert "Съседи учат заедно" in client.get(first.url).content.decode()


def test_a_newcomer_is_shown_the_way_to_an_organisation(signed_in: SignedIn, newcomer: User) -> None:
    body = signed_in(newcomer).get("/bg/practices/new/").content.decode()
    assert 'name="title"' not in body
    assert "/bg/organisations/" in body


def test_a_newcomer_who_has_asked_is_told_to_wait(
    signed_in: SignedIn, newcomer: User, organisation: Organisation
) -> None:
    Membership.objects.create(user=newcomer, organisation=organisation, state=MembershipState.REQUESTED)
    for address in ("/bg/practices/new/", "/bg/practices/mine/"):
        html = signed_in(newcomer).get(address).content.decode()
        assert "Молбата ви чака" in html
        assert organisation.get_absolute_url() in html


def test_the_form_marks_what_a_card_needs(signed_in: SignedIn, member: User, practice_in: PracticeIn) -> None:
    practice = practice_in("draft")
    html = signed_in(member).get(f"/bg/practices/{practice.pk}/edit/?step=all").content.decode()
    for name in ("summary", "level", "target_groups", "contact_role"):
        row = html.split(f'id="row-{name}"')[1].split("form-row__help")[0]
        assert 'class="field__mark">нужно' in row, name


def test_the_form_gives_back_what_was_saved(
    signed_in: SignedIn, member: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("draft")
    client, address = signed_in(member), f"/bg/practices/{practice.pk}/edit/?step=all"
    data = form_of(client.get(address))
    before = practice.draft.document
    assert client.post(address, data | {"action": "save"}).status_code == 302
    practice.draft.refresh_from_db()
    assert practice.draft.document == before


def test_everything_typed_is_kept_when_the_form_fails(
    signed_in: SignedIn, member: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("draft")
    client, address = signed_in(member), f"/bg/practices/{practice.pk}/edit/?step=all"
    typed = {
        "title": "заглавие " * 15,
        "starts_on": "31.02.2026",
        "places-0": "Атлантида",
        "contact_email": "не е адрес",
        "links": "javascript:alert(1)",
        "tags": "<script>alert(1)</script>",
        "summary": "<b>удебелено</b>",
    }
    response = client.post(address, form_of(client.get(address)) | typed | {"action": "submit"})
    assert response.status_code == 422
    body = response.content.decode()
    for text in ("31.02.2026", "Атлантида", "не е адрес", "javascript:alert(1)", "заглавие заглавие"):
        assert text in body, text
    assert "<b>удебелено" not in body
    assert "<script>alert" not in body
    assert body.count("field--error") >= 5
    practice.draft.refresh_from_db()
    assert practice.draft.document["facts"]["starts_on"] == "31.02.2026"  # kept over the night as well
    practice.refresh_from_db()
    assert practice.state == "draft"


def test_a_row_is_added_without_a_script(signed_in: SignedIn, member: User, practice_in: PracticeIn) -> None:
    practice = practice_in("draft")
    client, address = signed_in(member), f"/bg/practices/{practice.pk}/edit/?step=all"
    page = client.get(address)
    body = client.post(address, form_of(page) | {"action": "add:activities"}).content.decode()
    assert 'name="activities-2-text"' in body
    assert 'name="activities-2-text"' not in page.content.decode()


def test_two_windows_on_one_draft_lose_nothing(
    signed_in: SignedIn, member: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("draft")
    client, address = signed_in(member), f"/bg/practices/{practice.pk}/edit/?step=all"
    first, second = form_of(client.get(address)), form_of(client.get(address))
    client.post(address, first | {"summary": "Текст от първия прозорец.", "action": "save"})
    response = client.post(address, second | {"summary": "Текст от втория прозорец.", "action": "save"})
    assert response.status_code == 409
    body = response.content.decode()
    assert "Текст от първия прозорец." in body
    assert "Текст от втория прозорец." in body
    again = form_of(response)
    assert client.post(address, again | {"action": "save"}).status_code == 302
    practice.draft.refresh_from_db()
    assert practice.draft.document["texts"]["bg"]["summary"] == "Текст от втория прозорец."


def test_autosave_answers_in_json(signed_in: SignedIn, member: User, practice_in: PracticeIn) -> None:
    practice = practice_in("draft")
    client, address = signed_in(member), f"/bg/practices/{practice.pk}/edit/?step=all"
    data = form_of(client.get(address))
    json = {"HTTP_ACCEPT": "application/json"}
    saved = client.post(address, data | {"summary": "Ново"}, **json)
    assert saved.json()["state"] == "saved"
    assert saved.json()["version"] == 2
    late = client.post(address, data | {"summary": "Старо"}, **json)
    assert (late.status_code, late.json()) == (409, {"state": "conflict", "version": 2})


def test_each_language_has_its_own_texts(signed_in: SignedIn, member: User, practice_in: PracticeIn) -> None:
    practice = practice_in("draft")
    client, address = signed_in(member), f"/bg/practices/{practice.pk}/edit/?step=all"
    data = form_of(client.get(address + "&text=en"))
    client.post(address, data | {"title": "A flat with a mentor", "action": "save"})
    practice.draft.refresh_from_db()
    texts = practice.draft.document["texts"]
    assert (texts["en"]["title"], texts["bg"]["title"]) == ("A flat with a mentor", "Квартира с наставник")


def test_the_review_goes_both_ways(
    signed_in: SignedIn, member: User, coordinator: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("submitted")
    address = f"/bg/practices/{practice.pk}/review/"
    client = signed_in(coordinator)
    assert "Квартира с наставник" in client.get("/bg/practices/review/").content.decode()
    refused = client.post(address, {"action": "return", "remark-summary": ""})
    assert refused.status_code == 422
    client.post(address, {"action": "return", "remark-summary": "Колко са семействата?"})
    body = signed_in(member).get(f"/bg/practices/{practice.pk}/edit/").content.decode()
    assert "Колко са семействата?" in body
    outbox.drain("mail")
    assert [message.to for message in mail.outbox] == [[member.email]]


def test_a_double_click_publishes_once(
    signed_in: SignedIn, coordinator: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("submitted")
    client = signed_in(coordinator)
    for _click in range(2):
        response = client.post(f"/bg/practices/{practice.pk}/review/", {"action": "publish"})
        assert response.status_code == 302
        assert response.url == f"/bg/practices/{practice.pk}/"
    assert practice.events.filter(action="published").count() == 1


def test_the_card_is_shown_in_the_source_cards_order(client: Client, practice_in: PracticeIn) -> None:
    practice = practice_in("published")
    body = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    marks = ["summary", "activities", "origin", "challenges", "impact"]
    places = [body.index(f'id="{mark}"') for mark in marks]
    assert places == sorted(places)
    assert "<strong>въпрос</strong>" in body


def test_the_card_says_what_language_it_is_in(client: Client, practice_in: PracticeIn) -> None:
    practice = practice_in("published")
    body = client.get(f"/en/practices/{practice.pk}/").content.decode()
    assert "Only in Bulgarian so far" in body
    assert "<h1>Квартира с наставник</h1>" in body


def test_an_archived_practice_keeps_its_address_with_a_notice(
    client: Client, practice_in: PracticeIn
) -> None:
    practice = practice_in("archived")
    response = client.get(f"/en/practices/{practice.pk}/")
    assert response.status_code == 200
    assert "Archived" in response.content.decode()
    assert f"/practices/{practice.pk}/" not in client.get("/en/practices/").content.decode()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("theme=housing", True),
        ("theme=health", False),
        ("target_group=families&theme=employment", True),
        ("place=HKV", True),
        ("place=VAR", False),
        ("level=local", True),
        ("theme=no-such&place=%00&level=x", True),
    ],
)
def test_the_list_is_narrowed(client: Client, practice_in: PracticeIn, query: str, is_found: bool) -> None:
    practice = practice_in("published")
    response = client.get(f"/bg/practices/?{query}")
    assert response.status_code == 200
    assert (f'href="/bg/practices/{practice.pk}/"' in response.content.decode()) is is_found


def test_each_filter_can_be_taken_off(client: Client, db: None) -> None:
    html = client.get("/bg/practices/?theme=housing&level=local").content.decode()
    chips = html.split('class="chips"')[1].split("</ul>")[0]
    assert 'href="/bg/practices/?level=local"' in chips
    assert 'href="/bg/practices/?theme=housing"' in chips
    assert 'href="/bg/practices/"' in chips


def test_the_list_goes_on_without_gaps(
    client: Client, member: User, organisation: Organisation, coordinator: User
) -> None:
    made = {
        make_practice(member, organisation, "published", coordinator=coordinator).pk for _number in range(15)
    }
    seen: list[int] = []
    address = "/bg/practices/"
    for _page in range(3):
        body = client.get(address).content.decode()
        seen += [int(pk) for pk in re.findall(r'card__title"><a href="/bg/practices/(\d+)/', body)]
        following = re.search(r'href="\?([^"]+)" rel="next"', body)
        if not following:
            break
        address = "/bg/practices/?" + following[1].replace("&amp;", "&")
    assert sorted(seen) == sorted(made)
    assert len(seen) == 15


@pytest.mark.parametrize("address", ["/bg/practices/", "/bg/practices/mine/", "/bg/practices/review/"])
def test_lists_cost_the_same_whatever_their_length(
    signed_in: SignedIn, member: User, organisation: Organisation, coordinator: User, address: str
) -> None:
    state = "submitted" if "review" in address else "published"
    client = signed_in(coordinator if "review" in address else member)
    counts = []
    for number in (2, 18):
        for _made in range(number):
            make_practice(member, organisation, state, coordinator=coordinator)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_card_and_form_cost_few_queries(signed_in: SignedIn, member: User, practice_in: PracticeIn) -> None:
    client = signed_in(member)
    published, draft = practice_in("published"), practice_in("draft")
    for address in (f"/bg/practices/{published.pk}/", f"/bg/practices/{draft.pk}/edit/"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= 12, "\n".join(query["sql"] for query in queries.captured_queries)


def test_an_unknown_version_or_token_is_no_error(
    signed_in: SignedIn, member: User, organisation: Organisation, practice_in: PracticeIn
) -> None:
    practice = practice_in("draft")
    client = signed_in(member)
    address = f"/bg/practices/{practice.pk}/edit/"
    answer = client.post(address, {"version": "x" * 50, "text": "ru", "action": "add:nonsense", "title": "а"})
    assert answer.status_code == 409
    answer = client.post("/bg/practices/new/", {"title": "а", "organisation": organisation.pk, "token": "x"})
    assert answer.status_code == 200
    assert uuid.UUID(int=0) not in Practice.objects.values_list("creation_token", flat=True)
