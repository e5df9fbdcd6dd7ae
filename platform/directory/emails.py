"""Letters about memberships and invitations, each written when it is sent: a request that was decided meanwhile brings none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.enums import MembershipEvent, MembershipState
from directory.models import Invitation, Membership
from directory.policies import can_manage_organisation
from notifications.letters import letter
from notifications.mail import Addressee, Mail, absolute_url, register_addressee, register_mail

if TYPE_CHECKING:
    from accounts.models import User


def register() -> None:
    """Called once when the app is ready."""
    register_mail("membership_requested", membership_requested)
    register_mail("membership_confirmed", membership_confirmed)
    register_mail("membership_refused", membership_refused)
    register_mail("invitation", invitation_letter)
    register_addressee("invitation", invited_person)


def _read(membership_id: int, state: str) -> Membership | None:
    return (
        Membership.objects.filter(pk=membership_id, state=state)
        .select_related("organisation", "user")
        .first()
    )


def membership_requested(recipient: User, *, membership: int) -> Mail | None:
    """To who may decide: somebody says that they work there."""
    request = _read(membership, MembershipState.REQUESTED)
    if request is None or not can_manage_organisation(recipient, request.organisation):
        return None
    if recipient.is_coordinator:
        path = reverse("directory:membership_queue")
    else:
        path = reverse("directory:organisation_members", args=[request.organisation.slug])
    return letter(
        _("Somebody asks to join %(organisation)s") % {"organisation": request.organisation.name},
        "directory/mail/membership_requested.txt",
        recipient,
        {"membership": request, "url": absolute_url(path)},
    )


def membership_confirmed(recipient: User, *, membership: int) -> Mail | None:
    """To the person: they belong now."""
    confirmed = _read(membership, MembershipState.CONFIRMED)
    if confirmed is None or confirmed.user_id != recipient.pk:
        return None
    return letter(
        _("You belong to %(organisation)s on Megdan now") % {"organisation": confirmed.organisation.name},
        "directory/mail/membership_confirmed.txt",
        recipient,
        {
            "membership": confirmed,
            "url": absolute_url(confirmed.organisation.get_absolute_url()),
        },
    )


def membership_refused(recipient: User, *, membership: int) -> Mail | None:
    """To the person: not confirmed, and why."""
    refused = _read(membership, MembershipState.REFUSED)
    if refused is None or refused.user_id != recipient.pk:
        return None
    entry = refused.log.filter(event=MembershipEvent.REFUSED).last()
    return letter(
        _("Your request to join %(organisation)s") % {"organisation": refused.organisation.name},
        "directory/mail/membership_refused.txt",
        recipient,
        {
            "membership": refused,
            "reason": entry.reason if entry else "",
            "url": absolute_url(reverse("directory:membership_request", args=[refused.organisation.slug])),
        },
    )


def invited_person(invitation_id: int) -> Addressee | None:
    """Where an open invitation goes; None once it is withdrawn, taken up or over."""
    invitation = Invitation.objects.open().filter(pk=invitation_id).first()
    return Addressee(email=invitation.email, language=invitation.language) if invitation else None


def invitation_letter(recipient: Addressee, *, invitation: int) -> Mail | None:
    """To the invited address: who invites, to what, and the way in."""
    row = Invitation.objects.open().filter(pk=invitation).select_related("organisation", "invited_by").first()
    if row is None:
        return None
    return letter(
        _("An invitation to Megdan from %(organisation)s") % {"organisation": row.organisation.name},
        "directory/mail/invitation.txt",
        recipient,
        {
            "invitation": row,
            "url": absolute_url(reverse("directory:invitation_accept", args=[row.token])),
        },
    )
