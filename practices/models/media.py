"""The stored picture or file of a practice, or the place of a video. Its words stand in the card document; what the public
reads is copied into `Practice.shown_media` when the card is published, so that a draft changes nothing that is public.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.pictures import MEDIA_TYPES, widths_for
from practices.enums import MediaKind
from practices.models.practice import Practice
from practices.querysets import PracticeMediaQuerySet

MEDIA_FOLDER = "practice-media"
"""In the storage. Not among the folders that are public by their address: practices.views.media asks who may see it."""
FILE_VARIANT = "file"
FACTS = ("kind", "width", "height", "extension", "size_bytes")


class PracticeMedia(models.Model):
    """A picture, file or video of one practice. The file never changes; a better one is another row."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(max_length=5, choices=MediaKind.choices)
    # Of the form that it was sent with: the same one again is the same file.
    token = models.UUIDField(unique=True)
    # In pixels, of the widest size that is kept.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    # Whether AVIF and WebP are there beside JPEG.
    has_modern_formats = models.BooleanField(default=False)
    extension = models.CharField(max_length=5, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Whether it was published with the card and stands on it since. Set by practices.projection alone.
    is_public = models.BooleanField(default=False)
    # Since when neither the draft nor the public card holds it, as far as the nightly task knows.
    unused_since = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(PracticeMediaQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=MediaKind.IMAGE) | Q(width__isnull=False, height__isnull=False),
                name="practice_media_image_has_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def folder(self) -> str:
        """Where its files lie in the storage; 256 folders share them, so that none gets long."""
        return f"{MEDIA_FOLDER}/{self.pk.hex[:2]}/{self.pk.hex}"

    @property
    def widths(self) -> list[int]:
        return widths_for(self.width) if self.width else []

    @property
    def variants(self) -> list[str]:
        """What may be asked for: `960.avif` of a picture, `file` of a file."""
        if self.kind == MediaKind.FILE:
            return [FILE_VARIANT]
        return [f"{width}.{extension}" for extension in MEDIA_TYPES for width in self.widths]

    def stored_name(self, variant: str) -> str:
        return f"{self.folder}/{variant}"

    def facts(self) -> dict[str, Any]:
        """What a page needs to know of the file, as the published card keeps it; `of_facts` reads it."""
        return {name: getattr(self, name) for name in FACTS}

    @classmethod
    def of_facts(cls, shown: dict[str, Any]) -> PracticeMedia:
        """The file of an item of `Practice.shown_media`, without a query; not to be saved."""
        return cls(pk=uuid.UUID(shown["id"]), **{name: shown[name] for name in FACTS})
