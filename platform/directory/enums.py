from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MembershipRole(models.TextChoices):
    OWNER = "owner", _("Responsible person")
    MEMBER = "member", _("Member")


class MembershipState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class MembershipEvent(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    INVITED_IN = "invited_in", _("Invitation accepted")
    ROLE_CHANGED = "role_changed", _("Role changed")
    ENDED = "ended", _("Ended")


class OrganisationEvent(models.TextChoices):
    """What the log of an organisation records."""

    TRUSTED = "trusted", _("Trusted: its updates appear at once")
    UNTRUSTED = "untrusted", _("No longer trusted: its updates are reviewed")
