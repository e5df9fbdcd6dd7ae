"""Many at once: every post is there, each with a number of its own; a form sent twice at once posts once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts.models import User
from forum import actions
from forum.models import Board, Post, Thread
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory
from tests.forum.factories import make_thread

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]
WRITERS = 6
POSTS_EACH = 5


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Each job on a connection of its own."""

    def run(job: Callable[[], object]) -> object:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_replies_at_once_get_numbers_of_their_own(member: User, board: Board) -> None:
    thread = make_thread(member, board)
    writers = UserFactory.create_batch(WRITERS)
    for writer in writers:
        MembershipFactory.create(user=writer, organisation=OrganisationFactory.create())

    def write(writer: User) -> Callable[[], object]:
        def job() -> list[Post]:
            return [
                actions.reply(
                    actor=writer,
                    thread=thread,
                    body=f"<p>Отговор {number}.</p>",
                    is_pseudonymous=number % 2 == 0,
                )
                for number in range(POSTS_EACH)
            ]

        return job

    at_once([write(writer) for writer in writers])
    numbers = sorted(thread.posts.values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * POSTS_EACH + 2))
    thread.refresh_from_db()
    board.refresh_from_db()
    assert thread.last_number == thread.posts_count == board.posts_count == len(numbers)
    pseudonyms = list(thread.pseudonyms.order_by("number").values_list("number", flat=True))
    assert pseudonyms == list(range(1, WRITERS + 1))


def test_a_form_sent_twice_at_once_posts_once(member: User, board: Board) -> None:
    token = uuid.uuid4()

    def start() -> Thread:
        person = User.objects.get(pk=member.pk)
        return actions.start_thread(
            actor=person, board=board, title="Кой намира жилище?", body="<p>Питам.</p>", token=token
        )

    assert len(set(at_once([start, start, start]))) == 1
    assert Thread.objects.count() == Post.objects.count() == 1
