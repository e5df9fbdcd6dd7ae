"""The one table that `core` owns: the outbox. See core/outbox.py for how it is used."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class OutboxItem(models.Model):
    """One thing that must happen outside the database because of a change inside it.

    Names its target by topic and key and carries ids only, never content: whoever handles it reads the object again, so
    that it acts on what is true then. `version` counts the changes of one target and never goes back.
    """

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=160, help_text="Names the target within the topic, e.g. practice:12.")
    payload = models.JSONField(default=dict, blank=True, help_text="Ids only; never content.")
    version = models.PositiveBigIntegerField(default=1)
    is_pending = models.BooleanField(default=True)
    message_uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    available_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True, help_text="Given up after too many attempts.")
    last_error = models.CharField(
        max_length=120, blank=True, help_text="The kind of error, without its text."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="outbox_one_row_per_target")]
        indexes = [
            models.Index(
                fields=["topic", "available_at"],
                name="outbox_due",
                condition=models.Q(is_pending=True, set_aside_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key} v{self.version}"
