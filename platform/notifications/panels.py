"""What following shows on a person's own profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.panels import Panel
from notifications.models import Subscription

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor


def following_of_person(person: User, actor: Actor) -> Panel | None:
    """On a person's own profile: how many things they follow, and the way to the list."""
    if person.pk != actor.pk:
        return None
    count = Subscription.objects.filter(user=person).count()
    return Panel("notifications/profile_panel.html", {"count": count}, position=20)
