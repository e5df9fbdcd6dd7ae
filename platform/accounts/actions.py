"""Changes that a person makes to their own account. Passwords and addresses are allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from core.access import NotVisible

if TYPE_CHECKING:
    from core.access import Actor


@transaction.atomic
def update_profile(*, actor: Actor, display_name: str, language: str) -> User:
    """Change how one is shown and in which language one is written to. Writes nothing without a change. Raises NotVisible."""
    person = User.objects.select_for_update().filter(pk=actor.pk).first() if actor.is_authenticated else None
    if person is None:
        raise NotVisible
    if (person.display_name, person.language) != (display_name, language):
        person.display_name, person.language = display_name, language
        person.save(update_fields=["display_name", "language"])
    return person
