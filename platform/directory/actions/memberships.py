"""Who belongs to an organisation: asked for, confirmed, refused, changed, ended.

Each step is logged, and the second time nothing happens.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.sanitising import clean_plain_text
from directory import policies
from directory.enums import MembershipEvent, MembershipRole, MembershipState
from directory.memberships import forget_memberships
from directory.models import Invitation, Membership, MembershipLog, Organisation
from notifications.mail import queue_mail

if TYPE_CHECKING:
    from core.access import Actor

MAX_REQUESTS_A_DAY = 15
"""Of one person, withdrawn ones too: each is a letter to those who decide."""
MAX_OPEN_REQUESTS = 5
"""Requests that one person may have waiting: more than anybody works for, few enough not to flood the queue."""


def log_membership(membership: Membership, event: MembershipEvent, *, actor: Actor, reason: str = "") -> None:
    """Write down what was decided. Part of the caller's transaction."""
    MembershipLog.objects.create(membership=membership, event=event, actor_id=actor.pk, reason=reason[:300])


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, under its organisation's lock, so that of two responsible people who leave at once the
    second sees that the first has left. Raises NotVisible when it is gone."""
    Organisation.objects.select_for_update().filter(pk=membership.organisation_id).first()
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation", "user")
        .filter(pk=membership.pk)
        .first()
    )
    if row is None:
        raise NotVisible
    return row


@transaction.atomic
def request_membership(*, actor: Actor, organisation: Organisation, note: str = "") -> Membership:
    """The actor says that they work there; a coordinator or who answers for the organisation decides.

    Who belongs or waits already gets their row back, unchanged. Raises NotVisible, or NotAllowed after too many requests.
    Side effects: log, a letter to the responsible people, or to the coordinators where there are none.
    """
    policies.check_request_membership(actor, organisation)
    assert actor.pk is not None
    # The person's row is the lock: two clicks at once must not both see that there is nothing yet.
    User.objects.select_for_update().get(pk=actor.pk)
    known = Membership.objects.filter(user_id=actor.pk, organisation=organisation).first()
    if known and known.state in (MembershipState.REQUESTED, MembershipState.CONFIRMED):
        return known
    if (
        Membership.objects.filter(user_id=actor.pk, state=MembershipState.REQUESTED).count()
        >= MAX_OPEN_REQUESTS
    ):
        raise NotAllowed(_("You have several requests waiting. Wait until they are decided."))
    today = MembershipLog.objects.filter(
        actor_id=actor.pk,
        event=MembershipEvent.REQUESTED,
        at__gt=timezone.now() - datetime.timedelta(days=1),
    )
    if today.count() >= MAX_REQUESTS_A_DAY:
        raise NotAllowed(_("You have sent many requests today. Go on tomorrow."))
    membership = known or Membership(user_id=actor.pk, organisation=organisation)
    membership.role = MembershipRole.MEMBER
    membership.state = MembershipState.REQUESTED
    membership.requested_at = timezone.now()
    membership.confirmed_at = membership.confirmed_by = membership.ends_on = None
    membership.note = clean_plain_text(note)[:300]
    membership.save()
    log_membership(membership, MembershipEvent.REQUESTED, actor=actor)
    for recipient_id in _who_decides(membership):
        queue_mail(
            "membership_requested",
            recipient_id=recipient_id,
            key=str(membership.pk),
            membership=membership.pk,
        )
    return membership


def _who_decides(membership: Membership) -> list[int]:
    """Who is told of a request: the responsible people, or the coordinators where there are none."""
    owners = (
        Membership.objects.current()
        .filter(organisation=membership.organisation_id, role=MembershipRole.OWNER)
        .exclude(user=membership.user_id)
        .values_list("user_id", flat=True)
    )
    if found := list(owners):
        return found
    coordinators = User.objects.filter(is_coordinator=True, is_active=True).exclude(pk=membership.user_id)
    return list(coordinators.values_list("pk", flat=True))


@transaction.atomic
def confirm_membership(
    *, actor: Actor, membership: Membership, role: str = MembershipRole.MEMBER
) -> Membership:
    """The person does work there. Does nothing the second time.

    Raises NotVisible, or NotAllowed for one's own request and for one that was refused or withdrawn meanwhile.
    Side effects: log, a letter to the person.
    """
    membership = _locked(membership)
    policies.check_decide_membership(actor, membership)
    if membership.state == MembershipState.CONFIRMED:
        return membership
    if membership.state != MembershipState.REQUESTED:
        raise NotAllowed(_("This request is not waiting any more."))
    membership.state = MembershipState.CONFIRMED
    membership.role = role
    membership.confirmed_at = timezone.now()
    membership.confirmed_by_id = actor.pk
    membership.ends_on = None
    membership.save()
    log_membership(membership, MembershipEvent.CONFIRMED, actor=actor)
    queue_mail(
        "membership_confirmed",
        recipient_id=membership.user_id,
        key=str(membership.pk),
        membership=membership.pk,
    )
    return membership


@transaction.atomic
def refuse_membership(*, actor: Actor, membership: Membership, reason: str) -> Membership:
    """The request is turned down, with a reason that the person reads. Does nothing the second time.

    Raises NotVisible, or NotAllowed for one's own request, without a reason, and when it isn't waiting.
    Side effects: log, a letter to the person.
    """
    membership = _locked(membership)
    policies.check_decide_membership(actor, membership)
    if membership.state == MembershipState.REFUSED:
        return membership
    if membership.state != MembershipState.REQUESTED:
        raise NotAllowed(_("This request is not waiting any more."))
    reason = clean_plain_text(reason)
    if not reason:
        raise NotAllowed(_("Say why, so that the person knows what to do."))
    membership.state = MembershipState.REFUSED
    membership.save()
    log_membership(membership, MembershipEvent.REFUSED, actor=actor, reason=reason)
    queue_mail(
        "membership_refused",
        recipient_id=membership.user_id,
        key=str(membership.pk),
        membership=membership.pk,
    )
    return membership


@transaction.atomic
def change_role(*, actor: Actor, membership: Membership, role: str) -> Membership:
    """Make a member responsible for the organisation, or a responsible person a member. Does nothing where it is so already.

    Raises NotVisible, or NotAllowed when nobody responsible would be left. Side effects: log; a member's own open
    invitations are withdrawn.
    """
    membership = _locked(membership)
    policies.check_manage_organisation(actor, membership.organisation)
    if membership.state != MembershipState.CONFIRMED:
        raise NotAllowed(_("This membership is over."))
    if membership.role == role:
        return membership
    policies.check_leaves_somebody_responsible(actor, membership)
    membership.role = MembershipRole(role)
    membership.save()
    _withdraw_invitations_of(membership)
    log_membership(membership, MembershipEvent.ROLE_CHANGED, actor=actor, reason=str(role))
    forget_memberships(actor)
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, reason: str = "") -> Membership:
    """The person leaves, withdraws a request, or is taken off; from now on it doesn't count. Does nothing the second time.

    Raises NotVisible, or NotAllowed when nobody responsible would be left. Side effects: log; the person's open
    invitations are withdrawn.
    """
    membership = _locked(membership)
    policies.check_end_membership(actor, membership)
    if membership.state in (MembershipState.ENDED, MembershipState.REFUSED):
        return membership
    policies.check_leaves_somebody_responsible(actor, membership)
    membership.state = MembershipState.ENDED
    membership.ends_on = timezone.localdate()
    membership.save()
    _withdraw_invitations_of(membership)
    log_membership(membership, MembershipEvent.ENDED, actor=actor, reason=clean_plain_text(reason))
    forget_memberships(actor)
    return membership


def _withdraw_invitations_of(membership: Membership) -> None:
    """Who no longer answers for an organisation lets nobody in any more: not even themselves, by another address."""
    is_responsible = membership.role == MembershipRole.OWNER and membership.state == MembershipState.CONFIRMED
    if not is_responsible:
        Invitation.objects.open().filter(
            organisation=membership.organisation_id, invited_by=membership.user_id
        ).update(withdrawn_at=timezone.now())
