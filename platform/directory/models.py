"""Organisations, and who belongs to them. A membership counts once a coordinator confirmed it or an owner's invitation was
taken up; it is what makes a signed-in person a member of the square."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.enums import MembershipRole, MembershipState
from directory.querysets import MembershipQuerySet, OrganisationQuerySet
from taxonomy.enums import Vocabulary
from taxonomy.models import Named, Place, Term


class Organisation(Named):
    """An NGO, an information centre, a municipality, an institution."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    short_name_bg = models.CharField(_("short name in Bulgarian"), max_length=40, blank=True, help_text=_("E.g. БЧК."))
    short_name_en = models.CharField(_("short name in English"), max_length=40, blank=True)
    kind = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("type"),
        limit_choices_to={"vocabulary": Vocabulary.ORGANISATION_TYPE},
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("place")
    )
    description_bg = models.TextField(_("description in Bulgarian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    address_bg = models.CharField(_("address in Bulgarian"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=80, blank=True, help_text=_("Of the institution, not of a person."))
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Of the institution, not of a person."))
    website = models.URLField(_("website"), blank=True)
    source_note_bg = models.CharField(_("source, in Bulgarian"), max_length=240, blank=True)
    source_note_en = models.CharField(_("source, in English"), max_length=240, blank=True)
    confirmed_on = models.DateField(
        _("confirmed on"), null=True, blank=True, help_text=_("When somebody last made sure that the entry is true.")
    )
    is_invented = models.BooleanField(_("invented"), default=False, help_text=_("Made up for the demonstration."))

    objects: ClassVar[models.Manager[Organisation]] = OrganisationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_bg"]

    def _in_language(self, stem: str) -> str:
        first, second = ("en", "bg") if get_language() == "en" else ("bg", "en")
        return getattr(self, f"{stem}_{first}") or getattr(self, f"{stem}_{second}")

    @property
    def short_name(self) -> str:
        return self._in_language("short_name")

    @property
    def description(self) -> str:
        return self._in_language("description")

    @property
    def address(self) -> str:
        return self._in_language("address")

    @property
    def source_note(self) -> str:
        return self._in_language("source_note")

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None


class Membership(models.Model):
    """A person's place in an organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    state = models.CharField(
        _("state"), max_length=10, choices=MembershipState.choices, default=MembershipState.REQUESTED
    )
    requested_at = models.DateTimeField(_("requested at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True, help_text=_("The last day on which it counts."))

    objects: ClassVar[models.Manager[Membership]] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="membership_confirmed_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class Invitation(models.Model):
    """An owner asks somebody in, by e-mail. Taking it up confirms the membership; it can be taken up once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.organisation} #{self.pk}"
