"""The home page: what is new for this reader, and what it costs."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from directory.models import Organisation
from forum.models import Board
from pages.models import HomePage
from practices.enums import PracticeState
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.practices import make_practice
from tests.forum.factories import CANARY, BoardAccessFactory, BoardFactory, make_thread, make_threads

MAX_QUERIES = 12
"""Issue 3: home, practice card, thread page, results page, with session and person."""


@pytest.fixture
def coordinator(db: None) -> User:
    return UserFactory.create(coordinator=True)


@pytest.fixture
def author(member: User) -> User:
    """A member of three organisations, who reads fifty boards by name."""
    for _ in range(3):
        MembershipFactory(user=member)
    for _ in range(50):
        BoardAccessFactory(user=member, board=BoardFactory(access=True))
    return member


def home_queries(client: Client) -> int:
    client.get("/bg/")  # content types are read once for each process
    ContentType.objects.get_for_model(HomePage)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/bg/").status_code == 200
    return len(queries)


def test_it_costs_the_same_with_two_rows_and_with_many(
    member_client: Client, author: User, coordinator: User, homes: dict[str, HomePage]
) -> None:
    organisation = Organisation.objects.filter(memberships__user=author)[0]
    board: Board = BoardFactory.create()
    for _ in range(2):
        make_practice(author, organisation, PracticeState.PUBLISHED, coordinator=coordinator)
    make_threads(author, board, 2)
    few = home_queries(member_client)
    for _ in range(10):
        make_practice(author, organisation, PracticeState.PUBLISHED, coordinator=coordinator)
    make_threads(author, board, 20)
    assert home_queries(member_client) == few <= MAX_QUERIES


def test_a_coordinator_pays_no_more(
    client: Client, author: User, coordinator: User, homes: dict[str, HomePage]
) -> None:
    make_practice(
        author,
        Organisation.objects.filter(memberships__user=author)[0],
        PracticeState.PUBLISHED,
        coordinator=coordinator,
    )
    make_thread(author, BoardFactory.create())
    client.force_login(coordinator)
    assert home_queries(client) <= MAX_QUERIES


def test_drafts_and_closed_boards_stay_out_of_sight(
    client: Client, author: User, coordinator: User, homes: dict[str, HomePage]
) -> None:
    make_thread(coordinator, BoardFactory.create(coordinators=True), title=f"Случай {CANARY}")
    waiting = make_practice(
        author,
        Organisation.objects.filter(memberships__user=author)[0],
        PracticeState.SUBMITTED,
        coordinator=coordinator,
    )
    make_thread(author, BoardFactory.create(), title="Разговор за всички")
    for person in (None, UserFactory.create()):
        if person:
            client.force_login(person)
        html = client.get("/bg/").content.decode()
        assert CANARY not in html
        assert "Разговор за всички" in html
        assert f"/bg/practices/{waiting.pk}/" not in html
    client.force_login(coordinator)
    assert CANARY in client.get("/bg/").content.decode()


def test_an_empty_square_says_what_to_do(client: Client, homes: dict[str, HomePage]) -> None:
    html = client.get("/en/").content.decode()
    assert "The first one may be yours" in html
    assert "112" in html
