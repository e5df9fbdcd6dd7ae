"""How far the actor has read, as parts of the queries that lists and pages make anyway: no page asks for it apart.

A thread is unread when it is newer than the board's mark, has posts behind its own mark, and moved after the person joined.
Marks are set by `actions/reading.py`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from forum.enums import ThreadState

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor
    from forum.models import Board, Thread

MOST_COUNTED = 100
"""Unread threads that a board's badge counts; beyond them it says “more than”. So a board of any size costs the same."""


class _RowsOf(Subquery):
    """How many rows a subquery has. Over a limited one the database stops counting at the limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Progress:
    """How far one person has read in one thread."""

    is_unread: bool
    number: int
    """The last post that was read, as far as the thread's own mark knows."""
    since: datetime.datetime | None
    """What is older than this was read with the whole board, or stood there before the person came."""

    def is_new(self, number: int, created_at: datetime.datetime) -> bool:
        return self.is_unread and number > self.number and (self.since is None or created_at > self.since)


def with_unread_counts(boards: Any, actor: Actor) -> Any:
    """`unread_threads`: how many threads of each board have something new, at most MOST_COUNTED. Within the same query."""
    if not actor.is_authenticated:
        return boards.annotate(unread_threads=Value(0, output_field=IntegerField()))
    unread = unread_of_outer_board(actor).values("pk")[:MOST_COUNTED]
    return with_board_mark(boards, actor).annotate(unread_threads=_RowsOf(unread))


def unread_of_outer_board(actor: User) -> Any:
    """Subquery for boards `with_board_mark()`: the threads of each that are unread."""
    from forum.models import Thread  # noqa: PLC0415 - models import the querysets, which import this

    return Thread.objects.filter(
        _newer_than(OuterRef("read_serial"), actor), board=OuterRef("pk"), state=ThreadState.VISIBLE
    ).order_by()


def with_board_mark(boards: Any, actor: Actor) -> Any:
    """`read_serial` and `read_at`: up to where the actor has read each board as a whole. A left join on a unique key."""
    if not actor.is_authenticated:
        return boards.annotate(
            read_serial=Value(0, output_field=IntegerField()),
            read_at=Value(None, output_field=DateTimeField()),
        )
    return boards.annotate(own_read=FilteredRelation("reads", condition=Q(reads__user=actor))).annotate(
        read_serial=Coalesce(F("own_read__serial"), Value(0)), read_at=F("own_read__marked_at")
    )


def with_progress(threads: Any, actor: Actor) -> Any:
    """For threads of any boards: `read_number`, `read_serial`, `read_at`, which `progress_of` takes. Within the same query."""
    if not actor.is_authenticated:
        return threads
    from forum.models import BoardRead  # noqa: PLC0415 - as above

    marks = BoardRead.objects.filter(user=actor, board=OuterRef("board"))
    return with_read_number(threads, actor).annotate(
        read_serial=Coalesce(Subquery(marks.values("serial")[:1]), Value(0)),
        read_at=Subquery(marks.values("marked_at")[:1]),
    )


def with_read_number(threads: Any, actor: Actor) -> Any:
    """`read_number`: the last post that the actor has read in each, None without a mark. A left join on a unique key."""
    if not actor.is_authenticated:
        return threads
    return threads.annotate(own_read=FilteredRelation("reads", condition=Q(reads__user=actor))).annotate(
        read_number=F("own_read__number")
    )


def unread_in(threads: Any, board: Any, actor: User) -> Any:
    """Those of one board's threads that are unread, along the index `thread_serial`. Expects a board `with_board_mark()`."""
    return threads.filter(_newer_than(board.read_serial, actor))


def _newer_than(serial: Any, actor: User) -> Q:
    from forum.models import ThreadRead  # noqa: PLC0415 - as above

    covered = ThreadRead.objects.filter(
        user=actor, thread=OuterRef("pk"), number__gte=OuterRef("last_number")
    )
    return Q(~Exists(covered), last_serial__gt=serial, last_post_at__gt=actor.date_joined)


def progress_of(thread: Any, actor: Actor, *, board: Any = None) -> Progress:
    """How far the actor has read a thread `with_progress()`, or one `with_read_number()` of a board `with_board_mark()`."""
    if not actor.is_authenticated:
        return Progress(is_unread=False, number=0, since=None)
    marked = board or thread
    number = thread.read_number or 0
    is_unread = (
        thread.last_serial > marked.read_serial
        and thread.last_number > number
        and thread.last_post_at > actor.date_joined
    )
    return Progress(is_unread, number, max(marked.read_at or actor.date_joined, actor.date_joined))


def first_unread_number(thread: Thread, progress: Progress) -> int:
    """The first post that is new to the reader; the last one where nothing is. One query along the numbers, from the end."""
    if not progress.is_unread:
        return thread.last_number
    older = thread.posts.filter(number__gt=progress.number, created_at__lte=progress.since)
    last_old = older.order_by("-number").values_list("number", flat=True).first()
    return min(max(progress.number, last_old or 0) + 1, thread.last_number)


def seen_serials(boards: QuerySet[Board] | list[Board]) -> str:
    """What a page shows, for its button “mark as read”: what comes in before the button is pressed stays unread."""
    return ",".join(f"{board.pk}:{board.last_serial}" for board in boards)


def parsed_serials(text: str) -> dict[int, int]:
    """The other way. Raises Http404 for what no page of ours has written."""
    pairs = [part.split(":") for part in text.split(",")] if text else []
    if len(text) > 50_000 or not all(
        len(pair) == 2 and all(part.isascii() and part.isdigit() and len(part) < 19 for part in pair)
        for pair in pairs
    ):
        raise Http404("No such marks.")
    return {int(board): int(serial) for board, serial in pairs}
