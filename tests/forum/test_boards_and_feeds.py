"""Boards in their categories, narrowed lists, feeds of public boards, and what search machines are told."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.access import Actor
from core.paging import latest_first
from forum import actions
from forum.enums import Level, WriteBy
from forum.filters import STATES, BoardFilter
from forum.models import Board, BoardCategory, PartnerCall, Thread
from forum.views.reading import THREAD_ORDER
from forum.visibility import rights_on
from tests.forum.factories import (
    CANARY,
    BoardAccessFactory,
    BoardFactory,
    a_day,
    make_call,
    make_question,
    make_reply,
    make_thread,
)

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

SignIn = Callable[[Actor], Client]
ATOM = "{http://www.w3.org/2005/Atom}"


class TestCategories:
    def test_boards_stand_under_their_headings_and_the_rest_comes_last(self, client: Client) -> None:
        late = BoardCategory.objects.create(title_bg="Случаи", title_en="Cases", position=2)
        early = BoardCategory.objects.create(title_bg="Споделен опит", title_en="Experience", position=1)
        BoardFactory.create(slug="a", category=late)
        BoardFactory.create(slug="b")
        BoardFactory.create(slug="c", category=early, position=5)
        BoardFactory.create(slug="d", category=early, position=1)
        page = client.get("/en/forum/")
        sections = page.context["sections"]
        assert [section.title for section in sections] == ["Experience", "Cases", "Other boards"]
        assert [board.url.rstrip("/")[-1] for board in sections[0].boards] == ["d", "c"]
        assert "Споделен опит" in client.get("/bg/forum/").content.decode()

    def test_a_category_of_closed_boards_is_not_there_for_others(self, client: Client) -> None:
        category = BoardCategory.objects.create(title_bg="Работни групи", title_en="Groups")
        BoardFactory.create(category=category, access=True)
        assert "Работни групи" not in client.get("/bg/forum/").content.decode()

    def test_a_category_that_goes_leaves_its_boards(self, client: Client) -> None:
        category = BoardCategory.objects.create(title_bg="За малко", title_en="Soon gone")
        board = BoardFactory.create(category=category)
        category.delete()
        assert Board.objects.get().pk == board.pk


class TestAttaching:
    def test_who_attaches(self, member: User, newcomer: User, coordinator: User) -> None:
        board = BoardFactory.create()
        assert rights_on(member, board).can_attach
        assert not rights_on(newcomer, board).can_attach
        board = BoardFactory.create(attach_by=WriteBy.COORDINATORS)
        assert not rights_on(member, board).can_attach
        assert rights_on(coordinator, board).can_attach

    def test_access_by_name_opens_a_closed_circle(self, newcomer: User, coordinator: User) -> None:
        board = BoardFactory.create(access=True, attach_by=WriteBy.ACCESS)
        BoardAccessFactory.create(board=board, user=newcomer, level=Level.REPLY)
        assert rights_on(newcomer, board).can_attach
        assert not rights_on(coordinator, board).can_attach
        read_only = BoardFactory.create(access=True, attach_by=WriteBy.ACCESS)
        assert not rights_on(newcomer, read_only).can_attach


class TestNarrowing:
    @pytest.fixture
    def threads(self, member: User, other_member: User, coordinator: User, board: Board) -> dict[str, Thread]:
        found = {
            "talk": make_thread(member, board, title="Разговор за всичко", tags=["Наем"]),
            "open": make_question(member, board, title="Въпрос без отговор"),
            "solved": make_question(member, board, title="Въпрос с отговор", tags=["наем", "училище"]),
            "closed": make_thread(member, board, title="Затворена вече тема"),
            "call": make_call(member, board, title="Покана с бъдещ ден"),
            "over": make_call(member, board, title="Покана от миналата година"),
        }
        actions.accept_answer(actor=member, post=make_reply(other_member, found["solved"]))
        actions.lock_thread(actor=coordinator, thread=found["closed"], reason="Решено другаде")
        PartnerCall.objects.filter(thread=found["over"]).update(until=a_day(-1))
        return found

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("kind=question", {"open", "solved"}),
            ("kind=partners", {"call", "over"}),
            ("kind=none", {"talk", "open", "solved", "closed", "call", "over"}),
            ("state=open", {"open"}),
            ("state=solved", {"solved"}),
            ("state=closed", {"closed"}),
            ("state=over", {"over"}),
            ("tag=наем", {"talk", "solved"}),
            ("tag=НАЕМ", {"talk", "solved"}),
            ("tag=наем&kind=question", {"solved"}),
            ("tag=няма", set()),
            ("unread=1", {"talk", "open", "solved", "closed", "call", "over"}),
        ],
    )
    def test_by_kind_state_and_tag(
        self, query: str, expected: set[str], threads: dict[str, Thread], board: Board, client: Client
    ) -> None:
        page = client.get(f"{board.get_absolute_url()}?{query}")
        assert {item.title for item in page.context["threads"]} == {threads[name].title for name in expected}

    def test_by_what_is_new(
        self, threads: dict[str, Thread], other_member: User, board: Board, signed_in: SignIn
    ) -> None:
        User.objects.filter(pk=other_member.pk).update(date_joined=a_long_time_ago())
        reader = signed_in(other_member)
        reader.post(reverse("forum:mark_all_read"))
        assert reader.get(f"{board.get_absolute_url()}?unread=1").context["threads"] == []
        actions.reply(actor=other_member, thread=threads["talk"], body="<p>Пак</p>")
        page = reader.get(f"{board.get_absolute_url()}?unread=1")
        assert [item.title for item in page.context["threads"]] == [threads["talk"].title]

    def test_pages_keep_what_was_chosen(self, member: User, board: Board, client: Client) -> None:
        for number in range(22):
            make_question(member, board, title=f"Въпрос номер {number}")
        page = client.get(f"{board.get_absolute_url()}?kind=question")
        assert f"?kind=question&amp;{page.context['page'].older_query}" in page.content.decode()
        rest = client.get(f"{board.get_absolute_url()}?kind=question&{page.context['page'].older_query}")
        assert len(rest.context["threads"]) == 2

    def test_labels_are_words(self, threads: dict[str, Thread], board: Board, client: Client) -> None:
        with translation.override("en"):
            page = client.get(board.get_absolute_url()).content.decode()
        for words in ("Solved", "Closed", "Решено другаде", "Over", "Question", "Call for partners"):
            assert words in page, words

    @pytest.mark.stack
    @pytest.mark.parametrize("chosen", [f"state={state}" for state in STATES] + ["kind=question"])
    def test_a_narrowed_page_reads_along_an_index(self, chosen: str, member: User, board: Board) -> None:
        make_thread(member, board)
        from django.http import QueryDict

        threads = BoardFilter(QueryDict(chosen)).apply(
            Thread.objects.filter(board=board), board, AnonymousUser()
        )
        with CaptureQueriesContext(connection) as queries:
            latest_first(threads, THREAD_ORDER, {}, size=20)
        (sql,) = [query["sql"] for query in queries]
        assert "OFFSET" not in sql
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert "thread_list_" in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def a_long_time_ago() -> object:
    from django.utils import timezone

    return timezone.now() - timezone.timedelta(days=30)


class TestFeeds:
    def test_a_public_board_s_latest_threads(
        self, member: User, other_member: User, coordinator: User, board: Board, client: Client
    ) -> None:
        shown = make_thread(member, board, title="Видима тема <b>", is_pseudonymous=True)
        hidden = make_thread(member, board, title="Скрита тема тук")
        actions.hide_thread(actor=coordinator, thread=hidden, reason="проба")
        response = client.get(reverse("forum:board_feed", args=[board.slug]))
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = ElementTree.fromstring(response.content)
        (entry,) = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Видима тема <b>"
        assert entry.find(f"{ATOM}link").get("href").endswith(shown.get_absolute_url())  # type: ignore[union-attr]
        assert member.display_name not in response.content.decode()

    def test_unchanged_it_is_not_sent_again(
        self, member: User, board: Board, thread: Thread, client: Client
    ) -> None:
        url = reverse("forum:board_feed", args=[board.slug])
        etag = client.get(url)["ETag"]
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
        actions.edit_post(actor=member, post=thread.posts.get(), body="<p>Друго.</p>")
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 200

    def test_of_other_boards_there_is_none_for_anybody(
        self, coordinator: User, member: User, signed_in: SignIn
    ) -> None:
        for trait in ("members", "coordinators", "access"):
            board = BoardFactory.create(**{trait: True})
            BoardAccessFactory.create(board=board, user=member, level=Level.MODERATE)
            for person in (member, coordinator):
                assert (
                    signed_in(person).get(reverse("forum:board_feed", args=[board.slug])).status_code == 404
                )

    def test_it_costs_the_same_with_many_threads(self, member: User, board: Board, client: Client) -> None:
        counts = []
        for _round in range(2):
            make_thread(member, board)
            make_thread(member, board)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("forum:board_feed", args=[board.slug]))
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 4


class TestStructuredData:
    def data(self, client: Client, url: str) -> list[dict[str, object]]:
        page = client.get(url).content.decode()
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        return json.loads(found.group(1))["@graph"] if found else []

    def test_of_a_public_thread(self, member: User, other_member: User, board: Board, client: Client) -> None:
        thread = make_thread(member, board, title="Тема </script><b>", is_pseudonymous=True)
        make_reply(other_member, thread)
        posting, crumbs = self.data(client, thread.get_absolute_url())
        assert posting["@type"] == "DiscussionForumPosting"
        assert posting["headline"] == thread.title
        assert posting["commentCount"] == 1
        assert crumbs["@type"] == "BreadcrumbList"
        assert member.display_name not in json.dumps(posting, ensure_ascii=False)

    def test_later_pages_have_addresses_of_their_own(
        self, member: User, board: Board, client: Client
    ) -> None:
        thread = make_thread(member, board, replies=21)
        url = f"{thread.get_absolute_url()}?page=2"
        posting = self.data(client, url)[0]
        assert str(posting["url"]).endswith(url)
        assert "text" not in posting
        assert f'rel="canonical" href="http://127.0.0.1:8000{url}"' in client.get(url).content.decode()

    def test_nothing_of_what_isn_t_public_or_was_hidden(
        self, member: User, coordinator: User, board: Board, signed_in: SignIn, client: Client
    ) -> None:
        closed = make_thread(member, BoardFactory.create(members=True), body=f"<p>{CANARY}</p>")
        assert self.data(signed_in(member), closed.get_absolute_url()) == []
        thread = make_thread(member, board)
        reply = make_reply(member, thread, body=f"<p>{CANARY}</p>")
        actions.hide_post(actor=coordinator, post=reply, reason="проба")
        assert CANARY not in json.dumps(self.data(client, thread.get_absolute_url()), ensure_ascii=False)
        assert self.data(signed_in(member), thread.get_absolute_url()) == [], "members load nothing of it"
