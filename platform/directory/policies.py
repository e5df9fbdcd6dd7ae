"""What an actor may do in the directory.

Entries are public; people's memberships are seen by themselves, by those who answer for the organisation, and by
coordinators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import NotAllowed, NotVisible
from directory.enums import MembershipRole, MembershipState
from directory.memberships import organisation_ids_of, owned_organisation_ids_of

if TYPE_CHECKING:
    from core.access import Actor
    from directory.models import Invitation, Membership, Organisation


def is_coordinator(actor: Actor) -> bool:
    return bool(actor.is_authenticated and actor.is_coordinator)


def can_manage_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor keeps the entry, sees its members and invites: who answers for it, and coordinators."""
    return is_coordinator(actor) or organisation.pk in owned_organisation_ids_of(actor)


def check_manage_organisation(actor: Actor, organisation: Organisation) -> None:
    """Raises NotVisible: who is a member of what is nobody else's business."""
    if not can_manage_organisation(actor, organisation):
        raise NotVisible


def can_set_trust(actor: Actor, organisation: Organisation) -> bool:
    """Coordinators, and who keeps entries in the admin; nobody decides on their own organisation."""
    may_at_all = is_coordinator(actor) or (
        actor.is_authenticated and actor.has_perm("directory.change_organisation")
    )
    return may_at_all and organisation.pk not in organisation_ids_of(actor)


def check_set_trust(actor: Actor, organisation: Organisation) -> None:
    """Raises NotVisible, or NotAllowed for one's own organisation."""
    if can_set_trust(actor, organisation):
        return
    if is_coordinator(actor):
        raise NotAllowed(_("Somebody else decides whether your own organisation is trusted."))
    raise NotVisible


def check_see_queue(actor: Actor) -> None:
    """Raises NotVisible unless the actor coordinates."""
    if not is_coordinator(actor):
        raise NotVisible


def check_request_membership(actor: Actor, organisation: Organisation) -> None:
    """Raises NotVisible for visitors, who are sent to sign in before they come here."""
    if not actor.is_authenticated:
        raise NotVisible


def check_decide_membership(actor: Actor, membership: Membership) -> None:
    """Raises NotVisible, or NotAllowed when the request is one's own."""
    if membership.user_id == actor.pk and actor.is_authenticated:
        raise NotAllowed(_("Somebody else has to confirm your own request."))
    check_manage_organisation(actor, membership.organisation)


def check_end_membership(actor: Actor, membership: Membership) -> None:
    """One may always leave; others end it only if they manage the organisation. Raises NotVisible."""
    if not (actor.is_authenticated and membership.user_id == actor.pk):
        check_manage_organisation(actor, membership.organisation)


def check_leaves_somebody_responsible(actor: Actor, membership: Membership) -> None:
    """Raises NotAllowed when the last responsible person would go while others stay. A coordinator may do it."""
    if (
        is_coordinator(actor)
        or membership.role != MembershipRole.OWNER
        or membership.state != MembershipState.CONFIRMED
    ):
        return
    others = type(membership).objects.current().filter(organisation=membership.organisation_id)
    others = others.exclude(pk=membership.pk)
    if others.exists() and not others.filter(role=MembershipRole.OWNER).exists():
        raise NotAllowed(
            _("First make somebody else responsible for the organisation, so that it isn't left alone.")
        )


def check_invite(actor: Actor, organisation: Organisation) -> None:
    """Raises NotVisible unless the actor manages the organisation."""
    check_manage_organisation(actor, organisation)


def check_see_invitation(actor: Actor, invitation: Invitation, addresses: frozenset[str]) -> None:
    """An invitation exists for whom it was written to, signed in with that confirmed address. Raises NotVisible."""
    if not actor.is_authenticated or invitation.email not in addresses or invitation.withdrawn_at is not None:
        raise NotVisible
