"""Who sees what: the policies for one object and the querysets for lists must never disagree."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from core.access import Actor
from core.audiences import audience_tokens
from directory.models import Organisation
from forum import actions
from forum.enums import Level, ReadBy, WriteBy
from forum.models import Board, BoardAccess, Post, Thread
from forum.policies import (
    can_moderate_board,
    can_reply,
    can_start_thread,
    can_view_board,
    can_view_post,
    can_view_thread,
)
from forum.visibility import audiences_of, moderated, rights_on
from tests.factories.people import MembershipFactory
from tests.fixtures.people import PERSONAS
from tests.forum.factories import CANARY, BoardAccessFactory, BoardFactory, make_reply, make_thread

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

READERS = {
    "public": set(PERSONAS),
    "members": {"member", "other_member", "coordinator"},
    "coordinators": {"coordinator"},
    "access": set(),
}
"""Written by hand: who reads which circle without access by name."""


def fresh(actor: Actor) -> Actor:
    """The same person as a new request has them, without what was remembered about them."""
    return User.objects.get(pk=actor.pk) if isinstance(actor, User) else actor


@pytest.fixture
def every_board(personas: dict[str, Actor], organisation: Organisation) -> list[Board]:
    """Each way to read and write, with and without access by name at each level, own, by organisation, and over."""
    boards = [
        BoardFactory.create(read_by=read_by, start_by=start_by, reply_by=reply_by)
        for read_by, start_by, reply_by in itertools.product(ReadBy.values, WriteBy.values, WriteBy.values)
    ]
    for level in Level.values:
        for read_by in ReadBy.values:
            for holder in ("newcomer", "other_member", "coordinator"):
                board = BoardFactory.create(
                    read_by=read_by, start_by=WriteBy.ACCESS, reply_by=WriteBy.COORDINATORS
                )
                BoardAccessFactory.create(board=board, user=personas[holder], level=level)
                boards.append(board)
            board = BoardFactory.create(read_by=read_by)
            BoardAccessFactory.create(board=board, organisation=organisation, level=level)
            boards.append(board)
        board = BoardFactory.create(access=True)
        BoardAccessFactory.create(board=board, user=personas["member"], level=level, over=True)
        boards.append(board)
    return boards


def test_object_and_list_agree_on_boards(personas: dict[str, Actor], every_board: list[Board]) -> None:
    for name, actor in personas.items():
        visible = set(Board.objects.visible_to(fresh(actor)))
        startable = set(Board.objects.startable_by(fresh(actor)))
        moderated_boards = set(Board.objects.filter(moderated(fresh(actor))))
        person = fresh(actor)
        for board in every_board:
            assert (board in visible) == can_view_board(person, board), (name, board)
            assert (board in startable) == can_start_thread(person, board), (name, board)
            assert (board in moderated_boards) == can_moderate_board(person, board), (name, board)


@pytest.mark.parametrize("circle", READERS)
def test_circles(circle: str, personas: dict[str, Actor]) -> None:
    board = BoardFactory.create(read_by=circle)
    readers = {name for name, actor in personas.items() if can_view_board(fresh(actor), board)}
    assert readers == READERS[circle]


@pytest.fixture
def every_thread(personas: dict[str, Actor], coordinator: User, member: User) -> list[Thread]:
    """A thread with posts in each state, visible and hidden, in each circle."""
    threads = []
    for circle in ReadBy.values:
        board = BoardFactory.create(read_by=circle)
        for writer in (coordinator, member):
            BoardAccessFactory.create(
                board=board, user=writer, level=Level.MODERATE if writer == coordinator else Level.START
            )
        for is_hidden in (False, True):
            thread = make_thread(fresh(member), board)  # type: ignore[arg-type]
            moderator = fresh(coordinator)
            assert isinstance(moderator, User)
            for state in ("published", "hidden", "removed"):
                post = make_reply(moderator, thread)
                if state == "hidden":
                    actions.hide_post(actor=moderator, post=post, reason="Проверява се.")
                if state == "removed":
                    actions.remove_post(actor=moderator, post=post, reason="Нарушава правилата.")
            if is_hidden:
                actions.hide_thread(actor=moderator, thread=thread, reason="Проверява се.")
            thread.refresh_from_db()
            threads.append(thread)
        BoardAccess.objects.filter(board=board).delete()
    return threads


def test_object_and_list_agree_on_threads_and_posts(
    personas: dict[str, Actor], every_thread: list[Thread]
) -> None:
    for name, actor in personas.items():
        person = fresh(actor)
        threads = set(Thread.objects.visible_to(fresh(actor)))
        posts = set(Post.objects.visible_to(fresh(actor)))
        for thread in every_thread:
            assert (thread in threads) == can_view_thread(person, thread), (name, thread)
            for post in thread.posts.select_related("thread__board"):
                assert (post in posts) == can_view_post(person, post), (
                    name,
                    post.state,
                    thread.board.read_by,
                )


def test_moderating_one_board_never_means_reading_another(newcomer: User) -> None:
    own, foreign = BoardFactory.create(access=True), BoardFactory.create(access=True)
    BoardAccessFactory.create(board=own, user=newcomer, level=Level.MODERATE)
    assert rights_on(newcomer, own).can_moderate
    assert not rights_on(newcomer, foreign).can_read


def test_access_by_organisation_ends_with_membership(
    member: User, organisation: Organisation, board: Board
) -> None:
    closed = BoardFactory.create(access=True)
    BoardAccessFactory.create(board=closed, organisation=organisation, level=Level.REPLY)
    assert can_view_board(member, closed)
    member.memberships.update(state="ended")  # type: ignore[attr-defined]
    assert not can_view_board(fresh(member), closed)


def test_the_highest_access_counts(member: User, organisation: Organisation, coordinator: User) -> None:
    closed = BoardFactory.create(access=True)
    thread_writer = fresh(coordinator)
    BoardAccessFactory.create(board=closed, user=thread_writer, level=Level.START)
    assert isinstance(thread_writer, User)
    thread = make_thread(thread_writer, closed)
    BoardAccessFactory.create(board=closed, user=member, level=Level.READ)
    BoardAccessFactory.create(board=closed, organisation=organisation, level=Level.REPLY)
    assert can_reply(member, thread)
    assert not can_start_thread(member, closed)


def test_audiences_of_a_board_meet_exactly_its_readers(
    personas: dict[str, Actor], every_board: list[Board]
) -> None:
    """What search filters on narrows as the gate does."""
    for name, actor in personas.items():
        person = fresh(actor)
        tokens = audience_tokens(person)
        for board in every_board:
            assert bool(tokens & audiences_of(board)) == can_view_board(person, board), (name, board.read_by)


def test_access_of_fifty_boards_costs_one_query(
    organisation: Organisation, member: User, django_assert_num_queries: Callable
) -> None:
    for _number in range(50):
        BoardAccessFactory.create(board=BoardFactory.create(access=True), organisation=organisation)
    person = fresh(member)
    with django_assert_num_queries(3):  # memberships, access, boards
        assert Board.objects.visible_to(person).count() == 50
    with django_assert_num_queries(1):
        assert Thread.objects.visible_to(person).count() == 0


def test_a_closed_board_is_not_there(
    coordinator: User, personas: dict[str, Actor], signed_in: Callable[[Actor], Client]
) -> None:
    """The canary: a private text is on no page of those who don't read its board, and its addresses answer 404."""
    closed = BoardFactory.create(access=True, title_bg=f"Кръг {CANARY}", slug="closed-circle")
    access = BoardAccessFactory.create(board=closed, user=coordinator, level=Level.MODERATE)
    writer = fresh(coordinator)
    assert isinstance(writer, User)
    thread = make_thread(writer, closed, title=f"Заглавие {CANARY}", body=f"<p>{CANARY}</p>", replies=1)
    access.delete()
    MembershipFactory.reset_sequence()
    post = thread.posts.get(number=2)
    for language, (name, actor) in itertools.product(("bg", "en"), personas.items()):
        client = signed_in(fresh(actor))
        for path in (
            "boards/closed-circle/",
            f"threads/{thread.pk}/",
            f"threads/{thread.pk}/reply/",
            f"threads/{thread.pk}/moderate/",
            *(f"posts/{post.pk}/{end}" for end in ("", "edit/", "remove/", "moderate/", "open/")),
        ):
            for method in (client.get, client.post):
                if method == client.post and path.startswith(("boards", f"threads/{thread.pk}/?")):
                    continue
                response = method(f"/{language}/forum/{path}")
                assert response.status_code in {404, 405}, (name, path, response.status_code)
                assert CANARY not in response.content.decode()
        for path in ("", "new/", "new/?board=closed-circle"):
            assert CANARY not in client.get(f"/{language}/forum/{path}").content.decode(), (name, path)
