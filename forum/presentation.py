"""What the components show of boards, threads and posts: values only, ready to print. Asks the database nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.enums import PostState, ReadBy, ThreadState
from forum.numbering import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.access import Actor
    from core.subjects import Subject
    from forum.models import Board, Persona, Post, Thread


class Shown:
    """What a template reads by name. A template tries `item["name"]` first: answering there spares it an exception for each
    value, which is a tenth of the time of a long page."""

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self, name)
        except AttributeError as error:
            raise KeyError(name) from error


@dataclass(frozen=True)
class BoardItem(Shown):
    title: str
    url: str
    description: str
    threads: int
    posts: int
    readers: str
    """Who reads it, where that isn't everybody."""
    last_at: datetime.datetime | None = None
    last_title: str = ""
    last_url: str = ""
    last_author: str = ""
    last_language: str = ""
    unread: str = ""
    """How many threads have something new, in words; "" for none."""


@dataclass(frozen=True)
class ThreadItem(Shown):
    title: str
    url: str
    author: str
    started_at: datetime.datetime
    replies: int
    last_at: datetime.datetime
    last_author: str
    is_pinned: bool
    is_locked: bool
    is_hidden: bool
    language: str
    board: str = ""
    board_url: str = ""
    kind: str = ""
    """Its name, where it is more than a discussion."""
    closed_reason: str = ""
    is_answered: bool = False
    is_over: bool = False
    is_unread: bool = False
    new_posts: str = ""
    tags: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class PostItem(Shown):
    number: int
    anchor_url: str
    author: str = ""
    author_note: str = ""
    tone: int = 0
    is_starter: bool = False
    created_at: datetime.datetime | None = None
    edited_at: datetime.datetime | None = None
    html: str = ""
    language: str = ""
    is_removed: bool = False
    removed_reason: str = ""
    is_hidden: bool = False
    hidden_reason: str = ""
    actions: list[tuple[str, str, str]] = field(default_factory=list)
    is_new: bool = False
    is_first_new: bool = False
    is_answer: bool = False
    cards: list[Subject] = field(default_factory=list)


def readers_label(board: Board) -> str:
    return {
        ReadBy.PUBLIC.value: "",
        ReadBy.MEMBERS.value: _("For members"),
        ReadBy.COORDINATORS.value: _("For coordinators"),
        ReadBy.ACCESS.value: _("Closed circle"),
    }[board.read_by]


def board_item(board: Board) -> BoardItem:
    """A board in the list. Expects `for_list()`; whoever reads the board may read its last thread."""
    last = board.last_thread
    if last is None:
        return BoardItem(board.title, board.get_absolute_url(), board.description, 0, 0, readers_label(board))
    return BoardItem(
        title=board.title,
        url=board.get_absolute_url(),
        description=board.description,
        threads=board.threads_count,
        posts=board.posts_count,
        readers=readers_label(board),
        last_at=board.last_post_at,
        last_title=last.title,
        last_url=last.url_of_number(last.last_number),
        last_author=last.last_persona.label if last.last_persona else "",
        last_language=last.language,
    )


def thread_item(thread: Thread, *, with_board: bool = False) -> ThreadItem:
    """A thread in a list. Expects `for_list()`."""
    return ThreadItem(
        title=thread.title,
        url=thread.get_absolute_url(),
        author=thread.starter.label if thread.starter else "",
        started_at=thread.created_at,
        replies=thread.replies_count,
        last_at=thread.last_post_at,
        last_author=thread.last_persona.label if thread.last_persona and thread.replies_count else "",
        is_pinned=thread.is_pinned,
        is_locked=thread.is_locked,
        is_hidden=thread.state == ThreadState.HIDDEN,
        language=thread.language,
        board=thread.board.title if with_board else "",
        board_url=thread.board.get_absolute_url() if with_board else "",
    )


def is_own(persona: Persona, thread: Any, actor: Actor) -> bool:
    """Is this one of the reader's own? Expects a thread `with_own_pseudonym()`: asked from the reader's side."""
    if persona.is_pseudonym:
        return thread.own_pseudonym is not None and persona.number == thread.own_pseudonym
    return persona.user_id is not None and persona.user_id == actor.pk


def post_item(
    post: Post, thread: Thread, actor: Actor, *, can_moderate: bool, organisations: Mapping[int, str]
) -> PostItem:
    """A post as one reader sees it. Expects posts `with_authors()`, their thread `with_own_pseudonym()`, and the names of the
    authors' organisations by user id.

    Of a removed post nothing but its number leaves this function; of a hidden one, its text only for moderators.
    """
    url = post.get_absolute_url()
    actions = []
    if post.state == PostState.PUBLISHED and is_own(post.persona, thread, actor):
        if thread.is_locked:
            actions.append((_("Remove"), reverse("forum:post_remove", args=[post.pk]), "trash"))
        else:  # from there it can be removed as well
            actions.append((_("Edit"), reverse("forum:post_edit", args=[post.pk]), "edit"))
    if can_moderate and post.state != PostState.REMOVED:
        actions.append((_("Moderate"), reverse("forum:post_moderate", args=[post.pk]), "flag"))
    if post.state == PostState.REMOVED or (post.state == PostState.HIDDEN and not can_moderate):
        return PostItem(number=post.number, anchor_url=url, is_removed=True, removed_reason=post.state_reason)
    persona = post.persona
    return PostItem(
        number=post.number,
        anchor_url=url,
        author=persona.label,
        # A pseudonym has none: it would tell too much.
        author_note=organisations.get(persona.user_id, "") if persona.user_id else "",
        tone=persona.tone,
        is_starter=post.persona_id == thread.starter_id and post.number > 1,
        created_at=post.created_at,
        edited_at=post.edited_at,
        html=post.body_html,
        language=post.language if post.language != get_language() else "",
        is_hidden=post.state == PostState.HIDDEN,
        hidden_reason=post.state_reason,
        actions=actions,
    )


def thread_facts(thread: Thread) -> list[tuple[str, str]]:
    """What stands beside a thread. Expects its board to have been fetched."""
    return [
        (_("Board"), thread.board.title),
        (_("Started"), date_format(timezone.localtime(thread.created_at), "DATE_FORMAT")),
        (_("Last post"), date_format(timezone.localtime(thread.last_post_at), "DATE_FORMAT")),
        (_("Replies"), str(thread.replies_count)),
    ]


def thread_pages(thread: Thread, page: int) -> list[tuple[str | None, str, bool]]:
    """(label, address, is current) for the pagination: first, last, and those around the current; None for a gap."""
    last = page_of(thread.last_number)
    shown = sorted({1, last, *range(max(page - 2, 1), min(page + 2, last) + 1)})
    return list(_with_gaps(shown, page)) if last > 1 else []


def _with_gaps(numbers: list[int], current: int) -> Iterator[tuple[str | None, str, bool]]:
    before = 0
    for number in numbers:
        if number - before > 1:
            yield None, "", False
        yield str(number), page_query(number), number == current
        before = number


def page_query(page: int) -> str:
    return f"?page={page}" if page > 1 else "?"
