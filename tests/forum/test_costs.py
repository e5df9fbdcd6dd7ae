"""What reading costs with everything that a thread and a list can show, and what a reply costs in a long thread."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from forum import actions
from forum.enums import Level
from forum.models import Board, Post
from tests.factories.people import OrganisationFactory
from tests.factories.practices import make_practice
from tests.forum.factories import (
    BoardAccessFactory,
    BoardFactory,
    a_poll,
    make_call,
    make_question,
    make_reply,
    make_thread,
)
from tests.forum.test_budgets import MOST_QUERIES, fill, queries_for

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

SignIn = Callable[[Actor], Client]
MOST_REPLY_QUERIES = 20
SITE = "http://127.0.0.1:8000"


def test_a_thread_with_everything_keeps_to_the_budget(
    member: User,
    other_member: User,
    coordinator: User,
    organisation: Organisation,
    board: Board,
    client: Client,
    signed_in: SignIn,
) -> None:
    practices = [make_practice(member, organisation, "published", coordinator=coordinator) for _n in range(3)]
    organisations = [OrganisationFactory.create() for _number in range(3)]
    thread = make_question(
        member, board, tags=["наем", "училище"], poll=a_poll(), subject=("practice", practices[0].pk)
    )
    readers = (client, signed_in(other_member), signed_in(coordinator))
    counts = []
    for length in (2, 20):
        while thread.last_number < length:
            number = thread.last_number
            links = f"{SITE}{practices[number % 3].get_absolute_url()} {SITE}{organisations[number % 3].get_absolute_url()}"
            answer = make_reply(other_member, thread, body=f"<p>{links}</p>")
            thread.refresh_from_db()
        actions.accept_answer(actor=member, post=answer)
        for reader in readers:
            assert queries_for(reader, thread.get_absolute_url())[0] <= MOST_QUERIES
        counts.append([queries_for(reader, thread.get_absolute_url())[0] for reader in readers])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES


@pytest.mark.parametrize("query", ["", "kind=question", "state=open", "tag=наем", "unread=1"])
def test_a_narrowed_board_costs_the_same_with_few_and_many(
    query: str, member: User, other_member: User, board: Board, signed_in: SignIn
) -> None:
    User.objects.filter(pk=other_member.pk).update(date_joined=timezone.now() - datetime.timedelta(days=9))
    reader = signed_in(other_member)
    counts = []
    for length in (2, 20):
        while board.threads.filter(kind="question").count() < length:
            make_question(member, board, tags=["наем"])
            make_call(member, board)
        counts.append(queries_for(reader, f"{board.get_absolute_url()}?{query}")[0])
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_reply_costs_the_same_in_a_long_thread(
    member: User, other_member: User, board: Board, signed_in: SignIn
) -> None:
    writer = signed_in(other_member)
    short, long = make_thread(member, board), make_thread(member, board)
    fill(long, 3000, [member])
    counts = []
    make_reply(other_member, short)  # the persona is made once
    for thread in (short, long):
        with CaptureQueriesContext(connection) as queries:
            response = writer.post(
                reverse("forum:post_create", args=[thread.pk]), {"body": "<p>Да</p>", "body-format": "html"}
            )
        assert response.status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_REPLY_QUERIES
    assert Post.objects.filter(thread=long, number=3001).exists()


def test_a_room_says_until_when_one_is_in_it(
    member: User, other_member: User, organisation: Organisation, signed_in: SignIn
) -> None:
    room = BoardFactory.create(access=True)
    day = timezone.localdate() + datetime.timedelta(days=30)
    BoardAccessFactory.create(board=room, user=member, level=Level.START, ends_on=day)
    BoardAccessFactory.create(board=room, user=other_member, level=Level.START)
    page = signed_in(member).get(room.get_absolute_url())
    assert page.context["access_ends_on"] == day
    assert signed_in(other_member).get(room.get_absolute_url()).context["access_ends_on"] is None
    BoardAccessFactory.create(board=room, organisation=organisation, level=Level.READ)
    fresh = User.objects.get(pk=member.pk)
    assert signed_in(fresh).get(room.get_absolute_url()).context["access_ends_on"] is None
