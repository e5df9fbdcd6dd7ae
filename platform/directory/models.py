"""Organisations, and who belongs to them. A membership counts once a coordinator confirmed it or an owner's invitation was
taken up; it is what makes a signed-in person a member of the square."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import WebAddressField
from core.folding import fold
from directory.enums import MembershipEvent, MembershipRole, MembershipState, OrganisationEvent
from directory.querysets import InvitationQuerySet, MembershipQuerySet, OrganisationQuerySet
from taxonomy.enums import Vocabulary
from taxonomy.models import Named, Place, Term

RESERVED_SLUGS = frozenset({"requests", "members", "invitations"})
"""Words of the directory's own addresses, see directory/urls.py."""


def validate_slug_is_free(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This word is an address of the directory itself; choose another."))


class Organisation(Named):
    """An NGO, an information centre, a municipality, an institution."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, validators=[validate_slug_is_free])
    short_name_bg = models.CharField(
        _("short name in Bulgarian"), max_length=40, blank=True, help_text=_("E.g. БЧК.")
    )
    short_name_en = models.CharField(_("short name in English"), max_length=40, blank=True)
    kind = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("type"),
        limit_choices_to={"vocabulary": Vocabulary.ORGANISATION_TYPE},
    )
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        verbose_name=_("place"),
    )
    description_bg = models.TextField(_("description in Bulgarian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    address_bg = models.CharField(_("address in Bulgarian"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    phone = models.CharField(
        _("phone"), max_length=80, blank=True, help_text=_("Of the institution, not of a person.")
    )
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Of the institution, not of a person."))
    website = WebAddressField(_("website"), blank=True)
    source_note_bg = models.CharField(_("source, in Bulgarian"), max_length=240, blank=True)
    source_note_en = models.CharField(_("source, in English"), max_length=240, blank=True)
    confirmed_on = models.DateField(
        _("confirmed on"),
        null=True,
        blank=True,
        help_text=_("When somebody last made sure that the entry is true."),
    )
    is_invented = models.BooleanField(
        _("invented"), default=False, help_text=_("Made up for the demonstration.")
    )
    is_trusted = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_("Its updates of published practices appear at once, without a review."),
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    folded_names = models.TextField(
        editable=False, default="", help_text=_("All names, folded: what the list's filter compares with.")
    )

    objects = models.Manager.from_queryset(OrganisationQuerySet)()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_bg", "pk"]
        indexes = [
            models.Index(fields=["name_bg", "id"], name="organisation_by_name_bg"),
            models.Index(fields=["name_en", "id"], name="organisation_by_name_en"),
            models.Index(fields=["updated_at", "id"], name="organisation_by_change"),
        ]

    def save(self, **options: Any) -> None:
        """Keeps the folded names true; every other change of state is an action's."""
        self.folded_names = self.fold_names()
        if (fields := options.get("update_fields")) is not None:
            options["update_fields"] = {*fields, "folded_names", "updated_at"}
        super().save(**options)

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation_detail", args=[self.slug])

    def fold_names(self) -> str:
        return fold(" ".join([self.name_bg, self.name_en, self.short_name_bg, self.short_name_en]))

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


class OrganisationLog(models.Model):
    """What was decided about an organisation, by whom and why. Written by actions; never changed."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would name people

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="log")
    event = models.CharField(_("event"), max_length=20, choices=OrganisationEvent.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("entry in the organisation's log")
        verbose_name_plural = _("organisation's log")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_event_display()} #{self.organisation_id}"


class Membership(models.Model):
    """A person's place in an organisation."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would name people

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MembershipState.choices, default=MembershipState.REQUESTED
    )
    requested_at = models.DateTimeField(_("requested at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("What the person wrote about their work there, for the check."),
    )
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("The last day on which it counts.")
    )

    objects = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation", "pk"]
        indexes = [
            # The coordinators' queue, oldest first; the waiting ones are few among all.
            models.Index(
                fields=["requested_at", "id"],
                name="membership_waiting",
                condition=Q(state=MembershipState.REQUESTED),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="membership_confirmed_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    @property
    def is_current(self) -> bool:
        """Confirmed and not over: the same question as the queryset's `current()`."""
        return self.state == MembershipState.CONFIRMED and (
            self.ends_on is None or self.ends_on >= timezone.localdate()
        )


class MembershipLog(models.Model):
    """What was decided about a membership, by whom and why: so that every decision can be explained."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would name people

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="log")
    event = models.CharField(_("event"), max_length=20, choices=MembershipEvent.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("entry in the membership log")
        verbose_name_plural = _("membership log")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_event_display()} #{self.membership_id}"


class Invitation(models.Model):
    """An owner asks somebody in, by e-mail. Taking it up confirms the membership; it can be taken up once."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would name people

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(
        _("role"), max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="bg", help_text=_("Of the letter.")
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} #{self.pk}"
