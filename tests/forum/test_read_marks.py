"""What is new to whom: marks of boards and threads, what sets them, what they cost, and how they are kept few."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from forum import actions, counters
from forum.enums import Level
from forum.models import Board, BoardRead, Post, Thread, ThreadRead
from forum.tasks import tidy_read_marks
from tests.forum.factories import BoardAccessFactory, BoardFactory, make_reply, make_thread

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

SignIn = Callable[[Actor], Client]


@pytest.fixture
def reader(other_member: User, signed_in: SignIn) -> Client:
    """Somebody who joined a while ago and has read nothing."""
    User.objects.filter(pk=other_member.pk).update(date_joined=timezone.now() - datetime.timedelta(days=30))
    other_member.refresh_from_db()
    return signed_in(other_member)


def unread_titles(client: Client, board: Board) -> list[str]:
    page = client.get(board.get_absolute_url()).context["threads"]
    return [item.title for item in page if item.is_unread]


def unread_of(client: Client) -> dict[str, str]:
    sections = client.get(reverse("forum:board_list")).context["sections"]
    return {item.title: item.unread for section in sections for item in section.boards if item.unread}


def write(thread: Thread, author: User, count: int) -> None:
    for number in range(count):
        actions.reply(actor=author, thread=thread, body=f"<p>Още {number}</p>")
    thread.refresh_from_db()


class TestWhatIsNew:
    def test_a_thread_is_new_until_it_was_read(self, reader: Client, member: User, board: Board) -> None:
        thread = make_thread(member, board, title="Нова тема за прочит")
        assert unread_titles(reader, board) == ["Нова тема за прочит"]
        assert list(unread_of(reader)) == [board.title]
        assert "new" in reader.get("/en/forum/").content.decode()
        reader.get(thread.get_absolute_url())
        assert unread_titles(reader, board) == []
        assert unread_of(reader) == {}
        write(thread, member, 2)
        assert unread_titles(reader, board) == ["Нова тема за прочит"]
        (item,) = reader.get(board.get_absolute_url()).context["threads"]
        assert "2" in item.new_posts
        assert item.url == reverse("forum:thread_unread", args=[thread.pk])

    def test_what_stood_there_before_one_joined_is_not_new(
        self, member: User, other_member: User, board: Board, signed_in: SignIn
    ) -> None:
        make_thread(member, board)
        User.objects.filter(pk=other_member.pk).update(date_joined=timezone.now())
        assert unread_titles(signed_in(other_member), board) == []

    def test_what_was_brought_in_is_nobody_s_news(self, reader: Client) -> None:
        from forum import demo

        demo.load({})
        assert unread_of(reader) == {}

    def test_visitors_see_no_marks_and_leave_none(self, client: Client, thread: Thread, board: Board) -> None:
        client.get(thread.get_absolute_url())
        assert unread_titles(client, board) == []
        assert not ThreadRead.objects.exists()
        assert client.get(reverse("forum:thread_unread", args=[thread.pk])).url == thread.get_absolute_url()  # type: ignore[attr-defined]

    def test_the_line_stands_above_the_first_new_post_of_somebody_else(
        self, reader: Client, member: User, other_member: User, board: Board
    ) -> None:
        thread = make_thread(member, board)
        reader.get(thread.get_absolute_url())
        make_reply(other_member, thread)
        write(thread, member, 2)
        page = reader.get(thread.get_absolute_url())
        assert [item.number for item in page.context["posts"] if item.is_new] == [3, 4]
        assert [item.number for item in page.context["posts"] if item.is_first_new] == [3]
        again = reader.get(thread.get_absolute_url())
        assert not [item for item in again.context["posts"] if item.is_new]

    def test_one_s_own_reply_is_not_new_once_it_was_shown(
        self, reader: Client, member: User, board: Board
    ) -> None:
        thread = make_thread(member, board)
        reader.get(thread.get_absolute_url())
        reader.post(
            reverse("forum:post_create", args=[thread.pk]),
            {"body": "<p>Отговор</p>", "body-format": "html"},
            follow=True,
        )
        assert unread_titles(reader, board) == []

    def test_a_thread_that_comes_back_or_over_is_new(
        self, reader: Client, member: User, coordinator: User, board: Board, thread: Thread
    ) -> None:
        actions.hide_thread(actor=coordinator, thread=thread, reason="проба")
        reader.post(reverse("forum:mark_all_read"))
        actions.restore_thread(actor=coordinator, thread=thread)
        assert unread_titles(reader, board) == [thread.title]


class TestMarks:
    def test_a_page_writes_once_and_then_nothing(self, reader: Client, member: User, board: Board) -> None:
        thread = make_thread(member, board)
        url = thread.get_absolute_url()
        for expected in (["INSERT"], []):
            with CaptureQueriesContext(connection) as queries:
                reader.get(url)
            assert writes(queries) == expected
        write(thread, member, 1)
        with CaptureQueriesContext(connection) as queries:
            reader.get(url)
        assert writes(queries) == ["UPDATE"]

    def test_pages_fetched_ahead_and_heads_mark_nothing(self, reader: Client, thread: Thread) -> None:
        reader.get(thread.get_absolute_url(), headers={"Sec-Purpose": "prefetch;prerender"})
        reader.head(thread.get_absolute_url())
        assert not ThreadRead.objects.exists()

    def test_a_mark_never_goes_back(self, other_member: User, thread: Thread) -> None:
        assert actions.mark_thread_read(actor=other_member, thread=thread, number=7, has_mark=False)
        assert not actions.mark_thread_read(actor=other_member, thread=thread, number=3, has_mark=True)
        actions.mark_thread_read(actor=other_member, thread=thread, number=2, has_mark=False)
        assert ThreadRead.objects.get().number == 7

    def test_reading_a_middle_page_leaves_the_rest_new(
        self, reader: Client, member: User, board: Board
    ) -> None:
        thread = make_thread(member, board, replies=44)
        reader.get(f"{thread.get_absolute_url()}?page=2")
        assert ThreadRead.objects.get().number == 40
        way = reader.get(reverse("forum:thread_unread", args=[thread.pk]))
        assert way.url.endswith("?page=3#post-41")  # type: ignore[attr-defined]

    def test_marking_everything_touches_a_row_for_each_board(
        self, reader: Client, member: User, other_member: User
    ) -> None:
        closed = BoardFactory.create(access=True)
        BoardAccessFactory.create(board=closed, user=member, level=Level.START)
        boards = [BoardFactory.create() for _ in range(3)]
        for board in boards:
            make_thread(member, board, replies=2)
            make_thread(member, board)
        make_thread(member, closed)
        with CaptureQueriesContext(connection) as queries:
            assert actions.mark_boards_read(actor=other_member)
        assert writes(queries) == ["INSERT"]
        assert BoardRead.objects.count() == 3
        assert unread_of(reader) == {}
        with CaptureQueriesContext(connection) as queries:
            assert not actions.mark_boards_read(actor=other_member)
        assert writes(queries) == []

    def test_what_comes_in_before_the_button_is_pressed_stays_new(
        self, reader: Client, member: User, board: Board, thread: Thread
    ) -> None:
        page = reader.get(reverse("forum:board_list"))
        late = make_thread(member, board, title="Дойде в последния миг")
        reader.post(reverse("forum:mark_all_read"), {"seen": page.context["seen"]})
        assert unread_titles(reader, board) == [late.title]
        seen = reader.get(board.get_absolute_url()).context["seen"]
        response = reader.post(reverse("forum:mark_board_read", args=[board.slug]), {"seen": seen})
        assert response["Location"] == board.get_absolute_url()
        assert unread_titles(reader, board) == []

    @pytest.mark.parametrize("seen", ["x", "1:", "1:2:3", "-1:5", "1:99999999999999999999", "٣:٤"])
    def test_marks_that_no_page_wrote_are_refused(self, seen: str, reader: Client, thread: Thread) -> None:
        assert reader.post(reverse("forum:mark_all_read"), {"seen": seen}).status_code == 404
        assert not BoardRead.objects.exists()

    def test_a_serial_beyond_the_board_s_counts_as_the_board_s(
        self, reader: Client, board: Board, thread: Thread
    ) -> None:
        reader.post(reverse("forum:mark_all_read"), {"seen": f"{board.pk}:999999999"})
        board.refresh_from_db()
        assert BoardRead.objects.get().serial == board.last_serial


class TestJumping:
    def test_after_a_whole_board_was_marked_the_first_new_post_is_found(
        self, reader: Client, member: User, board: Board
    ) -> None:
        thread = make_thread(member, board, replies=24)
        Post.objects.update(created_at=F("created_at") - datetime.timedelta(hours=2))
        reader.post(reverse("forum:mark_all_read"))
        write(thread, member, 3)
        way = reader.get(reverse("forum:thread_unread", args=[thread.pk]))
        assert way.url.endswith("?page=2#post-26")  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("typed", "place"),
        [
            ("3", "#post-3"),
            ("21", "?page=2#post-21"),
            ("999", "?page=2#post-22"),
            ("0", "#post-1"),
            ("два", "/"),
            ("", "/"),
        ],
    )
    def test_to_a_number(self, typed: str, place: str, client: Client, member: User, board: Board) -> None:
        thread = make_thread(member, board, replies=21)
        way = client.get(reverse("forum:thread_go", args=[thread.pk]), {"number": typed})
        assert way.url.endswith(place)  # type: ignore[attr-defined]


class TestTidying:
    def test_marks_of_threads_go_once_a_board_was_read_whole(
        self, reader: Client, member: User, other_member: User, board: Board
    ) -> None:
        read, waiting = make_thread(member, board), make_thread(member, board, title="Още непрочетена")
        reader.get(read.get_absolute_url())
        tidy_read_marks()
        assert ThreadRead.objects.count() == 1, "the board isn't read whole"
        reader.get(waiting.get_absolute_url())
        tidy_read_marks()
        assert not ThreadRead.objects.exists()
        assert BoardRead.objects.get(user=other_member).serial == Board.objects.get().last_serial
        assert unread_titles(reader, board) == []
        write(waiting, member, 1)
        assert unread_titles(reader, board) == [waiting.title]
        tidy_read_marks()
        assert unread_titles(reader, board) == [waiting.title]

    def test_nothing_runs_out(self, reader: Client, member: User, board: Board) -> None:
        thread = make_thread(member, board)
        years_ago = timezone.now() - datetime.timedelta(days=20)
        Thread.objects.filter(pk=thread.pk).update(last_post_at=years_ago)
        tidy_read_marks()
        assert unread_titles(reader, board) == [thread.title]


class TestSerials:
    def test_each_post_takes_the_next_one_of_its_board(self, member: User, board: Board) -> None:
        first = make_thread(member, board, replies=2)
        second = make_thread(member, board)
        board.refresh_from_db()
        assert (first.last_serial, second.last_serial, board.last_serial) == (3, 4, 4)
        assert counters.reconcile() == {"threads": 0, "boards": 0}

    def test_a_board_s_serial_that_fell_behind_is_put_right(self, thread: Thread, board: Board) -> None:
        Board.objects.update(last_serial=0)
        assert counters.reconcile()["boards"] == 1
        board.refresh_from_db()
        assert board.last_serial == thread.last_serial


def writes(queries: Any) -> list[str]:
    verbs = [query["sql"].split()[0] for query in queries]
    return [verb for verb in verbs if verb in {"INSERT", "UPDATE", "DELETE"}]


def test_a_thread_in_a_large_board_is_counted_up_to_a_limit(
    reader: Client, member: User, board: Board
) -> None:
    thread = make_thread(member, board)
    Thread.objects.bulk_create(
        Thread(
            board=board,
            title=f"Тема {number}",
            folded_title=f"тема {number}",
            starter_id=thread.starter_id,
            last_serial=number + 10,
            last_number=1,
        )
        for number in range(150)
    )
    assert "99" in unread_of(reader)[board.title]
