"""Practices that somebody keeps together: for themselves, or to send on as one address."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.folding import fold
from practices.models.practice import Practice
from practices.querysets import CollectionQuerySet


def new_share_key() -> str:
    """96 random bits as 16 letters, digits and dashes: an address that nobody guesses."""
    return secrets.token_urlsafe(12)


class Collection(models.Model):
    """An ordered list of practices with a title. Its owner's alone, unless they share its address."""

    MAX_TITLE_LENGTH = 100
    MAX_NOTE_LENGTH = 500
    MAX_BOOKMARKS = 100
    """Practices in one collection: what a page shows at once."""
    MAX_COLLECTIONS = 50
    """Collections of one person: what a list to choose from can hold."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell what somebody keeps

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections")
    title = models.CharField(_("title"), max_length=MAX_TITLE_LENGTH)
    folded_title = models.CharField(
        max_length=2 * MAX_TITLE_LENGTH, editable=False, help_text=_("For comparisons.")
    )
    note = models.CharField(_("note"), max_length=MAX_NOTE_LENGTH, blank=True)
    is_shared = models.BooleanField(
        _("shared"), default=False, help_text=_("Whoever has the address may read it.")
    )
    share_key = models.CharField(max_length=24, default=new_share_key, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = models.Manager.from_queryset(CollectionQuerySet)()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.UniqueConstraint(fields=["owner", "folded_title"], name="collection_title_once")
        ]
        indexes = [models.Index(fields=["owner", "-changed_at"], name="collection_of_owner")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practices:collection_detail", args=[self.pk])

    @property
    def shared_url(self) -> str:
        return reverse("practices:collection_shared", args=[self.share_key])

    @staticmethod
    def fold_title(title: str) -> str:
        """What two spellings of a title have in common."""
        return fold(title)[: 2 * Collection.MAX_TITLE_LENGTH]


class Bookmark(models.Model):
    """A practice's place in a collection."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell what somebody keeps

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="bookmarks")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="bookmarks")
    position = models.PositiveSmallIntegerField(help_text=_("From 1; gaps do no harm."))
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["collection", "practice"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.collection_id} · {self.practice_id}"
