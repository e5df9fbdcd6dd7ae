"""A case: its form, its meter, who may start one, and that nothing of it leaves the site."""

from __future__ import annotations

import html
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed
from core.urgent_help import URGENT_HELP
from forum import actions
from forum.actions.cases import CaseFacts
from forum.enums import ReadBy, ThreadKind
from forum.models import Board, CaseDetails, ForumEvent, Post, Thread
from search.documents import document_of
from tests.forum.factories import CANARY, CASE_FACTS, BoardFactory, make_case, make_reply

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
RARE = {
    "status": "stateless",
    "oblast": "VID",
    "needs": ["citizenship"],
    "tried": "Вдовица, писахме до всички.",
}


@pytest.fixture
def case_board(db: None) -> Board:
    """Members read and write in it, and talk cases through."""
    return BoardFactory.create(slug="cases", members=True, allows_cases=True, title_bg="Казуси")


@pytest.fixture
def case(member: User, case_board: Board) -> Thread:
    return make_case(member, case_board)


def case_data(board: Board, **more: Any) -> dict[str, Any]:
    return {
        "board": board.pk,
        "title": "Отказана адресна регистрация",
        "status": "refugees",
        "needs": ["housing", "residence"],
        "oblast": "PDV",
        "tried": "Писахме до общината.",
        "tried-format": "plain",
        "asked": "Кой е минал по този път?",
        "asked-format": "plain",
        "consent": "consent",
        "recognisable_because": "",
        "token": str(uuid.uuid4()),
        **more,
    }


@pytest.mark.parametrize("language", ["bg", "en"])
def test_a_case_is_posted_with_its_facts_above_the_first_post(
    language: str, member: User, case_board: Board, signed_in: SignIn
) -> None:
    client = signed_in(member)
    form = client.get(f"/{language}/forum/new/case/?board=cases").content.decode()
    assert all(f'href="tel:{help_.dialled}"' in form for help_ in URGENT_HELP)
    response = client.post(f"/{language}/forum/new/case/", case_data(case_board))
    thread = Thread.objects.get()
    assert response["Location"] == f"/{language}/forum/threads/{thread.pk}/"
    assert thread.kind == ThreadKind.CASE
    details = CaseDetails.objects.get(thread=thread)
    assert (details.status, details.needs, details.consent, details.recognisability) == (
        "refugees",
        ["housing", "residence"],
        "consent",
        "low",
    )
    page = html.unescape(client.get(response["Location"]).content.decode())
    shown = {"bg": ("Бежанци", "Жилище", "Пловдив"), "en": ("Refugees", "Housing", "Plovdiv")}
    assert all(name in page for name in shown[language])
    # Written in Bulgarian, so its two parts are called so wherever it is read.
    assert "<strong>Какво опитахме</strong>" in page
    assert "<strong>Какво питаме</strong>" in page


def test_the_same_form_starts_one_case(member: User, case_board: Board, signed_in: SignIn) -> None:
    client, url, data = signed_in(member), reverse("forum:case_create"), case_data(case_board)
    assert client.post(url, data)["Location"] == client.post(url, data)["Location"]
    assert Thread.objects.count() == CaseDetails.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "host-community"},
        {"status": ""},
        {"needs": []},
        {"needs": ["no-such-need"]},
        {"needs": ["governance"]},
        {"needs": ["housing", "health", "education", "employment", "residence"]},
        {"oblast": "PDV22"},
        {"oblast": "BG"},
        {"consent": ""},
        {"consent": "nobody-asked"},
        {"title": "Ох"},
        {"tried": ""},
        {"asked": ""},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    broken: dict[str, Any], member: User, case_board: Board, signed_in: SignIn
) -> None:
    response = signed_in(member).post(reverse("forum:case_create"), case_data(case_board, **broken))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == broken.keys()
    assert not Thread.objects.exists()
    assert "Писахме до общината." in response.content.decode() or "tried" in broken


def test_a_recognisable_person_takes_a_reason_that_moderators_read(
    member: User, other_member: User, coordinator: User, case_board: Board, signed_in: SignIn
) -> None:
    client, url = signed_in(member), reverse("forum:case_create")
    data = case_data(case_board, **RARE)
    response = client.post(url, data)
    assert response.status_code == 422
    assert response.context["form"].recognition.is_high
    assert not Thread.objects.exists()
    assert client.post(url, data | {"recognisable_because": "Съдът пита точно това."}).status_code == 302
    thread = Thread.objects.get()
    assert CaseDetails.objects.get().recognisability == "high"
    assert "Съдът пита точно това." in signed_in(coordinator).get(thread.get_absolute_url()).content.decode()
    for reader in (member, other_member):
        assert "Съдът пита" not in signed_in(reader).get(thread.get_absolute_url()).content.decode()


def test_the_meter_answers_without_keeping_anything(
    member: User, case_board: Board, signed_in: SignIn
) -> None:
    client, url = signed_in(member), reverse("forum:case_create")
    data = case_data(case_board, **RARE, check="1", asked="", title="")
    page = client.post(url, data)
    assert page.status_code == 200
    assert not page.context["form"].errors
    assert "Вдовица" in page.content.decode()
    fragment = client.post(url, data, headers={"X-Only-Meter": "1"})
    assert fragment.templates[0].name == "forum/case_meter.html"
    assert "<html" not in fragment.content.decode()
    assert not Thread.objects.exists()
    assert not ForumEvent.objects.exists()


def test_the_check_runs_on_the_form_of_a_case(member: User, case_board: Board, signed_in: SignIn) -> None:
    client, url = signed_in(member), reverse("forum:case_create")
    data = case_data(case_board, asked="Как да помогнем? Казва се Лейла Хасан, тел. 0888 000 321.")
    assert client.post(url, data).status_code == 422
    page = client.post(url, data | {"generalise": "all"})
    assert "Лейла" not in page.content.decode()
    assert "[името е при автора]" in page.content.decode()
    assert not Thread.objects.exists()


def test_only_boards_that_take_cases_take_them(
    member: User, newcomer: User, board: Board, case_board: Board, signed_in: SignIn
) -> None:
    with pytest.raises(NotAllowed):
        make_case(member, board)
    with pytest.raises(ValidationError):
        make_case(member, case_board, case=None)
    with pytest.raises(ValidationError):
        actions.start_thread(
            actor=member, board=case_board, title="Без форма", body="<p>Казус.</p>", case=CASE_FACTS
        )
    response = signed_in(member).post(reverse("forum:case_create"), case_data(board))
    assert response.status_code == 422
    assert (
        "<form"
        not in signed_in(newcomer).get(reverse("forum:case_create")).content.decode().split("<main")[1]
    )
    ordinary = {"kind": "case", "board": case_board.pk, "title": "Казус без форма", "body": "Текст."}
    assert signed_in(member).post(reverse("forum:thread_create"), ordinary).status_code == 422
    assert not Thread.objects.exists()


def test_the_way_to_the_form_stands_where_cases_are_taken(
    member: User, board: Board, case_board: Board, signed_in: SignIn
) -> None:
    client, link = signed_in(member), reverse("forum:case_create")
    assert link in client.get(case_board.get_absolute_url()).content.decode()
    assert link not in client.get(board.get_absolute_url()).content.decode()
    assert link in client.get(f"{reverse('forum:thread_create')}?board=cases").content.decode()


def test_everybody_reads_no_board_with_cases(case: Thread, case_board: Board) -> None:
    case_board.read_by = ReadBy.PUBLIC
    with pytest.raises(ValidationError):
        case_board.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        case_board.save()
    case_board.allows_cases = False
    with pytest.raises(ValidationError, match="read_by"):
        case_board.full_clean()


def test_its_author_edits_text_and_facts_together(
    member: User, other_member: User, case: Thread, signed_in: SignIn
) -> None:
    client, url = signed_in(member), reverse("forum:case_edit", args=[case.pk])
    opening = case.posts.get()
    assert client.get(reverse("forum:post_edit", args=[opening.pk]))["Location"] == url
    page = client.get(url)
    assert page.context["form"]["oblast"].value() == "PDV"
    data = {
        "title": case.title,
        "status": "refugees",
        "needs": ["health"],
        "oblast": "",
        "body": "Писахме пак.",
        "body-format": "plain",
        "consent": "guardian",
    }
    assert client.post(url, data)["Location"] == case.get_absolute_url()
    details = CaseDetails.objects.get()
    assert (details.needs, details.oblast, details.consent) == (["health"], None, "guardian")
    opening.refresh_from_db()
    assert opening.body_text == "Писахме пак."
    assert opening.edited_at
    events = ForumEvent.objects.count()
    client.post(url, data)
    assert ForumEvent.objects.count() == events, "the same once more changes nothing"
    assert signed_in(other_member).get(url).status_code == 403
    assert signed_in(other_member).post(url, data).status_code == 403


def test_an_edit_that_makes_the_person_recognisable_takes_a_reason(member: User, case: Thread) -> None:
    opening = case.posts.get()
    body = "<p>Вдовица на 61 г. от Еритрея, слепа.</p>"
    with pytest.raises(ValidationError):
        actions.edit_post(actor=member, post=opening, body=body)
    opening.refresh_from_db()
    assert "Вдовица" not in opening.body_text
    facts = CaseFacts(**{**CASE_FACTS.__dict__, "reason": "Лекарят трябва да знае."})
    actions.edit_post(actor=member, post=opening, body=body, case=facts)
    assert CaseDetails.objects.get().recognisability == "high"
    # Once it is harmless again, the reason goes with what it was for.
    actions.edit_post(actor=member, post=opening, body="<p>Питаме за лечение.</p>")
    assert CaseDetails.objects.get().recognisable_because == ""


def test_another_thread_is_no_case_to_edit(member: User, thread: Thread, signed_in: SignIn) -> None:
    assert signed_in(member).get(reverse("forum:case_edit", args=[thread.pk])).status_code == 404


@pytest.mark.parametrize("language", ["bg", "en"])
def test_a_letter_about_a_case_names_the_board_and_a_link(
    language: str, member: User, other_member: User, case_board: Board
) -> None:
    member.language = language
    member.save()
    case = make_case(member, case_board, title=f"Заглавие {CANARY}", body=f"<p>Текст {CANARY}.</p>")
    answer = make_reply(other_member, case, body=f"<p>Отговор {CANARY}.</p>")
    outbox.drain("forum.notices")
    outbox.drain("mail")
    (letter,) = mail.outbox
    whole = letter.message().as_string() + letter.subject + letter.body + str(letter.alternatives)
    assert CANARY not in whole
    assert other_member.display_name not in whole
    assert (case_board.title_en if language == "en" else "Казуси") in letter.body
    assert f"/{language}/forum/posts/{answer.pk}/" in letter.body
    assert case.is_discreet


def test_the_log_says_nothing_of_what_was_written(case: Thread) -> None:
    assert not any(event.reason for event in ForumEvent.objects.all())


def test_it_is_found_by_those_who_read_its_board_alone(case: Thread, newcomer: User, member: User) -> None:
    document = document_of("thread")
    assert document
    assert case in document.visible_to(member)
    assert case not in document.visible_to(newcomer)
    built = document.build(document.queryset().get(pk=case.pk))
    assert built
    assert built.audiences == {"members", f"board:{case.board_id}"}


def test_a_case_page_costs_one_query_more_whatever_stands_in_it(
    member: User, other_member: User, case: Thread, case_board: Board, signed_in: SignIn
) -> None:
    client = signed_in(other_member)
    plain = actions.start_thread(actor=member, board=case_board, title="Обикновена тема", body="<p>Как?</p>")

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    few, ordinary = queries(case.get_absolute_url()), queries(plain.get_absolute_url())
    for _number in range(18):
        make_reply(member, case)
    assert queries(case.get_absolute_url()) == few <= 12
    assert few <= ordinary + 1
    form = reverse("forum:case_create")
    assert queries(form) <= 12
    assert Post.objects.filter(thread=case).count() == 19
