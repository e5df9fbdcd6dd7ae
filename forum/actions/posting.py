"""What authors do: start a thread, reply, edit, take back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.access import NotAllowed, NotVisible
from core.folding import fold
from core.links import links_in
from core.subjects import resolve_subject
from forum import counters, ownership
from forum.actions.calls import CallFacts, checked_call
from forum.actions.cases import CaseFacts, facts_of, record_case
from forum.actions.polls import PollFacts, add_poll, checked_poll
from forum.actions.steps import (
    index_post,
    index_whole_thread,
    locked_post,
    locked_thread,
    log_author,
    log_moderator,
)
from forum.content import checked_body, checked_reason, checked_tags, checked_title, language_of
from forum.delivery import NOTICES_TOPIC
from forum.enums import EventKind, PersonaKind, PostState, ThreadKind, ThreadState
from forum.models import Board, PartnerCall, Persona, Post, Thread
from forum.policies import (
    check_edit_post,
    check_moderate_post,
    check_reply,
    check_start_thread,
    check_withdraw_post,
)
from forum.visibility import rights_on
from taxonomy.tags import tags_for

if TYPE_CHECKING:
    from accounts.models import User


MAX_POSTS_AN_HOUR = 120
"""Of one person, under all names: two a minute for an hour is no conversation, and each may be a letter to many."""


def start_thread(
    *,
    actor: User,
    board: Board,
    title: str,
    body: str,
    kind: str = ThreadKind.DISCUSSION,
    tags: Sequence[str] = (),
    subject: tuple[str, int] | None = None,
    case: CaseFacts | None = None,
    is_pseudonymous: bool = False,
    token: uuid.UUID | None = None,
    call: CallFacts | None = None,
    poll: PollFacts | None = None,
) -> Thread:
    """Start a thread with its opening post, perhaps about a subject such as ("practice", 12), perhaps with a poll.

    A case comes with its facts.

    Raises ValidationError, NotVisible, NotAllowed. The same token starts one thread. Side effects: log, search entry,
    letters to the subject's followers.
    """
    title = checked_title(title)
    body_html, body_text = checked_body(body)
    tags = checked_tags(tags)
    call, poll = checked_call(kind, call), checked_poll(poll)
    try:
        with transaction.atomic():
            before = _posted_before(actor, token)
            if before is not None:
                return before.thread
            check_start_thread(actor, board)
            _check_kind(actor, board, kind, case)
            _check_pace(actor)
            if subject is not None and resolve_subject(*subject, actor) is None:
                raise NotVisible
            thread = Thread.objects.create(
                board=board,
                kind=kind,
                title=title,
                folded_title=fold(title),
                language=language_of(f"{title} {body_text}"),
                subject_kind=subject[0] if subject else "",
                subject_id=subject[1] if subject else None,
            )
            if tags:
                thread.tags.set(tags_for(tags))
            if case is not None:
                record_case(thread, case, body_text)
            thread.starter = _persona(actor, thread, is_pseudonymous)
            thread.save(update_fields=["starter"])
            if call:
                PartnerCall.objects.create(
                    thread=thread, seeks=call.seeks, until=call.until, funding=call.funding
                )
            if poll:
                add_poll(thread, poll)
            post = _add_post(thread, thread.starter, body_html, body_text, token)
            log_author(EventKind.THREAD_STARTED, thread.starter, thread, post)
            return thread
    except IntegrityError:
        # The same form, sent twice at once: the other request has won, and its thread is the answer.
        before = _posted_before(actor, token)
        if before is None:
            raise
        return before.thread


def reply(
    *, actor: User, thread: Thread, body: str, is_pseudonymous: bool = False, token: uuid.UUID | None = None
) -> Post:
    """Answer in a thread. The number is given under the thread's row lock, so two at once get two numbers.

    Raises ValidationError, NotVisible, NotAllowed (a thread that was just closed says why). The same token posts once.
    Side effects: log, search entry, letters to the others in the thread.
    """
    body_html, body_text = checked_body(body)
    with transaction.atomic():
        locked = locked_thread(thread.pk)
        before = _posted_before(actor, token)
        if before is not None:
            return before
        check_reply(actor, locked)
        _check_pace(actor)
        persona = _persona(actor, locked, is_pseudonymous)
        post = _add_post(locked, persona, body_html, body_text, token)
        log_author(EventKind.POST_WRITTEN, persona, locked, post)
        return post


def edit_post(
    *,
    actor: User,
    post: Post,
    body: str,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    case: CaseFacts | None = None,
) -> Post:
    """Change one's own post, and with the opening one the thread's title, tags, and the facts of a case. Readers see that
    it was edited. However a case's text changes, it is asked again how easily the person could be recognised.

    Raises ValidationError, NotVisible, NotAllowed. Writes nothing when nothing differs. Side effects: log, search entries.
    """
    body_html, body_text = checked_body(body)
    words = None if tags is None else checked_tags(tags)
    with transaction.atomic():
        own = locked_post(post)
        check_edit_post(actor, own)
        thread = own.thread
        has_changed = own.body_html != body_html
        has_new_title = False
        if own.number == 1:
            if title is not None and checked_title(title) != thread.title:
                has_new_title = True
                thread.title = checked_title(title)
                thread.folded_title = fold(thread.title)
                thread.save(update_fields=["title", "folded_title"])
            if words is not None:
                wanted = tags_for(words)
                if {tag.pk for tag in wanted} != set(thread.tags.values_list("pk", flat=True)):
                    has_changed = True
                    thread.tags.set(wanted)
            if thread.kind == ThreadKind.CASE and record_case(thread, case or facts_of(thread), body_text):
                has_changed = True
        if not (has_changed or has_new_title):
            return own
        own.body_html, own.body_text, own.language = body_html, body_text, language_of(body_text)
        own.links = links_in(body_html)
        own.edited_at = timezone.now()
        own.save(update_fields=["body_html", "body_text", "language", "links", "edited_at"])
        log_author(EventKind.POST_EDITED, own.persona, thread, own)
        if has_new_title:
            index_whole_thread(thread)
        else:
            index_post(own)
        return own


def withdraw_post(*, actor: User, post: Post) -> Post:
    """Take one's own post back; its number and a sentence stay. The opening post of a thread without replies takes the
    thread with it.

    Raises NotVisible, NotAllowed. What is withdrawn already stays so. Side effects: log, counters, search entry.
    """
    with transaction.atomic():
        own = locked_post(post)
        is_own = Persona.objects.owned_by(actor).filter(pk=own.persona_id).exists()
        if is_own and own.state == PostState.REMOVED:
            return own
        check_withdraw_post(actor, own)
        takes_thread = own.number == 1 and own.thread.posts_count <= 1
        _remove(own, reason="", takes_thread=takes_thread)
        kind = EventKind.THREAD_WITHDRAWN if takes_thread else EventKind.POST_REMOVED_BY_AUTHOR
        log_author(kind, own.persona, own.thread, own)
        return own


def remove_post(*, actor: User, post: Post, reason: str) -> Post:
    """A moderator takes a post out of the thread for good; its number and the reason stay.

    Raises ValidationError without a reason, NotVisible, NotAllowed. A removed post stays as it is. Side effects: log,
    counters, search entry.
    """
    reason = checked_reason(reason, is_required=True)
    with transaction.atomic():
        gone = locked_post(post)
        check_moderate_post(actor, gone)
        if gone.state == PostState.REMOVED:
            return gone
        _remove(gone, reason=reason, takes_thread=False)
        log_moderator(
            EventKind.POST_REMOVED,
            actor,
            board=gone.thread.board,
            thread=gone.thread,
            post=gone,
            persona=gone.persona,
            reason=reason,
        )
        return gone


def _remove(post: Post, *, reason: str, takes_thread: bool) -> None:
    """Leave a tombstone, count again, and have the search entry taken out. The text stays in the database unread."""
    thread = post.thread
    was_counted = post.state == PostState.PUBLISHED
    was_visible = thread.state == ThreadState.VISIBLE
    post.state, post.state_reason = PostState.REMOVED, reason
    post.save(update_fields=["state", "state_reason"])
    if takes_thread:
        thread.state = ThreadState.HIDDEN
        thread.save(update_fields=["state"])
    counters.count_thread_again(thread)
    if was_visible:
        counters.move_board_counters(thread, threads=-int(takes_thread), posts=-int(was_counted))
    index_post(post)


def _persona(actor: User, thread: Thread, is_pseudonymous: bool) -> Persona:
    """Who the actor writes as in this thread. Raises NotAllowed where the board knows no pseudonyms."""
    if is_pseudonymous:
        if not thread.board.allows_pseudonyms:
            raise NotAllowed(_("In this board one writes under one's own name."))
        return ownership.give_pseudonym(actor, thread)
    persona, _is_new = Persona.objects.get_or_create(user=actor, defaults={"kind": PersonaKind.NAMED})
    return persona


def _add_post(
    thread: Thread, persona: Persona, body_html: str, body_text: str, token: uuid.UUID | None
) -> Post:
    """Give the next number, write, count, and leave the outbox rows."""
    post = Post.objects.create(
        thread=thread,
        number=thread.last_number + 1,
        persona=persona,
        language=language_of(body_text),
        body_html=body_html,
        body_text=body_text,
        links=links_in(body_html),
        submission_token=token,
    )
    counters.count_new_post(thread, post, starts_thread=post.number == 1)
    index_post(post)
    outbox.put(NOTICES_TOPIC, f"post:{post.pk}", {"post": post.pk})
    return post


def _posted_before(actor: User, token: uuid.UUID | None) -> Post | None:
    """The post that this form has already made. Raises ValidationError for a token that is somebody else's."""
    if token is None:
        return None
    post = Post.objects.filter(submission_token=token).select_related("thread__board").first()
    if post is not None and not Persona.objects.owned_by(actor).filter(pk=post.persona_id).exists():
        raise ValidationError(_("Open the form again and send it from there."))
    return post


def _check_pace(actor: User) -> None:
    """Raises NotAllowed for more posts than anybody writes. Told to the writer alone, whatever names they used."""
    an_hour_ago = timezone.now() - datetime.timedelta(hours=1)
    own = Post.objects.filter(persona__in=Persona.objects.owned_by(actor), created_at__gt=an_hour_ago)
    if own.count() >= MAX_POSTS_AN_HOUR:
        raise NotAllowed(
            _("You have posted very often in the last hour. Your text stays here: send it later.")
        )


def _check_kind(actor: User, board: Board, kind: str, case: CaseFacts | None) -> None:
    """Announcements are for those who moderate the board; cases for boards that take them, with their facts."""
    if kind not in ThreadKind.values or (kind == ThreadKind.CASE) != (case is not None):
        raise ValidationError(_("Choose one of the kinds."))
    if case is not None and not board.allows_cases:
        raise NotAllowed(_("No cases are talked through in this board. Choose another one."))
    if kind == ThreadKind.ANNOUNCEMENT and not rights_on(actor, board).can_moderate:
        raise NotAllowed(_("Only those who moderate this board announce things in it."))
