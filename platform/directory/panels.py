"""What the directory shows on pages of other apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.addresses import confirmed_addresses_of
from core.panels import Panel
from directory.enums import MembershipState
from directory.models import Invitation, Membership

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor


def organisations_of_person(person: User, actor: Actor) -> Panel | None:
    """On a person's own profile: where they belong, and what waits."""
    if person.pk != actor.pk:
        return None
    memberships = (
        Membership.objects.filter(
            user=person, state__in=[MembershipState.REQUESTED, MembershipState.CONFIRMED]
        )
        .select_related("organisation")
        .order_by("organisation__name_bg")
    )
    invitations = (
        Invitation.objects.open()
        .filter(email__in=confirmed_addresses_of(person))
        .select_related("organisation")
    )
    return Panel(
        "directory/profile_panel.html",
        {"memberships": list(memberships), "invitations": list(invitations)},
        position=10,
    )
