"""Who applied a practice elsewhere, and how it went there: the lineage that a card shows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from practices.enums import AdaptationState, Currency
from practices.models.practice import Practice
from practices.querysets import AdaptationQuerySet
from taxonomy.models import Place


class Adaptation(models.Model):
    """An organisation applies another one's practice. One for each organisation and practice; what it tells of it is public."""

    MAX_TEXT_LENGTH = 1000
    """Characters of each text of the account: a paragraph to read on the card; a longer story is a card of its own."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would name people

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adaptations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adaptations")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=8, choices=AdaptationState.choices, default=AdaptationState.PLANNED
    )
    language = models.CharField(
        max_length=2, choices=settings.LANGUAGES, default="bg", help_text=_("Of the account's texts.")
    )
    changes = models.TextField(blank=True, help_text=_("What was done differently, as plain text."))
    outcome = models.TextField(blank=True, help_text=_("How it goes or ended, as plain text."))
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    cost_currency = models.CharField(max_length=3, choices=Currency.choices, blank=True)
    own_practice = models.ForeignKey(
        Practice,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="origins",
        help_text=_("The organisation's own card of what became of it."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = models.Manager.from_queryset(AdaptationQuerySet)()

    class Meta:
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")
        constraints = [
            models.UniqueConstraint(fields=["practice", "organisation"], name="adaptation_once"),
            models.CheckConstraint(
                condition=Q(cost=None, cost_currency="") | (Q(cost__gte=0) & ~Q(cost_currency="")),
                name="adaptation_cost_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(own_practice=None) | ~Q(own_practice=models.F("practice")),
                name="adaptation_of_another_practice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} → {self.organisation_id}"

    @property
    def is_told(self) -> bool:
        """The organisation has told something of it already."""
        return bool(self.changes or self.outcome or self.cost is not None)
