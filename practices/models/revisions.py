"""What a practice said at each publication. Written by publishing; never changed."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from practices.models.practice import Practice


class PracticeRevision(models.Model):
    """The card document as it was published, with what only members may read in it: `practices.history` leaves that out."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would show what isn't public

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="practice_revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} #{self.number}"

    @property
    def day(self) -> datetime.date:
        return timezone.localdate(self.published_at)
