"""Who reads which card: a coordinator takes a review on, gives it back, or takes it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from practices.actions.steps import as_user, check_submitted, locked_practice, log_event
from practices.enums import PracticeAction
from practices.models import Practice, ReviewClaim
from practices.policies import check_review_practice

if TYPE_CHECKING:
    from core.access import Actor


class ClaimedError(Exception):
    """Somebody else has taken the review on. Carries their claim, so that one can be asked about it."""

    def __init__(self, claim: ReviewClaim) -> None:
        super().__init__("Somebody else has taken this review on.")
        self.claim = claim


def claim_of(practice: Practice) -> ReviewClaim | None:
    """Who has taken the review on, if anybody has. One query."""
    return ReviewClaim.objects.select_related("coordinator").filter(practice=practice).first()


@transaction.atomic
def claim_practice(*, actor: Actor, practice_id: int, take_over_from: int | None = None) -> bool:
    """Take a review on. From a colleague who holds it only with `take_over_from`, the id of that colleague.

    Raises NotVisible, NotAllowed, ClaimedError.
    """
    practice = locked_practice(practice_id)
    check_review_practice(actor, practice)
    check_submitted(practice)
    claim = claim_of(practice)
    if claim and claim.coordinator_id == actor.pk:
        return False
    check_claim(practice, claim, actor=actor, knows_of=take_over_from)
    ReviewClaim.objects.update_or_create(
        practice=practice, defaults={"coordinator": as_user(actor), "claimed_at": timezone.now()}
    )
    log_event(practice, PracticeAction.CLAIMED, actor)
    return True


@transaction.atomic
def release_practice(*, actor: Actor, practice_id: int) -> bool:
    """Give a review back, so that anybody may take it on. False when it isn't the actor's. Raises NotVisible, NotAllowed."""
    practice = locked_practice(practice_id)
    check_review_practice(actor, practice)
    claim = claim_of(practice)
    if claim is None or claim.coordinator_id != actor.pk:
        return False
    claim.delete()
    log_event(practice, PracticeAction.RELEASED, actor)
    return True


def check_claim(practice: Practice, claim: ReviewClaim | None, *, actor: Actor, knows_of: int | None) -> None:
    """Raises ClaimedError while a colleague holds the review, unless the actor knows of exactly this colleague."""
    if claim is None or claim.coordinator_id in (actor.pk, knows_of):
        return
    if claim.is_held(submitted_at=practice.submitted_at, now=timezone.now()):
        raise ClaimedError(claim)
