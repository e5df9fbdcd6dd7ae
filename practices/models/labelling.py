"""A second reviewer's scores, from which the quality label follows (practices/labels.py)."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practices.labels import CRITERIA, MOST_POINTS
from practices.models.practice import Practice


def _points() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_POINTS)])


class ReviewScore(models.Model):
    """What one coordinator gave a published card, 0 to 3 on each criterion; one for each practice and reviewer."""

    wagtail_reference_index_ignore = True

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="scores")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_round = models.PositiveSmallIntegerField(help_text="The round of the card that was scored.")
    scored_at = models.DateTimeField(default=timezone.now)
    relevance = _points()
    participation = _points()
    effectiveness = _points()
    partnership = _points()
    sustainability = _points()
    transferability = _points()
    ethics = _points()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "reviewer"], name="practice_scored_once"),
            models.CheckConstraint(
                condition=Q(**{f"{criterion.name}__lte": MOST_POINTS for criterion in CRITERIA}),
                name="practice_score_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {sum(self.points.values())}"

    @property
    def points(self) -> dict[str, int]:
        """By the names of the criteria."""
        return {criterion.name: getattr(self, criterion.name) for criterion in CRITERIA}
