"""Who is written to about a new post. Worked out by a worker, so that a reply costs the same however many take part.

A post leaves one outbox row; here it becomes a queued letter for each reader, and the row goes in the same transaction: a
worker that dies before loses nothing, and after has nothing left to do twice. Whether a reader may see the post is asked
again when their letter is written (forum/emails.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from core.models import OutboxItem
from core.subjects import subject_follower_ids
from forum import ownership
from forum.enums import PostState
from forum.models import Persona, Post
from notifications.mail import queue_mail

if TYPE_CHECKING:
    from forum.models import Thread

NOTICES_TOPIC = "forum.notices"
NEW_THREAD_MAIL = "forum_new_thread"
REPLY_MAIL = "forum_reply"
ANSWER_MAIL = "forum_answer"


def deliver_notices(items: Sequence[OutboxItem]) -> list[int]:
    """Outbox handler: queue the letters about each new post."""
    for item in items:
        with transaction.atomic():
            # The row is what gives the right to queue: without it this was done already, by another worker or before a
            # row of the same batch failed, and the letters may be on their way.
            taken, _by_model = OutboxItem.objects.filter(pk=item.pk, version=item.version).delete()
            if taken:
                if "answer" in item.payload:
                    _queue_answer_letter(int(item.payload["answer"]))
                else:
                    _queue_letters(int(item.payload["post"]))
    return [item.pk for item in items]


def _queue_letters(post_id: int) -> None:
    post = (
        Post.objects.filter(pk=post_id, state=PostState.PUBLISHED).select_related("thread", "persona").first()
    )
    if post is None:
        return
    writers = _user_ids([post.persona])
    if post.number == 1:
        kind, readers = NEW_THREAD_MAIL, subject_followers(post.thread)
    else:
        kind, readers = REPLY_MAIL, participants(post.thread)
    for reader in sorted(readers - writers):
        queue_mail(kind, recipient_id=reader, key=str(post.pk), post=post.pk)


def _queue_answer_letter(post_id: int) -> None:
    """To the author of an accepted answer, unless they asked themselves."""
    post = (
        Post.objects.filter(pk=post_id, state=PostState.PUBLISHED)
        .select_related("thread__starter", "persona")
        .first()
    )
    if post is None or post.thread.answer_id != post.pk:
        return
    askers = _user_ids([post.thread.starter] if post.thread.starter else [])
    for reader in sorted(_user_ids([post.persona]) - askers):
        queue_mail(ANSWER_MAIL, recipient_id=reader, key=str(post.pk), post=post.pk)


def subject_followers(thread: Thread) -> set[int]:
    """User ids of those who answer for what the thread is about."""
    if not thread.subject_kind or thread.subject_id is None:
        return set()
    return subject_follower_ids(thread.subject_kind, thread.subject_id)


def participants(thread: Thread) -> set[int]:
    """User ids of all whose posts stand in the thread, by name or under a pseudonym: one set, which tells nothing apart."""
    written = Post.objects.filter(thread=thread, state=PostState.PUBLISHED).values("persona")
    return _user_ids(Persona.objects.filter(pk__in=written))


def _user_ids(personas: Iterable[Persona]) -> set[int]:
    known = list(personas)
    named = {persona.user_id for persona in known if persona.user_id is not None}
    return named | ownership.owner_ids_for_delivery([persona.pk for persona in known if persona.is_pseudonym])
