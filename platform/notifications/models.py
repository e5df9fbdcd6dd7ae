"""What people follow. What there is to follow, and how it is called, is told by the apps above (`subscriptions.py`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """Somebody wants a letter when there is news of one thing: a kind that an app registered, and the thing's key within it."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell what somebody follows

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="subscriptions",
        verbose_name=_("person"),
    )
    kind = models.CharField(max_length=20, help_text=_("E.g. practice, theme, place."))
    key = models.CharField(max_length=60, help_text=_("Names the thing within its kind: an id or a code."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="subscription_once")]
        indexes = [models.Index(fields=["kind", "key"], name="subscription_to")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
