"""A second reviewer's scores, and the label that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from practices.actions.steps import as_user, locked_practice, log_event, queue_letter, relabel
from practices.enums import PracticeAction
from practices.labels import CRITERIA, MOST_POINTS
from practices.models import ReviewScore
from practices.policies import check_score_practice

if TYPE_CHECKING:
    from core.access import Actor


@transaction.atomic
def score_practice(*, actor: Actor, practice_id: int, points: Mapping[str, int]) -> bool:
    """Score a published card: criterion → 0 to 3, all of them. Mail: the author, if the label changes. Index: likewise.

    The same points once more write nothing. Raises NotVisible, NotAllowed, ValueError for points out of range or missing.
    """
    given = {criterion.name: points.get(criterion.name, -1) for criterion in CRITERIA}
    if not all(0 <= value <= MOST_POINTS for value in given.values()):
        raise ValueError("Each criterion takes 0 to 3 points.")
    practice = locked_practice(practice_id)
    check_score_practice(actor, practice)
    score = practice.scores.filter(reviewer=actor.pk).first()
    if score and score.points == given and score.review_round == practice.review_round:
        return False
    ReviewScore.objects.update_or_create(
        practice=practice,
        reviewer=as_user(actor),
        defaults={**given, "review_round": practice.review_round, "scored_at": timezone.now()},
    )
    practice.needs_score = False
    practice.save(update_fields=["needs_score"])
    log_event(practice, PracticeAction.SCORED, actor)
    if relabel(practice) and practice.author_id:
        queue_letter(practice, "practice_labelled", practice.author_id)
    return True
