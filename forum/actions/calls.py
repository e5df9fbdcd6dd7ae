"""Calls for partners: their facts, checked when the thread is started and whenever they are changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sanitising import clean_plain_text
from forum.actions.steps import locked_thread, log_starter_or_moderator
from forum.content import refuse_personal_numbers
from forum.enums import EventKind, ThreadKind
from forum.models import PartnerCall, Thread
from forum.models.calls import FUNDING_MAX_LENGTH, SEEKS_MAX_LENGTH
from forum.policies import check_edit_call

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_CALL_DAYS = 2 * 366
"""Nobody plans further ahead; what is later was mistyped."""


@dataclass(frozen=True)
class CallFacts:
    seeks: str
    until: datetime.date
    funding: str = ""


def checked_call(kind: str, call: CallFacts | None) -> CallFacts | None:
    """The facts that a thread of this kind has, cleaned; None for every other kind. Raises ValidationError."""
    if kind != ThreadKind.PARTNERS:
        return None
    seeks = _one_line(call.seeks, SEEKS_MAX_LENGTH) if call else ""
    if call is None or not seeks:
        raise ValidationError(_("Say who or what you seek."))
    check_last_day(call.until)
    return CallFacts(seeks, call.until, _one_line(call.funding, FUNDING_MAX_LENGTH))


def check_last_day(day: datetime.date) -> None:
    """Raises ValidationError for a day that is over, or further away than anybody plans."""
    today = timezone.localdate()
    if day < today:
        raise ValidationError(_("This day is over. Choose today or a later one."))
    if day > today + datetime.timedelta(days=LONGEST_CALL_DAYS):
        raise ValidationError(_("This day is more than two years away. Look at the year again."))


def edit_call(*, actor: User, thread: Thread, call: CallFacts) -> bool:
    """Change what a call says of itself. False when nothing differs. Raises ValidationError, NotVisible, NotAllowed.

    Side effect: log.
    """
    with transaction.atomic():
        locked = locked_thread(thread.pk)
        check_edit_call(actor, locked)
        known = PartnerCall.objects.get(thread=locked)
        wanted = checked_call(locked.kind, call) if call.until != known.until else _unmoved(locked, call)
        assert wanted is not None  # the policy has seen that it is a call
        if (known.seeks, known.until, known.funding) == (wanted.seeks, wanted.until, wanted.funding):
            return False
        known.seeks, known.until, known.funding = wanted.seeks, wanted.until, wanted.funding
        known.save(update_fields=["seeks", "until", "funding"])
        log_starter_or_moderator(EventKind.CALL_CHANGED, actor, locked)
        return True


def _unmoved(thread: Thread, call: CallFacts) -> CallFacts | None:
    """A call that is over may be put into better words without moving its day."""
    checked = checked_call(thread.kind, CallFacts(call.seeks, timezone.localdate(), call.funding))
    return CallFacts(checked.seeks, call.until, checked.funding) if checked else None


def _one_line(text: str, longest: int) -> str:
    cleaned = " ".join(clean_plain_text(text[: 10 * longest]).split())
    if len(cleaned) > longest:
        raise ValidationError(_("Shorten it to %(max)d characters.") % {"max": longest})
    refuse_personal_numbers(cleaned)
    return cleaned
