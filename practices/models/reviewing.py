"""What reviewers leave with a practice, what they were shown in each round, and the log."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.working_days import working_days_between
from practices.enums import PracticeAction
from practices.models.practice import Practice


class Remark(models.Model):
    """What a reviewer says about one field, shown beside it while the author edits; or an answer to that, by either side."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="remarks")
    review_round = models.PositiveSmallIntegerField()
    field = models.CharField(
        max_length=60, blank=True, help_text=_("A field of the card; empty for the whole card.")
    )
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="answers",
        help_text=_("The remark that this answers; empty for a remark."),
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    thread: list[Remark]
    """Its answers, where practices/remarks.py gathered them."""

    def __str__(self) -> str:
        return f"{self.practice_id} {self.field}"

    @property
    def is_answer(self) -> bool:
        return self.answer_to_id is not None


class PracticeRound(models.Model):
    """The card as it was sent for review: what the next round is compared with. Written once, when it is sent."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "number"], name="practice_round_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} round {self.number}"


class ReviewClaim(models.Model):
    """The coordinator who has taken a review on, so that two don't read the same card. Kept while the authors mend it."""

    HELD_WORKING_DAYS = 2
    """Working days after which a colleague may take it over without being asked twice."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    practice = models.OneToOneField(
        Practice, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.practice_id} {self.coordinator_id}"

    def is_held(self, *, submitted_at: datetime.datetime | None, now: datetime.datetime) -> bool:
        """Whether it still keeps others out: since it was taken on, or since the authors sent the card again."""
        since = max(self.claimed_at, submitted_at or self.claimed_at)
        return (
            self.coordinator.is_active
            and self.coordinator.is_coordinator
            and working_days_between(since, now) < self.HELD_WORKING_DAYS
        )


class PracticeEvent(models.Model):
    """The log of a practice: who did what, when. Written by actions; never changed."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=12, choices=PracticeAction.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_round = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.action}"

    @property
    def day(self) -> datetime.date:
        return timezone.localdate(self.at)
