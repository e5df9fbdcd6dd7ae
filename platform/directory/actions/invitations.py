"""Invitations by e-mail: who answers for an organisation asks somebody in; taking it up confirms the membership at once."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import confirmed_addresses_of
from accounts.models import User
from core.access import NotAllowed, NotVisible
from directory import policies
from directory.actions.memberships import log_membership
from directory.enums import MembershipEvent, MembershipRole, MembershipState
from directory.memberships import forget_memberships
from directory.models import Invitation, Membership, Organisation
from notifications.mail import queue_mail_to

if TYPE_CHECKING:
    from core.access import Actor

INVITATION_DAYS = 14
"""Long enough for a holiday, short enough that a forgotten letter opens nothing."""
MAX_OPEN_INVITATIONS = 30
"""Of one organisation at a time: a team, not a mailing list."""
MAX_INVITATIONS_A_DAY = 60
"""Of one organisation, withdrawn ones too: each is a letter to somebody who didn't ask for it."""
MAX_INVITATIONS_TO_ADDRESS = 3
"""In a day, by all organisations together: inviting and withdrawing by turns must not flood a mailbox."""


@transaction.atomic
def invite(
    *,
    actor: Actor,
    organisation: Organisation,
    email: str,
    role: str = MembershipRole.MEMBER,
    language: str = "bg",
) -> Invitation:
    """Ask somebody in. An open invitation to the same address is returned as it is, and no second letter goes out.

    Raises NotVisible; NotAllowed when the address belongs to a member, or too many invitations are open. Side effect: a letter
    to the address, which may have no account yet.
    """
    policies.check_invite(actor, organisation)
    assert actor.pk is not None
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one invitation at a time
    address = User.objects.normalize_email(email)
    # The letter's index allows one row for each address: what ran out makes room.
    now = timezone.now()
    Invitation.objects.filter(
        organisation=organisation, accepted_at=None, withdrawn_at=None, expires_at__lte=now
    ).update(withdrawn_at=now)
    open_ones = Invitation.objects.open().filter(organisation=organisation)
    if known := open_ones.filter(email=address).first():
        return known
    members = Membership.objects.current().filter(organisation=organisation, user__email=address)
    if members.exists():
        raise NotAllowed(_("This person belongs to the organisation already."))
    if open_ones.count() >= MAX_OPEN_INVITATIONS:
        raise NotAllowed(_("Too many invitations are open. Withdraw some, or wait until they are accepted."))
    today = Invitation.objects.filter(created_at__gt=now - datetime.timedelta(days=1))
    if (
        today.filter(organisation=organisation).count() >= MAX_INVITATIONS_A_DAY
        or today.filter(email=address).count() >= MAX_INVITATIONS_TO_ADDRESS
    ):
        raise NotAllowed(_("Enough letters went out today. Invite again tomorrow."))
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=role,
        language=language,
        invited_by_id=actor.pk,
        created_at=now,
        expires_at=now + datetime.timedelta(days=INVITATION_DAYS),
    )
    queue_mail_to(
        "invitation", invitation.pk, kind="invitation", key=str(invitation.pk), invitation=invitation.pk
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """The invitation opens nothing any more, and a letter that waits isn't sent. Idempotent. Raises NotVisible."""
    invitation = _locked(invitation)
    policies.check_manage_organisation(actor, invitation.organisation)
    if invitation.withdrawn_at is None and invitation.accepted_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


@transaction.atomic
def accept_invitation(*, actor: Actor, invitation: Invitation) -> Membership:
    """The invited person comes in; the membership counts at once. The second time it is returned as it is.

    Raises NotVisible for anybody else, NotAllowed when it ran out. Side effect: log.
    """
    invitation = _locked(invitation)
    policies.check_see_invitation(actor, invitation, confirmed_addresses_of(actor))
    assert actor.pk is not None
    User.objects.select_for_update().get(pk=actor.pk)
    membership = Membership.objects.filter(user_id=actor.pk, organisation=invitation.organisation).first()
    if invitation.accepted_at is not None:
        if membership is None:
            raise NotVisible
        return membership
    if invitation.expires_at <= timezone.now():
        raise NotAllowed(_("The invitation has expired. Ask for a new one."))
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    if membership is None or membership.state != MembershipState.CONFIRMED:
        membership = membership or Membership(user_id=actor.pk, organisation=invitation.organisation)
        membership.role = MembershipRole(invitation.role)
        membership.state = MembershipState.CONFIRMED
        membership.confirmed_at = timezone.now()
        membership.confirmed_by_id = invitation.invited_by_id
        membership.ends_on = None
        membership.save()
        log_membership(membership, MembershipEvent.INVITED_IN, actor=actor)
    forget_memberships(actor)
    return membership


def _locked(invitation: Invitation) -> Invitation:
    """The invitation as it is now, under its row's lock. Raises NotVisible when it is gone."""
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=invitation.pk)
        .first()
    )
    if row is None:
        raise NotVisible
    return row
