"""“Does it still run?”: asked once a year, answered with one click; silence marks the card.

What is asked about is said in `PracticeQuerySet.asking_due`.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from practices.actions.steps import locked_practice, log_event, queue_letter
from practices.enums import PracticeAction, PracticeState
from practices.models import Practice
from practices.policies import check_confirm_practice
from practices.responsible import responsible_ids
from search.indexing import request_index

if TYPE_CHECKING:
    from core.access import Actor

ASK_AFTER_DAYS = 365
REMIND_AFTER_DAYS = 14
FLAG_AFTER_DAYS = 30
"""Counted from the question."""
AT_MOST_A_DAY = 500
"""Of each kind in one run, the longest unconfirmed first: as many letters as a small mail server takes."""


@transaction.atomic
def confirm_practice(*, actor: Actor, practice_id: int, today: datetime.date | None = None) -> bool:
    """Say that it still runs as the card tells: closes the question and takes the flag off. Index: the practice.

    Raises NotVisible, NotAllowed.
    """
    today = today or timezone.localdate()
    practice = locked_practice(practice_id)
    check_confirm_practice(actor, practice)
    if practice.last_confirmed_on == today and practice.asked_on is None and not practice.needs_update:
        return False
    practice.last_confirmed_on, practice.asked_on, practice.reminded_on = today, None, None
    practice.needs_update = False
    practice.public_changed_at = timezone.now()
    practice.save(
        update_fields=["last_confirmed_on", "asked_on", "reminded_on", "needs_update", "public_changed_at"]
    )
    log_event(practice, PracticeAction.CONFIRMED, actor)
    request_index("practice", practice.pk)
    return True


def ask_whether_practices_run(*, today: datetime.date, at_most: int = AT_MOST_A_DAY) -> dict[str, int]:
    """Ask, remind and mark what is due on this day; returns how many of each. A second run on the same day does nothing.

    Each practice is a transaction of its own, so that a run that is stopped has lost nothing. Mail: who answers for it.
    """
    due = Practice.objects.published()
    steps = {
        "asked": (due.asking_due(today - datetime.timedelta(days=ASK_AFTER_DAYS)), _ask),
        "reminded": (due.reminding_due(today - datetime.timedelta(days=REMIND_AFTER_DAYS)), _remind),
        "flagged": (due.flagging_due(today - datetime.timedelta(days=FLAG_AFTER_DAYS)), _flag),
    }
    return {
        name: sum(act(pk, today) for pk in found.values_list("pk", flat=True)[:at_most])
        for name, (found, act) in steps.items()
    }


@transaction.atomic
def _ask(practice_id: int, today: datetime.date) -> bool:
    practice = locked_practice(practice_id)
    if practice.state != PracticeState.PUBLISHED or practice.asked_on is not None:
        return False
    practice.asked_on, practice.reminded_on = today, None
    practice.save(update_fields=["asked_on", "reminded_on"])
    log_event(practice, PracticeAction.ASKED, None)
    _write_to_responsible(practice, "practice_asked")
    return True


@transaction.atomic
def _remind(practice_id: int, today: datetime.date) -> bool:
    practice = locked_practice(practice_id)
    if not practice.is_asked or practice.needs_update or practice.reminded_on is not None:
        return False
    practice.reminded_on = today
    practice.save(update_fields=["reminded_on"])
    _write_to_responsible(practice, "practice_reminded")
    return True


@transaction.atomic
def _flag(practice_id: int, today: datetime.date) -> bool:
    practice = locked_practice(practice_id)
    if not practice.is_asked or practice.needs_update:
        return False
    practice.needs_update, practice.public_changed_at = True, timezone.now()
    practice.save(update_fields=["needs_update", "public_changed_at"])
    log_event(practice, PracticeAction.OUTDATED, None)
    request_index("practice", practice.pk)
    _write_to_responsible(practice, "practice_outdated")
    return True


def _write_to_responsible(practice: Practice, kind: str) -> None:
    for user_id in responsible_ids(author_id=practice.author_id, organisation_id=practice.organisation_id):
        queue_letter(practice, kind, user_id)
