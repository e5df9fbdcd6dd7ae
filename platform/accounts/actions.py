"""Changes that a person makes to their own account. Passwords and addresses are allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.users.models import UserProfile

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


def prefer_own_language_in_admin(person: User) -> None:
    """Let Wagtail's admin speak the person's language, unless they chose one there. Nothing for those who may not enter it."""
    if not person.has_perm("wagtailadmin.access_admin"):
        return
    profile = UserProfile.get_for_user(person)
    if not profile.preferred_language:
        profile.preferred_language = person.language
        profile.save(update_fields=["preferred_language"])
