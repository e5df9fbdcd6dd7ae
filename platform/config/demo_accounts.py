"""The demo accounts, one for each role. They have no names, only roles, and exist outside production alone.

The head of this module imports no Django, so that `make run` can print the list without starting it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

PASSWORD = "megdan-demo-2026"
INVENTED = "invented-new-neighbours-hkv34"
"""Of the demo's organisations: what is made up is never put into the mouth of a real one."""


@dataclass(frozen=True)
class DemoAccount:
    """Somebody to sign in as. `organisation` is a key of the demo organisations."""

    key: str
    display_name: str
    role_en: str
    organisation: str = ""
    is_owner: bool = False
    is_coordinator: bool = False
    is_admin: bool = False
    group: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


ACCOUNTS = (
    DemoAccount("ngo", "Сътрудник в БЧК", "NGO member, Bulgarian Red Cross", "brc", is_owner=True),
    DemoAccount(
        "ngo2", "Сътрудник в сдружение", "NGO member, an invented organisation", INVENTED, is_owner=True
    ),
    DemoAccount("coordinator", "Координатор на мегдана", "coordinator", is_coordinator=True),
    DemoAccount("coordinator2", "Втори координатор", "second coordinator, who scores", is_coordinator=True),
    DemoAccount("officer", "Служител в община Хасково", "municipal officer", "municipality-haskovo"),
    DemoAccount("editor", "Редактор на страниците", "editor of the pages", group="Editors"),
    DemoAccount("admin", "Администратор", "administrator", is_admin=True),
)


def plain() -> str:
    """A line for each account, as `make run` prints it."""
    return "\n".join(f"{account.email:24} {PASSWORD}   {account.role_en}" for account in ACCOUNTS)


def load_accounts() -> dict[str, User]:
    """The accounts, their memberships and rights, by key. Repeatable. Raises RuntimeError in production."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth.models import Group  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from directory.enums import MembershipRole, MembershipState  # noqa: PLC0415
    from directory.models import Membership, Organisation  # noqa: PLC0415

    if settings.IS_PRODUCTION:
        raise RuntimeError("Demo accounts have a known password; production must not have them.")
    users: dict[str, User] = {}
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create_user(
                account.email,
                PASSWORD,
                display_name=account.display_name,
                is_coordinator=account.is_coordinator,
                is_staff=account.is_admin,
                is_superuser=account.is_admin,
            )
        EmailAddress.objects.get_or_create(
            user=user, email=account.email, defaults={"verified": True, "primary": True}
        )
        if account.group:
            user.groups.add(Group.objects.get(name=account.group))
        if account.organisation:
            Membership.objects.get_or_create(
                user=user,
                organisation=Organisation.objects.get(slug=account.organisation),
                defaults={
                    "state": MembershipState.CONFIRMED,
                    "confirmed_at": timezone.now(),
                    "role": MembershipRole.OWNER if account.is_owner else MembershipRole.MEMBER,
                },
            )
        users[account.key] = user
    return users
