"""Nothing that gives a person away is posted by accident, and a personal number isn't posted at all."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from forum import actions
from forum.models import Board, Post, Thread
from forum.privacy import findings_in_file, generalised_markup
from taxonomy.models import Tag
from tests.forum.factories import a_day, a_poll, make_call, make_thread

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
EGN = "0512103455"  # made with its checksum, of somebody born in 1905
LNCH = "9912345674"
PHONE = "0888 000 321"


def valid_numbers() -> tuple[str, str]:
    from stdnum.bg import egn, pnf

    first, second = EGN[:9], LNCH[:9]
    return first + egn.calc_check_digit(first), second + str(pnf.calc_check_digit(second))


def reply_data(body: str, **more: Any) -> dict[str, Any]:
    return {"body": body, "body-format": "plain", "token": str(uuid.uuid4()), **more}


def thread_data(board: Board, **more: Any) -> dict[str, Any]:
    return {
        "board": board.pk,
        "kind": "question",
        "title": "Кой намира жилище?",
        "tags": "",
        **reply_data("Питам за опит."),
        **more,
    }


def call_with(number: str) -> actions.CallFacts:
    return actions.CallFacts(seeks=f"Човек с ЛНЧ ЕГН {number}", until=a_day(10))


def shown_keys(page: str) -> str:
    found = re.search(r'name="shown_findings" value="([^"]*)"', page)
    return found[1] if found else ""


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("field", ["title", "body", "tags"])
@pytest.mark.parametrize("number", valid_numbers())
def test_a_personal_number_is_refused_and_what_was_typed_stays(
    number: str, field: str, language: str, member: User, board: Board, signed_in: SignIn
) -> None:
    client = signed_in(member)
    client.get(f"/{language}/forum/new/")
    typed = f"Човек с ЛНЧ/ЕГН {number} пита"
    response = client.post(f"/{language}/forum/new/", thread_data(board, **{field: typed}))
    page = response.content.decode()
    assert response.status_code == 422
    assert not Thread.objects.exists()
    assert typed in html.unescape(page)
    assert f"{number[:2]}…{number[-2:]}" in page
    # Neither a tick nor a second try takes it past.
    again = thread_data(board, **{field: typed}, keeps_findings="on", shown_findings=shown_keys(page))
    assert client.post(f"/{language}/forum/new/", again).status_code == 422
    assert not Thread.objects.exists()


@pytest.mark.parametrize("number", valid_numbers())
def test_no_way_of_posting_takes_a_personal_number(
    number: str, member: User, coordinator: User, board: Board
) -> None:
    thread = make_thread(member, board)
    body = f"<p>ЕГН <strong>{number[:4]}</strong>{number[4:]}, ЛНЧ {number}</p>"
    for attempt in (
        lambda: make_thread(member, board, body=body),
        lambda: make_thread(member, board, title=f"ЛНЧ или ЕГН {number}?"),
        lambda: actions.reply(actor=member, thread=thread, body=body),
        lambda: actions.edit_post(actor=member, post=thread.posts.get(), body=body),
        lambda: actions.lock_thread(actor=coordinator, thread=thread, reason=f"ЛНЧ, ЕГН {number}"),
        lambda: make_thread(member, board, tags=["жилище", f"ЛНЧ ЕГН {number}"]),
        lambda: actions.tag_thread(actor=member, thread=thread, tags=[f"ЛНЧ ЕГН {number}"]),
        lambda: actions.edit_post(
            actor=member, post=thread.posts.get(), body="<p>Друго</p>", tags=[f"ЛНЧ ЕГН {number}"]
        ),
        lambda: make_call(member, board, call=call_with(number)),
        lambda: actions.edit_call(actor=member, thread=make_call(member, board), call=call_with(number)),
        lambda: make_thread(member, board, poll=a_poll(options=("Да", f"ЛНЧ ЕГН {number}"))),
    ):
        with pytest.raises(ValidationError):
            attempt()
    assert number not in "".join(Post.objects.values_list("body_text", flat=True))
    assert not Tag.objects.filter(name__contains=number).exists()


@pytest.mark.parametrize("part", ["tags", "call"])
def test_changing_a_part_of_a_thread_asks_as_posting_does(
    part: str, member: User, board: Board, signed_in: SignIn
) -> None:
    thread, client = make_call(member, board), signed_in(member)
    url = reverse("forum:thread_tags" if part == "tags" else "forum:call_edit", args=[thread.pk])
    field = "tags" if part == "tags" else "call_seeks"
    rest = {} if part == "tags" else {"call_until": str(thread.partner_call.until), "call_funding": ""}
    number = valid_numbers()[1]
    response = client.post(url, {**rest, field: f"ЛНЧ {number}"})
    assert response.status_code == 422
    assert f"{number[:2]}…{number[-2:]}" in response.content.decode()
    typed = {**rest, field: f"център {PHONE}"}
    page = client.post(url, typed).content.decode()
    assert "08…21" in page
    generalised = client.post(url, {**typed, "generalise": "all"})
    assert generalised.status_code == 200, "a button that writes it more generally changes nothing yet"
    assert PHONE not in generalised.content.decode()
    assert not thread.tags.exists()
    confirmed = {**typed, "keeps_findings": "on", "shown_findings": shown_keys(page)}
    assert client.post(url, confirmed).status_code == 302
    thread = Thread.objects.select_related("partner_call").get(pk=thread.pk)
    assert PHONE in (thread.tags.get().name if part == "tags" else thread.partner_call.seeks)


def test_anything_else_holds_the_form_up_once(member: User, thread: Thread, signed_in: SignIn) -> None:
    client, url = signed_in(member), reverse("forum:post_create", args=[thread.pk])
    data = reply_data(f"Телефонът на центъра е {PHONE}.")
    response = client.post(url, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "08…21" in page
    assert PHONE in page, "what was typed stays"
    response = client.post(url, data | {"keeps_findings": "on", "shown_findings": shown_keys(page)})
    assert response.status_code == 302
    assert PHONE in Post.objects.get(number=2).body_text


def test_the_tick_holds_for_what_was_shown_alone(member: User, thread: Thread, signed_in: SignIn) -> None:
    client, url = signed_in(member), reverse("forum:post_create", args=[thread.pk])
    first = client.post(url, reply_data(f"Обадете се на {PHONE}.")).content.decode()
    tick = {"keeps_findings": "on", "shown_findings": shown_keys(first)}
    response = client.post(url, reply_data(f"Обадете се на {PHONE}. Казва се Лейла Хасан.", **tick))
    page = response.content.decode()
    assert response.status_code == 422
    assert not re.search(r'name="keeps_findings"[^>]* checked', page), "it is asked for again"
    assert Post.objects.count() == 1
    # A tick without anything shown is none.
    assert client.post(url, reply_data(f"Пак {PHONE}.", keeps_findings="on")).status_code == 422


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("bg", "Роден на 17.05.1988 г. в Хомс.", "Роден през 1988 г. в Хомс."),
        ("en", "He was born on 17 May 1988 in Homs.", "He was born in 1988 in Homs."),
    ],
)
def test_a_button_writes_it_more_generally_without_posting(
    language: str, typed: str, expected: str, member: User, thread: Thread, signed_in: SignIn
) -> None:
    client = signed_in(member)
    url = f"/{language}/forum/threads/{thread.pk}/reply/"
    data = reply_data(typed)
    page = client.post(url, data).content.decode()
    key = re.search(r'name="generalise" value="(body:[0-9a-f]+)"', page)
    assert key
    response = client.post(url, data | {"generalise": key[1]})
    assert response.status_code == 200
    assert Post.objects.count() == 1, "nothing is posted yet"
    assert expected in html.unescape(response.content.decode())
    assert client.post(url, reply_data(expected)).status_code == 302


def test_all_of_it_at_once_in_a_new_thread(member: User, board: Board, signed_in: SignIn) -> None:
    client, url = signed_in(member), reverse("forum:thread_create")
    data = thread_data(board, body=f"Казва се Омар, тел. {PHONE}, ЛНЧ {valid_numbers()[1]}.")
    page = html.unescape(client.post(url, data | {"generalise": "all"}).content.decode())
    assert "Казва се [името е при автора], тел. [телефонът е при автора], ЛНЧ [личен номер]." in page
    assert not Thread.objects.exists()


def test_formatting_stays_where_it_can() -> None:
    markup = f"<p>Пишете на <strong>{PHONE}</strong> &amp; питайте.</p>"
    assert generalised_markup("body", markup, "all") == (
        "<p>Пишете на <strong>[телефонът е при автора]</strong> &amp; питайте.</p>"
    )
    split = "<p>Тел. 0888 <em>000</em> 321</p><p>Край.</p>"
    assert generalised_markup("body", split, "all") == "<p>Тел. [телефонът е при автора]<br>Край.</p>"


def test_an_edit_is_checked_too(member: User, thread: Thread, signed_in: SignIn) -> None:
    client, url = signed_in(member), reverse("forum:post_edit", args=[thread.posts.get().pk])
    data = {"title": thread.title, "tags": "", "body": f"Тел. {PHONE}", "body-format": "plain"}
    page = client.post(url, data).content.decode()
    assert shown_keys(page)
    assert client.post(url, data | {"generalise": "all"}).status_code == 200
    assert PHONE not in Post.objects.get().body_text
    tick = {"keeps_findings": "on", "shown_findings": shown_keys(page)}
    assert client.post(url, data | tick).status_code == 302


def test_buttons_and_pages_of_strangers_stay_closed(
    other_member: User, client: Client, thread: Thread, signed_in: SignIn
) -> None:
    url = reverse("forum:post_edit", args=[thread.posts.get().pk])
    data = {"body": PHONE, "body-format": "plain", "generalise": "all"}
    assert signed_in(other_member).post(url, data).status_code == 403
    assert client.post(url, data).status_code == 302


def test_a_file_is_looked_at_by_its_name_and_its_words() -> None:
    found = findings_in_file(name="C:\\scan\\CV_Olha_Shevchenko.docx", text=f"Тел. {PHONE}")
    assert {(finding.field, finding.kind.value) for finding in found} == {("name", "name"), ("text", "phone")}
