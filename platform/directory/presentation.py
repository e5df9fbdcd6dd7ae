"""Organisations and memberships as the templates' components take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from taxonomy.place_labels import known_places

if TYPE_CHECKING:
    from directory.models import Organisation


def card_item(organisation: Organisation) -> dict[str, Any]:
    """For components/organisation_card.html. Needs `for_cards()`, or the kind alone: its place is known."""
    place = known_places().numbered(organisation.place_id)
    return {
        "title": organisation.name,
        "url": organisation.get_absolute_url(),
        "kind": organisation.kind.name,
        "place": place.label if place else "",
        "summary": organisation.description,
        "is_confirmed": organisation.is_confirmed,
    }


def contact_item(organisation: Organisation) -> dict[str, str]:
    """For components/contact_list.html: the institution's contacts."""
    return {name: getattr(organisation, name) for name in ("address", "phone", "email", "website")}


def has_contacts(organisation: Organisation) -> bool:
    return any(contact_item(organisation).values())


def crumbs(organisation: Organisation, here: str = "") -> list[tuple[str, str | None]]:
    """For components/breadcrumbs.html: list › organisation › here."""
    trail: list[tuple[str, str | None]] = [
        (_("Organisations"), reverse("directory:organisation_list")),
        (organisation.name, organisation.get_absolute_url()),
    ]
    return [*trail, (here, None)] if here else trail
