"""What moderators do: close, pin and hide threads, hide posts, and undo each of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forum import counters
from forum.actions.steps import index_post, index_whole_thread, locked_post, locked_thread, log_moderator
from forum.content import checked_reason
from forum.enums import EventKind, PostState, ThreadState
from forum.policies import check_moderate_post, check_moderate_thread

if TYPE_CHECKING:
    from accounts.models import User
    from forum.models import Post, Thread


def lock_thread(*, actor: User, thread: Thread, reason: str = "") -> Thread:
    """Close a thread for replies and edits; the reason stands above it. Side effect: log."""
    reason = checked_reason(reason)
    with transaction.atomic():
        locked = _moderated(actor, thread)
        if locked.is_locked:
            return locked
        return _set_lock(actor, locked, EventKind.THREAD_LOCKED, is_locked=True, reason=reason)


def unlock_thread(*, actor: User, thread: Thread) -> Thread:
    """Open a closed thread again. Side effect: log."""
    with transaction.atomic():
        locked = _moderated(actor, thread)
        if not locked.is_locked:
            return locked
        return _set_lock(actor, locked, EventKind.THREAD_UNLOCKED, is_locked=False, reason="")


def pin_thread(*, actor: User, thread: Thread) -> Thread:
    """Keep a thread above the others of its board. Side effect: log."""
    return _set_pinned(actor, thread, EventKind.THREAD_PINNED, is_pinned=True)


def unpin_thread(*, actor: User, thread: Thread) -> Thread:
    return _set_pinned(actor, thread, EventKind.THREAD_UNPINNED, is_pinned=False)


def hide_thread(*, actor: User, thread: Thread, reason: str) -> Thread:
    """Make a thread invisible to all but the board's moderators. Raises ValidationError without a reason.

    Side effects: log, counters, search entries of the thread and of its posts.
    """
    reason = checked_reason(reason, is_required=True)
    return _set_visibility(actor, thread, EventKind.THREAD_HIDDEN, ThreadState.HIDDEN, reason)


def restore_thread(*, actor: User, thread: Thread) -> Thread:
    """Undo `hide_thread`."""
    return _set_visibility(actor, thread, EventKind.THREAD_RESTORED, ThreadState.VISIBLE, "")


def hide_post(*, actor: User, post: Post, reason: str) -> Post:
    """Take a post out of sight for all but the board's moderators; can be undone. Removed ones stay removed."""
    reason = checked_reason(reason, is_required=True)
    return _set_post_state(actor, post, EventKind.POST_HIDDEN, PostState.PUBLISHED, PostState.HIDDEN, reason)


def restore_post(*, actor: User, post: Post) -> Post:
    """Undo `hide_post`."""
    return _set_post_state(actor, post, EventKind.POST_RESTORED, PostState.HIDDEN, PostState.PUBLISHED, "")


def _moderated(actor: User, thread: Thread) -> Thread:
    locked = locked_thread(thread.pk)
    check_moderate_thread(actor, locked)
    return locked


def _set_lock(actor: User, thread: Thread, kind: EventKind, *, is_locked: bool, reason: str) -> Thread:
    thread.is_locked, thread.lock_reason = is_locked, reason
    thread.save(update_fields=["is_locked", "lock_reason"])
    log_moderator(kind, actor, board=thread.board, thread=thread, reason=reason)
    return thread


def _set_pinned(actor: User, thread: Thread, kind: EventKind, *, is_pinned: bool) -> Thread:
    with transaction.atomic():
        locked = _moderated(actor, thread)
        if locked.is_pinned != is_pinned:
            locked.is_pinned = is_pinned
            locked.save(update_fields=["is_pinned"])
            log_moderator(kind, actor, board=locked.board, thread=locked)
        return locked


def _set_visibility(actor: User, thread: Thread, kind: EventKind, state: ThreadState, reason: str) -> Thread:
    with transaction.atomic():
        locked = _moderated(actor, thread)
        if locked.state != state:
            locked.state = state
            locked.save(update_fields=["state"])
            sign = 1 if state == ThreadState.VISIBLE else -1
            counters.move_board_counters(locked, threads=sign, posts=sign * locked.posts_count)
            log_moderator(kind, actor, board=locked.board, thread=locked, reason=reason)
            index_whole_thread(locked)
        return locked


def _set_post_state(
    actor: User, post: Post, kind: EventKind, before: PostState, after: PostState, reason: str
) -> Post:
    with transaction.atomic():
        found = locked_post(post)
        check_moderate_post(actor, found)
        if found.state != before:
            return found
        found.state, found.state_reason = after, reason
        found.save(update_fields=["state", "state_reason"])
        counters.count_thread_again(found.thread)
        if found.thread.state == ThreadState.VISIBLE:
            counters.move_board_counters(
                found.thread, threads=0, posts=1 if after == PostState.PUBLISHED else -1
            )
        log_moderator(
            kind,
            actor,
            board=found.thread.board,
            thread=found.thread,
            post=found,
            persona=found.persona,
            reason=reason,
        )
        index_post(found)
        return found
