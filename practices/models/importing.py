"""What somebody brings in: a file that was read and waits for their word, and what of a pasted card no field was found for."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from practices.models.practice import Practice
from practices.querysets import ImportBatchQuerySet


class ImportBatch(models.Model):
    """A dry run: the cards of a file as they were read, and what is to be said about them. Gone after a week."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    items = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    practice_ids = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(ImportBatchQuerySet)()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def has(self, level: str) -> bool:
        """Whether anything of this level is to be said."""
        return any(finding["level"] == level for finding in self.findings)


class ImportNote(models.Model):
    """Words of a card that was brought in which no field was found for, kept beside the form until they are taken over."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    practice = models.OneToOneField(
        Practice, on_delete=models.CASCADE, primary_key=True, related_name="import_note"
    )
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    def __str__(self) -> str:
        return f"{self.practice_id}"
