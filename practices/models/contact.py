"""Letters to the people behind a practice, until they have been passed on."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from practices.models.practice import Practice


class ContactLetter(models.Model):
    """What a member writes to the authors of a practice. Passed on by mail and then forgotten: nobody reads it here.

    The outbox names it by its id; `practices.actions.forget_contact_letters` deletes it.
    """

    KEPT_FOR = datetime.timedelta(days=30)
    """From the day it was written. What a mail server hasn't taken by then is lost; a letter so late helps nobody."""
    MAX_SUBJECT_LENGTH = 120
    MAX_TEXT_LENGTH = 4000

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell who wrote to whom

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="contact_letters")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=MAX_SUBJECT_LENGTH)
    text = models.TextField()
    shares_address = models.BooleanField(
        default=False, help_text="The sender agreed that the reader learns their e-mail address."
    )
    token = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Of the form that it came from: the same form sends once."
    )
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["sender", "created_at"], name="contact_letter_sender"),
            models.Index(fields=["practice", "created_at"], name="contact_letter_practice"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
