"""The counters of threads and boards: kept up by the actions, counted anew after a removal, and put right every night.

What is counted: of a thread its published posts, of a board its visible threads and their posts. Functions that change a
thread expect the caller to hold its row lock; a board's row is always taken after its threads', so nobody waits in a ring.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, Subquery, Sum

from forum.enums import PostState, ThreadState
from forum.models import Board, Post, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 1000


def count_new_post(thread: Thread, post: Post, *, starts_thread: bool) -> None:
    """Add a post that was just written to its thread and its board. Two statements, whatever the length of the thread."""
    thread.last_number = post.number
    thread.posts_count += 1
    thread.last_post_at = post.created_at
    thread.last_persona_id = post.persona_id
    changed: dict[str, Any] = {
        name: getattr(thread, name)
        for name in ("last_number", "posts_count", "last_post_at", "last_persona_id")
    }
    if thread.state == ThreadState.VISIBLE:
        Board.objects.filter(pk=thread.board_id).update(
            threads_count=F("threads_count") + int(starts_thread),
            posts_count=F("posts_count") + 1,
            last_serial=F("last_serial") + 1,
            last_post_at=post.created_at,
            last_thread=thread,
        )
        changed["last_serial"] = _last_serial(thread.board_id)
    Thread.objects.filter(pk=thread.pk).update(**changed)


def _last_serial(board_id: int) -> Subquery:
    """The board's last serial, read within the statement that uses it. The caller has just changed the board's row, and so
    holds it: of two posts at once each gets its own serial, in the order in which they are committed."""
    return Subquery(Board.objects.filter(pk=board_id).values("last_serial")[:1])


def count_thread_again(thread: Thread) -> None:
    """After a post appeared or vanished within the thread: its number of posts and its last one. Not the board's."""
    published = thread.posts.filter(state=PostState.PUBLISHED)
    last = published.order_by("-number").values_list("created_at", "persona_id").first()
    thread.posts_count = published.count()
    thread.last_post_at, thread.last_persona_id = last or (thread.created_at, thread.starter_id)
    thread.save(update_fields=["posts_count", "last_post_at", "last_persona"])
    if thread.answer_id is not None and not published.filter(pk=thread.answer_id).exists():
        thread.answer_id = (
            None  # nobody is sent to an answer that can't be read; whoever asked may accept it again
        )
        thread.save(update_fields=["answer"])


def move_board_counters(thread: Thread, *, threads: int, posts: int) -> None:
    """Add so many threads and posts (negative: take away) to the thread's board, and find its last thread again."""
    add_to_board(thread.board_id, threads=threads, posts=posts)
    if (
        threads > 0
    ):  # it appears, here or anew: to the readers of this board it is news, whatever serial it had elsewhere
        Board.objects.filter(pk=thread.board_id).update(last_serial=F("last_serial") + 1)
        Thread.objects.filter(pk=thread.pk).update(last_serial=_last_serial(thread.board_id))


def add_to_board(board_id: int, *, threads: int, posts: int) -> None:
    """The counters alone, for many threads of one board at once. What is brought in so is nobody's news."""
    last = _visible_threads().filter(board=board_id).order_by("-last_post_at", "-pk").first()
    Board.objects.filter(pk=board_id).update(
        threads_count=F("threads_count") + threads,
        posts_count=F("posts_count") + posts,
        last_thread=last,
        last_post_at=last.last_post_at if last else None,
    )


def _visible_threads() -> Any:
    return Thread.objects.filter(state=ThreadState.VISIBLE)


def reconcile() -> dict[str, int]:
    """Count everything anew and correct what differs; returns how many rows did. Bounded memory, one short transaction for
    each thousand threads. Safe to run at any time: a thread that is written to meanwhile is counted under its lock."""
    corrected = {"threads": 0, "boards": 0}
    for ids in _batches():
        for thread_id in _wrong_threads(ids):
            with transaction.atomic():
                thread = Thread.objects.select_for_update().get(pk=thread_id)
                highest = thread.posts.aggregate(highest=Max("number"))["highest"] or 0
                if highest > thread.last_number:  # never lowered: numbers are not given twice
                    thread.last_number = highest
                    thread.save(update_fields=["last_number"])
                count_thread_again(thread)
            corrected["threads"] += 1
    for board_id in list(Board.objects.values_list("pk", flat=True)):
        corrected["boards"] += _reconcile_board(board_id)
    return corrected


def _batches() -> Iterator[list[int]]:
    last = 0
    while ids := list(Thread.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _wrong_threads(ids: list[int]) -> list[int]:
    published = Q(state=PostState.PUBLISHED)
    counted: dict[int, tuple[int, datetime.datetime | None, int]] = {
        thread: (count, last_at, highest)
        for thread, count, last_at, highest in Post.objects.filter(thread__in=ids)
        .values("thread")
        .annotate(
            count=Count("pk", filter=published),
            last_at=Max("created_at", filter=published),
            highest=Max("number"),
        )
        .values_list("thread", "count", "last_at", "highest")
        .order_by()
    }
    wrong = []
    for thread in Thread.objects.filter(pk__in=ids):
        count, last_at, highest = counted.get(thread.pk, (0, None, 0))
        if (thread.posts_count, thread.last_post_at) != (
            count,
            last_at or thread.created_at,
        ) or highest > thread.last_number:
            wrong.append(thread.pk)
    return wrong


def _reconcile_board(board_id: int) -> int:
    """1 if the board's counters were wrong. Its row is locked first, so that a post that comes now is added after."""
    with transaction.atomic():
        board = Board.objects.select_for_update().get(pk=board_id)
        visible = _visible_threads().filter(board=board_id)
        sums = visible.aggregate(threads=Count("pk"), posts=Sum("posts_count"), serial=Max("last_serial"))
        last = visible.order_by("-last_post_at", "-pk").first()
        true = {
            "threads_count": sums["threads"],
            "posts_count": sums["posts"] or 0,
            "last_thread_id": last.pk if last else None,
            "last_post_at": last.last_post_at if last else None,
            "last_serial": max(board.last_serial, sums["serial"] or 0),  # never goes back
        }
        if all(getattr(board, name) == value for name, value in true.items()):
            return 0
        Board.objects.filter(pk=board_id).update(**true)
        return 1
