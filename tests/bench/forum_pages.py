"""The forum's figures over `forum_sizes`: pages cost the same at any place, a reply in any thread, and marks a row a board."""

from __future__ import annotations

import resource
import statistics
import time
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.paging import _cursor as cursor_of
from directory.enums import MembershipState
from directory.models import Membership, Organisation
from forum import actions
from forum.models import Board, BoardRead, Thread
from forum.numbering import page_of
from forum.views.reading import THREAD_ORDER
from tests.bench.cases import MAX_QUERIES
from tests.bench.forum_sizes import Forum, Sizes, load, rows_of
from tests.bench.measure import clock, queries_of, seconds_of

MAX_PLACE_RATIO = 1.2
"""Of the last page's time to the first one's, and of the middle one's."""
MAX_REPLY_QUERIES = 20
MAX_LOADING_MB = 600
"""The whole process that writes a forum of any size; Django and its applications alone take some 200 MB of it."""
SIGN_IN = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Page:
    name: str
    url: str
    client: Client
    first: str = ""
    """The page that this one is compared with in time."""
    queries: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass
class Figures:
    """What was measured, as lines of a table, and what of it is over its limit."""

    lines: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def check(self, is_kept: bool, line: str) -> None:
        if not is_kept:
            self.broken.append(line)


def measured_forum(sizes: Sizes, *, rounds: int) -> Figures:
    """Load, then measure: some twenty pages, a reply, marking all as read."""
    figures = Figures()
    started = time.monotonic()
    forum = load(sizes)
    seconds, megabytes = time.monotonic() - started, _peak_megabytes()
    reader = _reader(forum)
    pages = _pages(forum, reader)
    for page in pages:
        queries_of(page.client, page.url)  # a thread's page notes once that it was read
        page.queries = queries_of(page.client, page.url)[0]
    for _round in range(rounds):
        for page in pages:
            page.seconds.append(seconds_of(page.client, page.url)[0])
    data = ", ".join(f"{count} {name}" for name, count in rows_of(forum).items())
    figures.lines += [
        f"The forum with {data}; loaded in {seconds:.0f} seconds by a process of at most {megabytes} MB; "
        f"median of {rounds} interleaved rounds on {connection.vendor}.",
        "",
        "| Page | Queries | Milliseconds | × its first page |",
        "|---|---:|---:|---:|",
    ]
    medians = {page.name: page.median for page in pages}
    for page in pages:
        ratio = page.median / medians[page.first] if page.first else None
        figures.lines.append(
            f"| {page.name} | {page.queries} | {page.median * 1000:.1f} | {f'{ratio:.2f}' if ratio else ''} |"
        )
        figures.check(
            page.queries <= MAX_QUERIES, f"{page.name}: {page.queries} queries, at most {MAX_QUERIES}"
        )
        if ratio is not None:
            figures.check(
                ratio <= MAX_PLACE_RATIO,
                f"{page.name}: {ratio:.2f} times {page.first}, at most {MAX_PLACE_RATIO}",
            )
    figures.check(megabytes <= MAX_LOADING_MB, f"loading: {megabytes} MB, at most {MAX_LOADING_MB}")
    _measure_replies(forum, reader, figures)
    _measure_marking(forum, figures)
    return figures


def _peak_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _reader(forum: Forum) -> User:
    """One of the members with marks, in an organisation, so that they may write."""
    reader = forum.members[0]
    organisation = Organisation.objects.order_by("pk").first()
    assert organisation is not None
    Membership.objects.create(
        user=reader,
        organisation=organisation,
        state=MembershipState.CONFIRMED,
        confirmed_at=reader.date_joined,
    )
    return reader


def _pages(forum: Forum, reader: User) -> list[Page]:
    signed_in = Client()
    signed_in.force_login(reader, backend=SIGN_IN)
    board = forum.large_board.get_absolute_url()
    thread = forum.long_thread.get_absolute_url()
    last = page_of(forum.long_thread.last_number)
    count = forum.large_board.threads_count
    found = []
    for who, client in (("", signed_in), (", signed out", Client())):
        found += [
            Page(f"boards{who}", reverse("forum:board_list"), client),
            Page(f"large board, first page{who}", board, client),
            *(
                Page(
                    f"large board, {name} page{who}",
                    f"{board}?before={_cursor_at(forum.large_board, place)}",
                    client,
                    f"large board, first page{who}",
                )
                for name, place in (("middle", count // 2), ("last", count - 21))
            ),
            Page(f"long thread, first page{who}", thread, client),
            *(
                Page(
                    f"long thread, {name} page{who}",
                    f"{thread}?page={page}",
                    client,
                    f"long thread, first page{who}",
                )
                for name, page in (("middle", last // 2), ("last", last - 1))
            ),
        ]
    narrowed = {
        "questions": "kind=question",
        "open questions": "state=open",
        "solved": "state=solved",
        "closed": "state=closed",
        "calls that are over": "state=over",
        "one tag": "tag=наем",
        "a tag that nothing has": "tag=няма-такъв",
        "new to the reader": "unread=1",
    }
    found += [Page(f"large board, {name}", f"{board}?{query}", signed_in) for name, query in narrowed.items()]
    found.append(
        Page("large board, feed", reverse("forum:board_feed", args=[forum.large_board.slug]), Client())
    )
    return found


def _cursor_at(board: Board, place: int) -> str:
    """The cursor of the row at this place of the board's list."""
    order = (*(f"-{column}" for column in THREAD_ORDER), "-pk")
    row = Thread.objects.filter(board=board).order_by(*order)[place]
    return cursor_of(row, THREAD_ORDER)


def _measure_replies(forum: Forum, reader: User, figures: Figures) -> None:
    """A reply sent as a form, to the thread of few posts and to the longest one."""
    client = Client()
    client.force_login(reader, backend=SIGN_IN)
    Thread.objects.filter(pk=forum.short_thread.pk).update(is_locked=False)
    counts, medians = {}, {}
    for name, thread in (("short", forum.short_thread), ("long", forum.long_thread)):
        seconds = []
        for number in range(6):
            queries, took = _sent(
                client,
                reverse("forum:post_create", args=[thread.pk]),
                {"body": f"<p>Отговор {number}</p>", "body-format": "html"},
            )
            if number:  # the first one makes the persona
                counts[name] = queries
                seconds.append(took)
        medians[name] = statistics.median(seconds)
    figures.lines += [
        "",
        f"A reply: {counts['short']} queries in a thread of {forum.short_thread.last_number} posts, {counts['long']} in one of "
        f"{forum.long_thread.last_number} ({medians['short'] * 1000:.1f} and {medians['long'] * 1000:.1f} ms).",
    ]
    figures.check(
        counts["short"] == counts["long"] <= MAX_REPLY_QUERIES,
        f"a reply: {counts} queries, at most {MAX_REPLY_QUERIES} and the same",
    )


def _sent(client: Client, url: str, data: dict[str, str]) -> tuple[int, float]:
    started = clock()
    with CaptureQueriesContext(connection) as captured:
        response = client.post(url, data)
    assert response.status_code == 302, f"{url} answered {response.status_code}"
    return _statements(captured), clock() - started


def _measure_marking(forum: Forum, figures: Figures) -> None:
    """Somebody without any mark marks everything as read: a row for each board."""
    someone = forum.members[-1]
    BoardRead.objects.filter(user=someone).delete()
    with CaptureQueriesContext(connection) as captured:
        actions.mark_boards_read(actor=someone)
    rows = BoardRead.objects.filter(user=someone).count()
    boards = Board.objects.visible_to(someone).exclude(last_serial=0).count()
    figures.lines += [
        "",
        f"Marking everything as read: {_statements(captured)} queries, {rows} rows for {boards} boards.",
    ]
    figures.check(rows <= boards, f"marking as read: {rows} rows for {boards} boards")


def _statements(captured: CaptureQueriesContext) -> int:
    """Without the beginning and the end of transactions, which ask for nothing."""
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(frame) for query in captured)
