"""Personal numbers that somebody left in a draft: after 30 days they go, from the draft and from what was sent for review."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from practices.actions.steps import locked_practice, log_event
from practices.card import clean_card
from practices.enums import PracticeAction
from practices.models import CardDraft
from practices.privacy import without_personal_numbers

KEPT_DAYS = 30
"""Since the draft was last changed: long enough to mend a slip after a holiday, and no longer than needed."""
BATCH_SIZE = 200


def purge_personal_numbers(*, now: datetime.datetime | None = None) -> int:
    """Replace personal numbers in a batch of drafts that nobody has changed for 30 days; how many drafts were looked at.

    Each draft in a transaction of its own, so that it may be stopped and begun again; 0 when nothing is left to look at.
    For the daily task: it checks no policy and sends no mail.
    """
    now = now or timezone.now()
    due = (
        CardDraft.objects.filter(updated_at__lt=now - datetime.timedelta(days=KEPT_DAYS))
        .filter(Q(purged_at=None) | Q(purged_at__lt=F("updated_at")))
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH_SIZE]
    )
    practice_ids = list(due)
    for practice_id in practice_ids:
        _purge(practice_id, now)
    return len(practice_ids)


@transaction.atomic
def _purge(practice_id: int, now: datetime.datetime) -> None:
    practice = locked_practice(practice_id)
    draft = practice.draft
    document, found = without_personal_numbers(clean_card(draft.document))
    if found:
        draft.document, draft.version = document, draft.version + 1
    for sent in practice.rounds.all():
        document, in_round = without_personal_numbers(clean_card(sent.document))
        if in_round:
            sent.document = document
            sent.save(update_fields=["document"])
        found += in_round
    # `updated_at` stays: nobody has worked on it.
    draft.purged_at = now
    draft.save(update_fields=["document", "version", "purged_at"])
    if found:
        log_event(practice, PracticeAction.PURGED, None)
