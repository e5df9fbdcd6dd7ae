"""What the forum shows on pages of other apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.panels import Panel

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor


def posts_of_person(person: User, actor: Actor) -> Panel | None:
    """On a person's own profile: their posts to take along. No query."""
    return Panel("forum/profile_panel.html", position=40) if person.pk == actor.pk else None
