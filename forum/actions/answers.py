"""The answer of a question: accepted by who asked or by a moderator, and taken back by either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from core import outbox
from forum.actions.steps import index_post, locked_post, log_starter_or_moderator
from forum.delivery import NOTICES_TOPIC
from forum.enums import EventKind
from forum.policies import check_accept_answer

if TYPE_CHECKING:
    from accounts.models import User
    from forum.models import Post


def accept_answer(*, actor: User, post: Post) -> bool:
    """Make a post the answer of its thread, in place of another if there was one. False when it is already.

    Raises NotVisible, NotAllowed. Side effects: log, search entry, a letter to the answer's author.
    """
    with transaction.atomic():
        answer = locked_post(post)
        check_accept_answer(actor, answer)
        if answer.thread.answer_id == answer.pk:
            return False
        _set(actor, answer, EventKind.ANSWER_ACCEPTED, answer_id=answer.pk)
        outbox.put(NOTICES_TOPIC, f"answer:{answer.pk}", {"answer": answer.pk})
        return True


def take_answer_back(*, actor: User, post: Post) -> bool:
    """The question is open again. False when this post isn't its answer. Raises NotVisible, NotAllowed.

    Side effects: log, search entry.
    """
    with transaction.atomic():
        answer = locked_post(post)
        check_accept_answer(actor, answer)
        if answer.thread.answer_id != answer.pk:
            return False
        _set(actor, answer, EventKind.ANSWER_TAKEN_BACK, answer_id=None)
        return True


def _set(actor: User, post: Post, kind: EventKind, *, answer_id: int | None) -> None:
    thread = post.thread
    thread.answer_id = answer_id
    thread.save(update_fields=["answer"])
    log_starter_or_moderator(kind, actor, thread, post, post.persona)
    index_post(post)
