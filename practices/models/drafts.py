"""The card document that authors edit. It lives here and nowhere else: what is public is written from it when it is published,
so a draft can't leak (docs/adr/0003).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from practices.models.practice import Practice


class CardDraft(models.Model):
    """The card document that authors edit. `version` rises with each save: a save with an older one is refused."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    practice = models.OneToOneField(
        Practice, on_delete=models.CASCADE, primary_key=True, related_name="draft"
    )
    document = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    purged_at = models.DateTimeField(
        null=True,
        help_text="When it was last searched for personal numbers that had stood in it for too long.",
    )

    def __str__(self) -> str:
        return f"{self.practice_id} v{self.version}"

    @property
    def working_title(self) -> str:
        """The title in the language of the page, else in the other; for lists of one's own drafts."""
        texts: dict[str, Any] = self.document["texts"]
        first = get_language() or "bg"
        return texts.get(first, {}).get("title") or next(
            (t["title"] for t in texts.values() if t["title"]), ""
        )
