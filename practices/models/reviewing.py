"""What reviewers leave with a practice, and its log."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.enums import PracticeAction
from practices.models.practice import Practice


class Remark(models.Model):
    """What a reviewer says about one field, shown beside it while the author edits."""

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
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.field}"


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
