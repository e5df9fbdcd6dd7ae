"""The user model, the profile page, and people in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts.actions import update_profile
from accounts.addresses import confirmed_addresses_of
from accounts.models import User
from core.access import Actor, NotVisible
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]


def test_addresses_are_lower_case_however_they_come() -> None:
    assert User.objects.create_user(" Рая@Example.ORG ").email == "рая@example.org"
    typed = User(email="Upper@Example.org")
    typed.save()
    assert typed.email == "upper@example.org"
    assert User.objects.get_by_natural_key("UPPER@example.org") == typed
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=typed.pk).update(email="UPPER@example.org")


def test_a_person_is_shown_by_name_and_never_by_address() -> None:
    assert str(UserFactory(display_name="Рая")) == "Рая"
    assert "@" not in str(UserFactory(display_name=""))


def test_an_account_without_password_cannot_be_entered(client: Client) -> None:
    User.objects.create_user("no-password@example.org")
    client.post("/bg/accounts/login/", {"login": "no-password@example.org", "password": ""})
    assert "_auth_user_id" not in client.session


def test_profile_is_ones_own(client: Client, newcomer: User, signed_in: SignedIn) -> None:
    url = reverse("accounts:profile")
    assert client.get(url).status_code == 302
    browser = signed_in(newcomer)
    assert browser.get(url).status_code == 200
    response = browser.post(url, {"display_name": "  Нова   от Варна ", "language": "en"})
    assert response.status_code == 302
    newcomer.refresh_from_db()
    assert (newcomer.display_name, newcomer.language) == ("Нова от Варна", "en")


def test_the_account_menu_leads_to_it(newcomer: User, signed_in: SignedIn) -> None:
    assert f'href="{reverse("accounts:profile")}"' in signed_in(newcomer).get("/bg/forum/").content.decode()


def test_a_refused_profile_keeps_what_was_typed(newcomer: User, signed_in: SignedIn) -> None:
    response = signed_in(newcomer).post(
        reverse("accounts:profile"), {"display_name": "nova@example.org", "language": "bg"}
    )
    assert response.context["form"].errors["display_name"]
    assert "nova@example.org" in response.content.decode()


def test_saving_the_same_profile_writes_nothing(newcomer: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # savepoint, the row, savepoint
        update_profile(actor=newcomer, display_name=newcomer.display_name, language=newcomer.language)


def test_a_visitor_has_no_profile_and_no_addresses(visitor: Actor) -> None:
    with pytest.raises(NotVisible):
        update_profile(actor=visitor, display_name="Никой", language="bg")
    assert confirmed_addresses_of(visitor) == frozenset()


def person_form(user: User, **changes: Any) -> dict[str, Any]:
    return {
        "email": user.email,
        "display_name": user.display_name,
        "language": "bg",
        "is_active": "on",
        "password1": "",
        "password2": "",
        **changes,
    }


def test_a_superuser_makes_a_coordinator(admin: User, newcomer: User, signed_in: SignedIn) -> None:
    browser = signed_in(admin)
    assert browser.get(reverse("wagtailusers_users:index"), {"q": "Нова"}).status_code == 200
    url = reverse("wagtailusers_users:edit", args=[newcomer.pk])
    assert browser.get(url).status_code == 200
    response = browser.post(url, person_form(newcomer, is_coordinator="on"))
    assert response.status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.is_coordinator


def test_who_may_edit_people_gives_no_powers(editor: User, newcomer: User, signed_in: SignedIn) -> None:
    names = ("change_user", "add_user", "view_user")
    editor.user_permissions.add(*Permission.objects.filter(codename__in=names))
    browser = signed_in(User.objects.get(pk=editor.pk))
    powers = {"is_coordinator": "on", "is_superuser": "on", "is_staff": "on"}
    for user in (newcomer, editor):
        url = reverse("wagtailusers_users:edit", args=[user.pk])
        response = browser.post(url, person_form(user, display_name="Преименувана", **powers))
        assert response.status_code == 302
        user.refresh_from_db()
        assert user.display_name == "Преименувана"
        assert [user.is_coordinator, user.is_superuser, user.is_staff] == [False, False, False]


def test_a_new_person_in_the_admin(admin: User, signed_in: SignedIn) -> None:
    browser = signed_in(admin)
    url = reverse("wagtailusers_users:add")
    assert browser.get(url).status_code == 200
    response = browser.post(
        url,
        {
            "email": "New@Example.org",
            "display_name": "Нов",
            "language": "bg",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


@pytest.mark.parametrize("language", ["bg", "en"])
def test_the_admin_speaks_the_persons_language(admin: User, client: Client, language: str) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    admin.refresh_from_db()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/admin/", headers={"accept-language": "de"}).content.decode()
    assert f'lang="{language}"' in html


def test_signing_in_costs_members_no_profile_of_the_admin(newcomer: User, client: Client) -> None:
    client.force_login(newcomer, backend="django.contrib.auth.backends.ModelBackend")
    assert not UserProfile.objects.filter(user=newcomer).exists()
