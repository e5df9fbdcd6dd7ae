"""How far somebody has read: marks of threads and of boards. One's own business, so there is no log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from forum.models import Board, BoardRead, ThreadRead
from forum.policies import check_view_thread
from forum.read_marks import unread_of_outer_board, with_board_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forum.models import Thread


def mark_thread_read(*, actor: User, thread: Thread, number: int, has_mark: bool) -> bool:
    """Somebody has read a thread up to this post. One statement; a mark never goes back. Raises NotVisible.

    `has_mark` says whether the page that was read knew of one already.
    """
    check_view_thread(actor, thread)
    if has_mark:
        own = ThreadRead.objects.filter(user=actor, thread=thread, number__lt=number)
        return bool(own.update(number=number))
    ThreadRead.objects.bulk_create(
        [ThreadRead(user=actor, thread=thread, number=number)], ignore_conflicts=True
    )
    return True


def mark_boards_read(*, actor: User, seen: Mapping[int, int] | None = None) -> bool:
    """Everything in these boards has been read, up to the serials that the reader's page has shown; without them everything
    that there is in all of their boards. A row for each board, whatever stands in it; of boards that they don't read, none.
    """
    with transaction.atomic():
        boards = with_board_mark(Board.objects.visible_to(actor), actor).order_by("pk")
        if seen is not None:
            boards = boards.filter(pk__in=list(seen))
        now = timezone.now()
        marks = [
            BoardRead(user=actor, board=board, serial=serial, marked_at=now)
            for board in boards
            if (serial := min((seen or {}).get(board.pk, board.last_serial), board.last_serial))
            > board.read_serial
        ]
        _put(marks)
        return bool(marks)


def _put(marks: list[BoardRead]) -> None:
    BoardRead.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["user", "board"],
        update_fields=["serial", "marked_at"],
        batch_size=500,
    )


def tidy_read_marks() -> int:
    """Raise the marks of boards in which somebody has read everything, and forget the marks of threads that a board's mark
    has passed; returns how many. Nothing becomes read or unread by it. Some three statements for each reader."""
    forgotten = 0
    for user in _readers():
        with transaction.atomic():
            _raise_marks(user)
            forgotten += _forget_passed(user)
    return forgotten


def _readers() -> Iterator[User]:
    """Everybody who has marks of threads, one after the other along the keys."""
    last = 0
    while (
        user := User.objects.filter(Exists(ThreadRead.objects.filter(user=OuterRef("pk"))), pk__gt=last)
        .order_by("pk")
        .first()
    ):
        yield user
        last = user.pk


def _raise_marks(user: User) -> None:
    """Only of boards without anything unread: then all that there is now has been read. Serial and posts are of one
    statement, so a post that comes in meanwhile stays above the mark."""
    now = timezone.now()
    read = ThreadRead.objects.filter(user=user, thread__board=OuterRef("pk"))
    boards = with_board_mark(Board.objects.filter(Exists(read)), user)
    _put(
        [
            BoardRead(user=user, board=board, serial=board.last_serial, marked_at=now)
            for board in boards.filter(~Exists(unread_of_outer_board(user)))
            if board.last_serial > board.read_serial
        ]
    )


def _forget_passed(user: User) -> int:
    passed = BoardRead.objects.filter(
        user=user, board=OuterRef("thread__board"), serial__gte=OuterRef("thread__last_serial")
    )
    gone, _by_model = ThreadRead.objects.filter(Exists(passed), user=user).delete()
    return gone
