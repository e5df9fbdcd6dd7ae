"""What practices show on pages of other apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.panels import Panel
from practices.models import Practice
from practices.presentation import list_items

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor
    from directory.models import Organisation

PANEL_SIZE = 6
"""Practices on an organisation's page: what one sees at a glance; the search knows the others."""


def practices_of_organisation(organisation: Organisation, actor: Actor) -> Panel | None:
    """On an organisation's page: its published practices, the latest first. Two queries, none of them per practice."""
    found = (
        Practice.objects.published()
        .visible_to(actor)
        .filter(organisation=organisation)
        .order_by("-published_at", "-pk")
        .for_lists()
    )
    items = list_items(found[:PANEL_SIZE])
    return Panel("practices/organisation_panel.html", {"cards": items}, position=10) if items else None


def collections_of_person(person: User, actor: Actor) -> Panel | None:
    """On a person's own profile: the way to their collections. No query."""
    return Panel("practices/profile_panel.html", position=30) if person.pk == actor.pk else None
