"""As whom somebody writes: by name, or under a pseudonym that lives in a single thread."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.enums import (
    PersonaKind,
)
from forum.querysets import PersonaQuerySet


class Persona(models.Model):
    """Who a post is by, as readers know them: a member by name, or a pseudonym that lives in one thread.

    A pseudonym's row says nothing about whose it is; `PersonaOwner` does, and forum/ownership.py alone reads it.
    """

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of it

    kind = models.CharField(max_length=10, choices=PersonaKind.choices, default=PersonaKind.NAMED)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only of a named one."),
    )
    thread = models.ForeignKey(
        "Thread", null=True, blank=True, on_delete=models.CASCADE, related_name="pseudonyms"
    )
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Of a pseudonym, within its thread.")
    )
    kept_name = models.CharField(
        max_length=80, blank=True, help_text=_("Of somebody who has no account here.")
    )

    objects = models.Manager.from_queryset(PersonaQuerySet)()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=PersonaKind.NAMED, user__isnull=False, thread=None, number=None, kept_name=""
                )
                | Q(
                    kind=PersonaKind.PSEUDONYM,
                    user=None,
                    thread__isnull=False,
                    number__isnull=False,
                    kept_name="",
                )
                | (Q(kind=PersonaKind.KEPT_NAME, user=None, thread=None, number=None) & ~Q(kept_name="")),
                name="persona_is_of_its_kind",
            ),
            models.UniqueConstraint(fields=["thread", "number"], name="pseudonym_number_once_in_thread"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name to show, in the language of the page."""
        if self.kind == PersonaKind.PSEUDONYM:
            return str(_("Participant %(number)s") % {"number": self.number})
        return str(self.user) if self.user else self.kept_name

    @property
    def is_pseudonym(self) -> bool:
        return self.kind == PersonaKind.PSEUDONYM

    @property
    def tone(self) -> int:
        """Which of the six colours its disc has (0–5): from the persona, so that a pseudonym keeps one in its thread."""
        return (self.number or self.pk or 0) % 6


class PersonaOwner(models.Model):
    """Whose a pseudonym is. Read by forum/ownership.py and nothing else: a contract test looks through the repository.

    No reverse accessors, so that nothing joins this table by accident. `thread` stands here for the constraint alone.
    """

    persona = models.OneToOneField(Persona, on_delete=models.CASCADE, primary_key=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True
    """Wagtail copies foreign keys into an index of its own, which the admin shows as what uses a person."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="one_pseudonym_in_a_thread")]

    def __str__(self) -> str:
        return "…"  # shown in logs and error pages: never names anybody
