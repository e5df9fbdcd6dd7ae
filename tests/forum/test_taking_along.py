"""One's own posts as a file, and threads of another forum brought in from one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from core.models import OutboxItem
from forum import actions, counters
from forum.enums import Level
from forum.models import Board, BoardAccess, Persona, Post, Thread
from tests.forum.factories import CANARY, BoardAccessFactory, BoardFactory, make_reply, make_thread

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]


def own_posts(client: Client) -> list[dict[str, Any]]:
    response = client.get(reverse("forum:own_posts"))
    assert "no-store" in response["Cache-Control"]
    return json.loads(response.getvalue())["posts"]  # type: ignore[attr-defined]


class TestOwnPosts:
    def test_all_of_one_s_own_and_nobody_else_s(
        self, member: User, other_member: User, board: Board, signed_in: SignIn
    ) -> None:
        thread = make_thread(member, board)
        make_reply(member, thread, is_pseudonymous=True, body="<p>Тайно мое.</p>")
        make_reply(other_member, thread, body=f"<p>{CANARY}</p>")
        found = own_posts(signed_in(member))
        assert [post["number"] for post in found] == [1, 2]
        assert [post["is_pseudonymous"] for post in found] == [False, True]
        assert found[1]["text"] == "Тайно мое."
        assert CANARY not in json.dumps(found, ensure_ascii=False)
        others = json.dumps(own_posts(signed_in(other_member)), ensure_ascii=False)
        assert "Тайно" not in others

    def test_of_a_removed_post_no_text_and_of_a_closed_room_no_title(
        self, member: User, board: Board, signed_in: SignIn
    ) -> None:
        thread = make_thread(member, board)
        removed = make_reply(member, thread, body=f"<p>{CANARY}</p>")
        actions.withdraw_post(actor=member, post=removed)
        room = BoardFactory.create(access=True, title_bg="Стая с тайно име")
        person = User.objects.get(pk=member.pk)
        BoardAccessFactory.create(board=room, user=person, level=Level.START)
        make_thread(person, room, title="Тайно заглавие на стая", body="<p>Моите думи.</p>")
        BoardAccess.objects.all().delete()
        found = json.dumps(own_posts(signed_in(User.objects.get(pk=member.pk))), ensure_ascii=False)
        assert CANARY not in found
        assert "айно" not in found
        assert "Моите думи." in found

    def test_the_profile_leads_there(self, member: User, signed_in: SignIn) -> None:
        page = signed_in(member).get(reverse("accounts:profile")).content.decode()
        assert reverse("forum:own_posts") in page

    def test_an_empty_file_is_json_too(self, newcomer: User, signed_in: SignIn) -> None:
        assert own_posts(signed_in(newcomer)) == []


def sha(address: str) -> str:
    return hashlib.sha256(address.lower().encode()).hexdigest()


def header(**values: Any) -> dict[str, Any]:
    return {
        "format": "megdan-threads",
        "version": 1,
        "source": "old",
        "authors": {"a": {"name": "Мария от стария форум"}, "b": {"name": "Иван"}},
        **values,
    }


def a_thread(**values: Any) -> dict[str, Any]:
    return {
        "id": "417",
        "board": "housing",
        "title": "Депозит за първия месец",
        "posts": [
            {
                "author": "a",
                "at": "2024-05-17T09:30:00+03:00",
                "text": "Кой го поема?\n\nПитам за семейство.",
            },
            {"author": "b", "at": "2024-05-17T10:00:00+03:00", "html": "<p>Общината.<script>x</script></p>"},
        ],
        **values,
    }


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(*lines: Any) -> Path:
        path = tmp_path / "threads.json"
        path.write_text(
            "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8"
        )
        return path

    return written


class TestBringingIn:
    def test_threads_come_in_once_with_their_times_and_names(
        self, board: Board, write: Callable[..., Path]
    ) -> None:
        path = write(header(), a_thread(kind="question", answer=2, tags=["наем", "Депозит"]))
        call_command("import_threads", path, "--dry-run", verbosity=0)
        assert not Thread.objects.exists()
        for _time in range(2):
            call_command("import_threads", path, verbosity=0)
        thread = Thread.objects.get()
        assert (thread.external_id, thread.kind, thread.posts_count) == ("old:417", "question", 2)
        assert thread.answer == thread.posts.get(number=2)
        assert thread.created_at.isoformat() == "2024-05-17T06:30:00+00:00"
        assert [post.persona.label for post in thread.posts.order_by("number")] == [
            "Мария от стария форум",
            "Иван",
        ]
        assert "script" not in thread.posts.get(number=2).body_html
        assert set(thread.tags.values_list("name", flat=True)) == {"наем", "Депозит"}
        assert counters.reconcile() == {"threads": 0, "boards": 0}
        assert not OutboxItem.objects.filter(topic__in=["mail", "forum.notices"]).exists()

    def test_authors_are_matched_by_a_confirmed_address_alone(
        self, member: User, other_member: User, board: Board, write: Callable[..., Path]
    ) -> None:
        EmailAddress.objects.update_or_create(
            user=member, email=member.email, defaults={"verified": True, "primary": True}
        )
        EmailAddress.objects.update_or_create(
            user=other_member, email=other_member.email, defaults={"verified": False, "primary": True}
        )
        authors = {
            "a": {"name": "Мария", "email_sha256": sha(member.email).upper()},
            "b": {"name": "Иван", "email_sha256": sha(other_member.email)},
        }
        call_command("import_threads", write(header(authors=authors), a_thread()), verbosity=0)
        assert Post.objects.get(number=1).persona == Persona.objects.get(user=member)
        assert Post.objects.get(number=2).persona.label == "Иван"

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("{", "no JSON"),
            ("[1]", "one JSON object"),
            (a_thread(id=None), "`id`"),
            (a_thread(board="none"), "no board 'none'"),
            (a_thread(title="Да"), "title:"),
            (a_thread(kind="case"), "`kind`"),
            (a_thread(kind="announcement"), "`kind`"),
            (a_thread(answer=2), "`answer`"),
            (a_thread(kind="question", answer=3), "`answer`"),
            (a_thread(kind="question", answer=True), "`answer`"),
            (a_thread(language="de"), "`language`"),
            (a_thread(tags="наем"), "`tags`"),
            (a_thread(posts=[]), "`posts`"),
            (a_thread(posts=["x"]), "post 1:"),
            (a_thread(posts=[{"author": "c", "at": "2024-05-17T09:30:00Z", "text": "а"}]), "no author 'c'"),
            (a_thread(posts=[{"author": "a", "at": "2024-05-17", "text": "а"}]), "time zone"),
            (a_thread(posts=[{"author": "a", "at": "2024-99-99T00:00:00Z", "text": "а"}]), "time zone"),
            (a_thread(posts=[{"author": "a", "at": "2999-01-01T00:00:00Z", "text": "а"}]), "still to come"),
            (a_thread(posts=[{"author": "a", "at": "2024-05-17T09:30:00Z", "html": "<p></p>"}]), "text:"),
            (a_thread(posts=list(reversed(a_thread()["posts"]))), "order"),
        ],
    )
    def test_a_wrong_line_is_named_and_nothing_comes_in(
        self,
        line: Any,
        said: str,
        board: Board,
        write: Callable[..., Path],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        with pytest.raises(CommandError):
            call_command("import_threads", write(header(), a_thread(id="1"), line), verbosity=0)
        error = capsys.readouterr().err
        assert error.startswith("line 3: ")
        assert said in error
        assert not Thread.objects.exists()

    @pytest.mark.parametrize(
        "first",
        [
            "",
            "{}",
            header(version=2),
            header(authors={}),
            header(authors={"a": {"name": ""}}),
            header(source=""),
        ],
    )
    def test_a_file_without_a_right_first_line(
        self, first: Any, board: Board, write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(CommandError):
            call_command("import_threads", write(first), verbosity=0)
        assert capsys.readouterr().err.startswith("line 1: ")

    def test_the_same_id_twice(
        self, board: Board, write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(CommandError):
            call_command("import_threads", write(header(), a_thread(), a_thread()), verbosity=0)
        assert "twice" in capsys.readouterr().err

    def test_a_file_that_isn_t_text(self, tmp_path: Path, board: Board) -> None:
        path = tmp_path / "picture.json"
        path.write_bytes(b"\xff\xfe\x00")
        with pytest.raises(CommandError):
            call_command("import_threads", path, verbosity=0)
        with pytest.raises(CommandError):
            call_command("import_threads", tmp_path / "none.json", verbosity=0)
