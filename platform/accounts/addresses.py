"""Which addresses are somebody's own, as they have shown by a link in a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

if TYPE_CHECKING:
    from core.access import Actor


def confirmed_addresses_of(actor: Actor) -> frozenset[str]:
    """The person's confirmed addresses, in lower case; none for a visitor. One query."""
    if not actor.is_authenticated:
        return frozenset()
    addresses = EmailAddress.objects.filter(user_id=actor.pk, verified=True).values_list("email", flat=True)
    return frozenset(address.lower() for address in addresses)
