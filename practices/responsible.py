"""Whom to ask about a practice."""

from __future__ import annotations

from directory.enums import MembershipRole
from directory.models import Membership


def responsible_ids(*, author_id: int | None, organisation_id: int) -> list[int]:
    """The author, as long as they belong to the organisation; else whoever answers for it. One query."""
    current = Membership.objects.filter(organisation=organisation_id).current()
    roles = dict(current.order_by("pk").values_list("user_id", "role"))
    if author_id in roles:
        return [author_id]
    return [user_id for user_id, role in roles.items() if role == MembershipRole.OWNER]
