"""What somebody's memberships make of them: asked once for each request and kept on the actor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.audiences import MEMBERS
from directory.enums import MembershipRole

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor


def _roles_of(actor: Actor) -> dict[int, str]:
    if not actor.is_authenticated:
        return {}
    known: dict[int, str] | None = getattr(actor, "_organisation_roles", None)
    if known is None:
        from directory.models import Membership  # noqa: PLC0415 - the app registry imports this module early

        known = dict(Membership.objects.filter(user=actor).current().values_list("organisation_id", "role"))
        actor._organisation_roles = known  # type: ignore[attr-defined]
    return known


def organisation_ids_of(actor: Actor) -> frozenset[int]:
    """Organisations that the actor belongs to today. One query for each request."""
    return frozenset(_roles_of(actor))


def owned_organisation_ids_of(actor: Actor) -> frozenset[int]:
    """Those for which the actor answers."""
    return frozenset(pk for pk, role in _roles_of(actor).items() if role == MembershipRole.OWNER)


def is_member(actor: Actor) -> bool:
    """A member of the square: belongs to an organisation, or coordinates."""
    return bool(actor.is_authenticated and (actor.is_coordinator or _roles_of(actor)))


def audience_tokens_of(user: User) -> Iterable[str]:
    """`org:ID` for each organisation, and `members` if there is any."""
    organisation_ids = organisation_ids_of(user)
    if organisation_ids:
        yield MEMBERS
    for organisation_id in organisation_ids:
        yield f"org:{organisation_id}"


def forget_memberships(actor: Actor) -> None:
    """After a change in the same request: what was asked before is asked again."""
    for name in ("_organisation_roles", "_audience_tokens"):
        if hasattr(actor, name):
            delattr(actor, name)
