"""The rows of lists: boards in their sections, threads of a board with what has become of them and what is new in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.enums import ThreadKind
from forum.presentation import BoardItem, Shown, ThreadItem, board_item, thread_item
from forum.read_marks import MOST_COUNTED, progress_of
from forum.tag_words import tags_of
from forum.thread_parts import is_over

if TYPE_CHECKING:
    from core.access import Actor
    from forum.models import Board


@dataclass(frozen=True)
class BoardSection(Shown):
    """A heading and the boards under it."""

    title: str
    boards: list[BoardItem]


def board_sections(boards: Sequence[Any]) -> list[BoardSection]:
    """Boards under the headings of their categories; those without one come last. Expects `for_list()` and
    `with_unread_counts()`."""

    def place(board: Board) -> tuple[bool, int, int]:
        category = board.category
        return (category is None, category.position if category else 0, board.category_id or 0)

    ordered = sorted(boards, key=place)  # stable: within a category the boards keep their own order
    return [_section(list(group)) for _key, group in groupby(ordered, key=place)]


def _section(boards: Sequence[Any]) -> BoardSection:
    category = boards[0].category
    return BoardSection(
        title=category.title if category else _("Other boards"),
        boards=[replace(board_item(board), unread=_unread(board.unread_threads)) for board in boards],
    )


def _unread(count: int) -> str:
    if not count:
        return ""
    if count >= MOST_COUNTED:
        return _("More than %(count)d threads with new posts") % {"count": MOST_COUNTED - 1}
    return ngettext("%(count)d thread with new posts", "%(count)d threads with new posts", count) % {
        "count": count
    }


def thread_rows(threads: Sequence[Any], board: Any, actor: Actor) -> list[ThreadItem]:
    """The threads of one board `with_board_mark()`. Expects `for_list()`, `with_read_number()` and `with_tag_words()`.

    The title of an unread thread leads to what is new in it.
    """
    return [_row(thread, board, actor) for thread in threads]


def _row(thread: Any, board: Any, actor: Actor) -> ThreadItem:
    progress = progress_of(thread, actor, board=board)
    item = thread_item(thread)
    new_posts = ""
    if progress.is_unread and progress.number:
        count = thread.last_number - progress.number
        new_posts = ngettext("%(count)d new post", "%(count)d new posts", count) % {"count": count}
    return replace(
        item,
        url=reverse("forum:thread_unread", args=[thread.pk]) if progress.is_unread else item.url,
        kind=thread.get_kind_display() if thread.kind != ThreadKind.DISCUSSION else "",
        closed_reason=thread.lock_reason if thread.is_locked else "",
        is_answered=thread.answer_id is not None,
        is_over=is_over(thread),
        is_unread=progress.is_unread,
        new_posts=new_posts,
        tags=[(name, _tag_url(board, slug)) for name, slug in tags_of(thread)],
    )


def _tag_url(board: Board, slug: str) -> str:
    return f"{board.get_absolute_url()}?{urlencode({'tag': slug})}"
