"""The forum's pages: forms that keep what was typed, links that stay, refusals with a reason."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from forum import actions
from forum.forms import PostForm
from forum.models import Board, Post, Thread
from tests.forum.factories import BoardFactory, make_reply, make_thread, make_threads

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def thread_data(board: Board, **values: object) -> dict[str, object]:
    return {
        "board": board.pk,
        "kind": "question",
        "title": "Кой намира жилище?",
        "body": "Питам за опит.\n\nБлагодаря!",
        "body-format": "plain",
        "tags": "наеми, общини",
        "token": str(uuid.uuid4()),
        **values,
    }


def reply_data(**values: object) -> dict[str, object]:
    return {"body": "При нас търси общината.", "body-format": "plain", "token": str(uuid.uuid4()), **values}


@pytest.mark.parametrize("language", ["bg", "en"])
def test_a_member_starts_a_thread_and_another_replies(
    language: str, member: User, other_member: User, board: Board, signed_in: SignIn
) -> None:
    client = signed_in(member)
    client.get(f"/{language}/forum/new/")
    response = client.post(f"/{language}/forum/new/?board=housing", thread_data(board))
    thread = Thread.objects.get()
    assert response["Location"] == f"/{language}/forum/threads/{thread.pk}/"
    page = client.get(response["Location"]).content.decode()
    assert "<p>Питам за опит.</p><p>Благодаря!</p>" in page
    assert "Мария Мостова" in page
    response = signed_in(other_member).post(f"/{language}/forum/threads/{thread.pk}/reply/", reply_data())
    assert response["Location"] == f"/{language}/forum/threads/{thread.pk}/#post-2"
    assert "При нас търси общината." in client.get(response["Location"]).content.decode()


def test_a_double_click_posts_once(member: User, board: Board, thread: Thread, signed_in: SignIn) -> None:
    client = signed_in(member)
    url, data = reverse("forum:post_create", args=[thread.pk]), reply_data()
    assert client.post(url, data)["Location"] == client.post(url, data)["Location"]
    new, data = reverse("forum:thread_create"), thread_data(board)
    assert client.post(new, data)["Location"] == client.post(new, data)["Location"]
    assert (Thread.objects.count(), Post.objects.count()) == (2, 3)


def test_each_empty_form_has_a_token_of_its_own() -> None:
    forms = [PostForm(allows_pseudonyms=False) for _ in range(2)]
    assert forms[0]["token"].value() != forms[1]["token"].value()


def test_a_form_that_fails_keeps_everything(member: User, board: Board, signed_in: SignIn) -> None:
    data = thread_data(
        board, title="Кой", tags="наеми, общини", body="Дълъг текст, който не бива да се губи."
    )
    response = signed_in(member).post(reverse("forum:thread_create"), data)
    page = response.content.decode()
    assert response.status_code == 422
    for typed in (
        'value="Кой"',
        "наеми, общини",
        "Дълъг текст, който не бива да се губи.",
        str(data["token"]),
    ):
        assert typed in page
    assert response.context["form"].errors.keys() == {"title"}
    assert not Thread.objects.exists()


def test_a_thread_closed_meanwhile_keeps_the_reply_and_says_why(
    member: User, coordinator: User, thread: Thread, signed_in: SignIn
) -> None:
    client = signed_in(member)
    client.get(thread.get_absolute_url())
    actions.lock_thread(actor=coordinator, thread=thread, reason="Решено е в друга тема.")
    response = client.post(reverse("forum:post_create", args=[thread.pk]), reply_data(body="Важни думи."))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Важни думи." in page
    assert "Решено е в друга тема." in page
    assert thread.posts.count() == 1


def test_a_board_that_one_may_not_start_in_is_no_choice(member: User, signed_in: SignIn) -> None:
    closed = BoardFactory.create(access=True)
    response = signed_in(member).post(reverse("forum:thread_create"), thread_data(closed))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"board"}


def test_visitors_sign_in_before_writing(client: Client, thread: Thread, board: Board) -> None:
    assert client.get(reverse("forum:thread_create"))["Location"].startswith(reverse("account_login"))
    response = client.post(reverse("forum:post_create", args=[thread.pk]), reply_data())
    assert response["Location"].startswith(reverse("account_login"))
    assert thread.get_absolute_url() in response["Location"]
    assert reverse("account_login") in client.get(thread.get_absolute_url()).content.decode()
    assert client.get(thread.get_absolute_url()).context["form"] is None


def test_a_newcomer_reads_and_is_told_how_to_join(newcomer: User, thread: Thread, signed_in: SignIn) -> None:
    client = signed_in(newcomer)
    response = client.get(thread.get_absolute_url())
    assert response.context["is_newcomer"]
    assert response.context["form"] is None
    assert reverse("directory:organisation_list") in response.content.decode()
    assert client.post(reverse("forum:post_create", args=[thread.pk]), reply_data()).status_code == 403
    assert thread.posts.count() == 1


def test_a_page_is_a_range_of_numbers(member: User, thread: Thread, client: Client) -> None:
    for _number in range(44):
        make_reply(member, thread)
    removed = thread.posts.get(number=23)
    actions.withdraw_post(actor=member, post=removed)
    second = client.get(thread.get_absolute_url(), {"page": 2})
    assert [item.number for item in second.context["posts"]] == list(range(21, 41))
    page = second.content.decode()
    assert [int(number) for number in re.findall(r'id="post-(\d+)"', page)] == list(range(21, 41))
    assert 'id="post-23"' in page, "a removed post keeps its place"
    assert len(client.get(thread.get_absolute_url(), {"page": 3}).context["posts"]) == 5
    for broken in ("4", "0", "-1", "x", "9" * 40, "²"):
        assert client.get(thread.get_absolute_url(), {"page": broken}).status_code == 404
    for number, url in ((1, "#post-1"), (23, "?page=2#post-23"), (45, "?page=3#post-45")):
        link = thread.posts.get(number=number).get_absolute_url()
        assert client.get(link)["Location"] == thread.get_absolute_url() + url


def test_a_removed_text_is_nowhere_on_the_page(
    member: User, coordinator: User, thread: Thread, signed_in: SignIn, client: Client
) -> None:
    post = make_reply(member, thread, body="<p>Съжалявам за това.</p>")
    actions.remove_post(actor=coordinator, post=post, reason="Назовава човек.")
    for reader in (client, signed_in(member), signed_in(coordinator)):
        page = reader.get(thread.get_absolute_url()).content.decode()
        assert "Съжалявам" not in page
        assert "Назовава човек." in page
    moderate = reverse("forum:post_moderate", args=[post.pk])
    assert "Съжалявам" not in signed_in(coordinator).get(moderate).content.decode()


def test_a_hidden_text_is_for_moderators(
    member: User, coordinator: User, thread: Thread, signed_in: SignIn, client: Client
) -> None:
    post = make_reply(member, thread, body="<p>Съжалявам за това.</p>")
    actions.hide_post(actor=coordinator, post=post, reason="Проверява се.")
    assert "Съжалявам" not in client.get(thread.get_absolute_url()).content.decode()
    assert "Съжалявам" not in signed_in(member).get(thread.get_absolute_url()).content.decode()
    assert "Съжалявам" in signed_in(coordinator).get(thread.get_absolute_url()).content.decode()


def test_a_board_in_pages_forwards_and_back(member: User, board: Board, client: Client) -> None:
    make_threads(member, board, 45)
    pinned = Thread.objects.order_by("pk")[3]
    Thread.objects.filter(pk=pinned.pk).update(is_pinned=True)
    url, seen, pages = board.get_absolute_url(), [], []
    while url:
        page = client.get(url).context["page"]
        pages.append([thread.pk for thread in page.items])
        seen += pages[-1]
        url = f"{board.get_absolute_url()}?{page.older_query}" if page.older_query else ""
    assert [len(page) for page in pages] == [20, 20, 5]
    assert seen[0] == pinned.pk
    assert seen[1:] == [
        pk for pk in Thread.objects.order_by("-pk").values_list("pk", flat=True) if pk != pinned.pk
    ]
    back = client.get(f"{board.get_absolute_url()}?{page.newer_query}").context["page"]
    assert [thread.pk for thread in back.items] == pages[1]
    first = client.get(f"{board.get_absolute_url()}?{back.newer_query}").context["page"]
    assert [thread.pk for thread in first.items] == pages[0]
    assert not first.newer_query
    for broken in ("x", "1-2", "1-x-3", f"0-{10**40}-1", "0-1-99999999999999999999"):
        assert client.get(board.get_absolute_url(), {"before": broken}).status_code == 404


def test_editing_and_withdrawing_by_the_forms(
    member: User, other_member: User, thread: Thread, signed_in: SignIn
) -> None:
    client, post = signed_in(member), thread.posts.get()
    edit, remove = (reverse(f"forum:post_{name}", args=[post.pk]) for name in ("edit", "remove"))
    assert signed_in(other_member).get(edit).status_code == 403
    assert "Питам за опит." in client.get(edit).content.decode()
    data = {"title": "Друго заглавие", "body": "Нов текст.", "body-format": "plain", "tags": "наеми"}
    assert client.post(edit, {**data, "title": ""}).status_code == 422
    assert client.post(edit, data)["Location"] == f"{thread.get_absolute_url()}#post-1"
    assert "Нов текст." in client.get(thread.get_absolute_url()).content.decode()
    assert client.get(remove).status_code == 200
    assert client.post(remove)["Location"] == thread.board.get_absolute_url()
    assert client.get(thread.get_absolute_url()).status_code == 404


def test_moderating_by_the_forms(
    member: User, coordinator: User, thread: Thread, answer: Post, signed_in: SignIn
) -> None:
    client = signed_in(coordinator)
    for_thread, for_post = (
        reverse("forum:thread_moderate", args=[thread.pk]),
        reverse("forum:post_moderate", args=[answer.pk]),
    )
    assert signed_in(member).get(for_thread).status_code == 403
    assert client.post(for_thread, {"decision": "hide", "reason": ""}).status_code == 422
    assert client.post(for_thread, {"decision": "burn", "reason": "x"}).status_code == 422
    for decision in ("lock", "pin", "hide", "unlock", "unpin", "restore"):
        assert client.post(for_thread, {"decision": decision, "reason": "Стига."}).status_code == 302, (
            decision
        )
        assert client.get(for_thread).status_code == 200
    for decision in ("hide", "restore", "remove"):
        assert client.post(for_post, {"decision": decision, "reason": "Стига."}).status_code == 302, decision
        assert client.get(for_post).status_code == 200
    answer.refresh_from_db()
    assert (answer.state, answer.state_reason) == ("removed", "Стига.")


SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7|add:7 }}{% load x %}",
]


@pytest.mark.parametrize("payload", SCRIPTS)
@pytest.mark.parametrize("format_", ["plain", "html"])
def test_markup_in_any_field_is_harmless(
    payload: str, format_: str, member: User, coordinator: User, board: Board, signed_in: SignIn
) -> None:
    client = signed_in(member)
    data = thread_data(
        board,
        title=f"Заглавие {payload}",
        body=f"да {payload}",
        tags=f"а{payload}"[:50],
        **{"body-format": format_},
    )
    client.post(reverse("forum:thread_create"), data)
    thread = Thread.objects.get()
    actions.lock_thread(actor=coordinator, thread=thread, reason=f"Край {payload}")
    for reader in (client, signed_in(coordinator)):
        for url in (thread.get_absolute_url(), board.get_absolute_url(), reverse("forum:board_list")):
            page = reader.get(url).content.decode()
            for raw in ("<script>alert", "<img src=x", "<svg onload"):
                assert raw not in page, url
            assert "onerror=" not in re.sub(r"&lt;.*?&gt;|\\u003C.*?\\u003E", "", page)


def test_ten_megabytes_are_refused(member: User, thread: Thread, signed_in: SignIn) -> None:
    response = signed_in(member).post(
        reverse("forum:post_create", args=[thread.pk]), reply_data(body="я" * 5_000_000)
    )
    assert response.status_code in {400, 413, 422}
    assert thread.posts.count() == 1


def test_a_question_about_nothing_is_a_404(member: User, signed_in: SignIn) -> None:
    client = signed_in(member)
    assert client.get(reverse("forum:thread_create_about", args=["practice", 404])).status_code == 404
    for broken in ("practice:x", "practice", ":1", "practice:" + "9" * 40):
        assert client.get(reverse("forum:thread_create"), {"subject": broken}).status_code == 404


def test_a_pinned_and_a_hidden_thread_in_the_list(
    member: User, coordinator: User, board: Board, signed_in: SignIn, client: Client
) -> None:
    hidden = make_thread(member, board, title="Скрита работа")
    actions.hide_thread(actor=coordinator, thread=hidden, reason="Име.")
    assert "Скрита работа" not in client.get(board.get_absolute_url()).content.decode()
    assert "Скрита работа" in signed_in(coordinator).get(board.get_absolute_url()).content.decode()
