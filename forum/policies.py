"""May this actor do this to this board, thread or post? `visibility.py` says what a board allows; lists ask querysets.py.

`check_…` raise NotVisible (404: it isn't there for them) or NotAllowed (403, with the reason); `can_…` wrap them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from core.access import NotAllowed, NotVisible
from forum.enums import PostState, ThreadKind, ThreadState
from forum.models import Persona
from forum.visibility import rights_on

if TYPE_CHECKING:
    from core.access import Actor
    from forum.models import Board, Poll, Post, Thread

Thing = TypeVar("Thing")


def can_view_board(actor: Actor, board: Board) -> bool:
    return rights_on(actor, board).can_read


def can_moderate_board(actor: Actor, board: Board) -> bool:
    return rights_on(actor, board).can_moderate


def can_view_thread(actor: Actor, thread: Thread) -> bool:
    rights = rights_on(actor, thread.board)
    return rights.can_read and (thread.state == ThreadState.VISIBLE or rights.can_moderate)


def can_view_post(actor: Actor, post: Post) -> bool:
    """May the actor read its text? A removed one is read by nobody, though its place in the thread stays."""
    if not can_view_thread(actor, post.thread) or post.state == PostState.REMOVED:
        return False
    return post.state == PostState.PUBLISHED or can_moderate_board(actor, post.thread.board)


def check_view_board(actor: Actor, board: Board) -> None:
    if not can_view_board(actor, board):
        raise NotVisible


def check_view_thread(actor: Actor, thread: Thread) -> None:
    if not can_view_thread(actor, thread):
        raise NotVisible


def check_start_thread(actor: Actor, board: Board) -> None:
    check_view_board(actor, board)
    if not rights_on(actor, board).can_start:
        raise NotAllowed(_("You can read this board, but not start threads in it."))


def check_reply(actor: Actor, thread: Thread) -> None:
    """Closed threads take replies from nobody; the reason that stands at the thread is part of the answer."""
    check_view_thread(actor, thread)
    if not rights_on(actor, thread.board).can_reply:
        raise NotAllowed(_("You can read this board, but not reply in it."))
    if thread.is_locked:
        raise NotAllowed(closed_sentence(thread))


def closed_sentence(thread: Thread) -> str:
    """That a thread is closed, with the reason where there is one."""
    if thread.lock_reason:
        return _("This thread is closed: %(reason)s") % {"reason": thread.lock_reason}
    return _("This thread is closed.")


def check_edit_post(actor: Actor, post: Post) -> None:
    """The author edits at any time, as long as the post stands and the thread is open; readers see that it was edited."""
    _check_own_post(actor, post)
    if post.thread.is_locked:
        raise NotAllowed(closed_sentence(post.thread))


def check_withdraw_post(actor: Actor, post: Post) -> None:
    """The author takes a post back, also out of a closed thread."""
    _check_own_post(actor, post)


def _check_own_post(actor: Actor, post: Post) -> None:
    if not can_view_post(actor, post):
        raise NotVisible
    if not Persona.objects.owned_by(actor).filter(pk=post.persona_id).exists():
        raise NotAllowed(_("Only its author can change a post."))
    if post.state != PostState.PUBLISHED:
        raise NotAllowed(_("This post was hidden and can't be changed."))


def check_moderate_thread(actor: Actor, thread: Thread) -> None:
    check_view_thread(actor, thread)
    if not can_moderate_board(actor, thread.board):
        raise NotAllowed(_("Only those who moderate this board can do that."))


def check_moderate_post(actor: Actor, post: Post) -> None:
    check_moderate_thread(actor, post.thread)


def is_started_by(actor: Actor, thread: Thread) -> bool:
    """Is the persona that started the thread one of the actor's own?"""
    if thread.starter_id is None:
        return False
    return Persona.objects.owned_by(actor).filter(pk=thread.starter_id).exists()


def _check_starter_or_moderator(actor: Actor, thread: Thread) -> None:
    check_view_thread(actor, thread)
    if can_moderate_board(actor, thread.board):
        return
    if not is_started_by(actor, thread):
        raise NotAllowed(_("Only who started the thread, or who moderates this board, can do that."))
    if thread.is_locked:
        raise NotAllowed(closed_sentence(thread))


def check_accept_answer(actor: Actor, post: Post) -> None:
    """Who asked, or who moderates, accepts somebody's published reply; also in a thread that was closed meanwhile."""
    if not can_view_post(actor, post):
        raise NotVisible
    thread = post.thread
    if thread.kind != ThreadKind.QUESTION:
        raise NotAllowed(_("Only questions have an accepted answer."))
    if not (can_moderate_board(actor, thread.board) or is_started_by(actor, thread)):
        raise NotAllowed(_("Only who asked, or who moderates this board, accepts an answer."))
    if post.number == 1 or post.state != PostState.PUBLISHED:
        raise NotAllowed(_("This post can't be an answer."))


def check_edit_call(actor: Actor, thread: Thread) -> None:
    check_view_thread(actor, thread)
    if thread.kind != ThreadKind.PARTNERS:
        raise NotVisible
    _check_starter_or_moderator(actor, thread)


def check_tag_thread(actor: Actor, thread: Thread) -> None:
    _check_starter_or_moderator(actor, thread)


def check_vote(actor: Actor, thread: Thread, poll: Poll | None) -> None:
    """Whoever may reply votes, while the poll runs and the thread is open."""
    check_view_thread(actor, thread)
    if poll is None:
        raise NotVisible
    if not rights_on(actor, thread.board).can_reply:
        raise NotAllowed(_("You can read this board, but not vote in it."))
    if thread.is_locked:
        raise NotAllowed(closed_sentence(thread))
    if poll.is_over:
        raise NotAllowed(_("This poll is over."))


def check_open_pseudonym(actor: Actor, persona: Persona) -> None:
    """A coordinator who moderates the board; nobody else ever, whatever access they have by name."""
    if not persona.is_pseudonym or persona.thread is None:
        raise NotVisible
    check_moderate_thread(actor, persona.thread)
    if not (actor.is_authenticated and actor.is_coordinator):
        raise NotAllowed(_("Only a coordinator can open a pseudonym."))


def allows(check: Callable[[Actor, Thing], None], actor: Actor, thing: Thing) -> bool:
    """Whether a check passes: what templates are told."""
    try:
        check(actor, thing)
    except (NotVisible, NotAllowed):
        return False
    return True


def can_start_thread(actor: Actor, board: Board) -> bool:
    return allows(check_start_thread, actor, board)


def can_reply(actor: Actor, thread: Thread) -> bool:
    return allows(check_reply, actor, thread)
