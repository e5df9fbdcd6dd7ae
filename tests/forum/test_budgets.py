"""What the forum's pages may cost: the same number of queries whatever there is, and no heavier than a phone bears."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from core.paging import latest_first
from forum.enums import Level
from forum.models import Board, Post, Thread
from forum.numbering import POSTS_PER_PAGE
from forum.views.reading import THREAD_ORDER
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory
from tests.forum.factories import BoardAccessFactory, BoardFactory, make_thread

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MOST_THREAD_BYTES = 60_000
SENTENCES = (
    "Семейството пристигна през март и два месеца живя у познати, докато търсехме жилище под наем. " * 4
)


@pytest.fixture
def busy_member() -> User:
    """A member of three organisations with fifty boards to read by name."""
    user = UserFactory.create()
    organisations = [OrganisationFactory.create() for _ in range(3)]
    for organisation in organisations:
        MembershipFactory.create(user=user, organisation=organisation)
    for number in range(50):
        board = BoardFactory.create(access=True)
        BoardAccessFactory.create(board=board, organisation=organisations[number % 3], level=Level.REPLY)
    return user


def fill(thread: Thread, count: int, authors: list[User]) -> None:
    """Many posts of many people at once; counters as the actions leave them."""
    from forum.models import Persona

    personas = [Persona.objects.get_or_create(user=user)[0] for user in authors]
    Post.objects.bulk_create(
        Post(
            thread=thread,
            number=number,
            persona=personas[number % len(personas)],
            body_html=f"<p>{SENTENCES}</p>",
            body_text=SENTENCES,
        )
        for number in range(thread.last_number + 1, count + 1)
    )
    Thread.objects.filter(pk=thread.pk).update(last_number=count, posts_count=count)


def queries_for(client: Client, url: str) -> tuple[int, bytes]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries), response.content


def test_thread_pages_cost_the_same_at_any_length_and_place(
    busy_member: User, member: User, board: Board, signed_in: Callable[[Actor], Client], client: Client
) -> None:
    authors = [member, busy_member, *UserFactory.create_batch(8)]
    for user in authors[2:]:
        MembershipFactory.create(user=user, organisation=OrganisationFactory.create())
    thread = make_thread(member, board)
    reader = signed_in(busy_member)
    counts = []
    for length in (2, 20, 200, 2000):
        fill(thread, length, authors)
        last = (length - 1) // POSTS_PER_PAGE + 1
        for page in sorted({1, (last + 1) // 2, last}):
            url = f"{thread.get_absolute_url()}?page={page}"
            assert queries_for(reader, url)[0] <= MOST_QUERIES  # it may note, once, that this much was read
            count, content = queries_for(reader, url)
            counts.append(count)
            assert len(content) <= MOST_THREAD_BYTES, f"{len(content)} bytes at {length} posts"
            assert queries_for(client, url)[0] <= MOST_QUERIES
        thread.refresh_from_db()
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST_QUERIES


def test_board_pages_cost_the_same_at_any_length_and_place(
    busy_member: User, member: User, board: Board, signed_in: Callable[[Actor], Client]
) -> None:
    reader = signed_in(busy_member)
    counts = []
    for length in (2, 20, 200):
        while (number := board.threads.count()) < length:
            if number % 50 == 0:  # nobody may post as quickly as this does
                Post.objects.update(created_at=F("created_at") - datetime.timedelta(hours=2))
            make_thread(member, board, is_pseudonymous=number % 3 == 0)
        url = board.get_absolute_url()
        counts.append(queries_for(reader, url)[0])
        while older := reader.get(url).context["page"].older_query:
            url = f"{board.get_absolute_url()}?{older}"
        counts.append(queries_for(reader, url)[0])
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST_QUERIES


def test_the_list_of_boards_costs_the_same(
    busy_member: User, member: User, signed_in: Callable[[Actor], Client]
) -> None:
    reader = signed_in(busy_member)
    counts = []
    for length in (2, 20):
        while Board.objects.filter(read_by="public").count() < length:
            make_thread(member, BoardFactory.create())
        counts.append(queries_for(reader, reverse("forum:board_list"))[0])
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST_QUERIES


@pytest.mark.stack
def test_a_late_page_reads_its_own_rows_only(member: User, board: Board) -> None:
    """No OFFSET, and the plan of a late page goes straight to its place by the index."""
    for _number in range(30):
        make_thread(member, board)
    threads = Thread.objects.filter(board=board)
    first = latest_first(threads, THREAD_ORDER, {}, size=20)
    with CaptureQueriesContext(connection) as queries:
        latest_first(threads, THREAD_ORDER, {"before": first.older_query.removeprefix("before=")}, size=20)
    (sql,) = [query["sql"] for query in queries]
    assert "OFFSET" not in sql
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "thread_list" in plan, plan
        assert "TEMP B-TREE" not in plan, plan
