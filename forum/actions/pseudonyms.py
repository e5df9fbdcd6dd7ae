"""Opening a pseudonym: the one act that tells a coordinator who somebody is, because someone may be in danger (DESIGN 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forum import ownership
from forum.actions.steps import log_moderator
from forum.content import checked_reason
from forum.enums import EventKind
from forum.policies import check_open_pseudonym
from notifications.mail import queue_mail

if TYPE_CHECKING:
    from accounts.models import User
    from forum.models import Persona

OPENED_MAIL = "forum_pseudonym_opened"


def open_pseudonym(*, actor: User, persona: Persona, reason: str) -> User | None:
    """Tell a coordinator whose a pseudonym is, once. None when no account is behind it.

    Raises ValidationError without a reason, NotVisible, NotAllowed. Side effects, before anything is told: the log, and a
    letter to the author with the reason. Every opening is a new one, so it is not idempotent.
    """
    reason = checked_reason(reason, is_required=True)
    with transaction.atomic():
        check_open_pseudonym(actor, persona)
        assert persona.thread is not None  # the policy has seen to it
        event = log_moderator(
            EventKind.PSEUDONYM_OPENED,
            actor,
            board=persona.thread.board,
            thread=persona.thread,
            persona=persona,
            reason=reason,
        )
        owner = ownership.owner_for_opening(persona)
        if owner is not None:
            queue_mail(OPENED_MAIL, recipient_id=owner.pk, key=str(event.pk), event=event.pk)
        return owner
