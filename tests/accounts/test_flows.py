"""Signing up, confirming the address, signing in, a new password: the whole way, through the letters."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.factories.people import PASSWORD, UserFactory

NEW_PASSWORD = "друга-парола-4711"
SIGN_UP = {
    "display_name": "Рая от Пловдив",
    "email": "Raya@Example.org",
    "password1": PASSWORD,
    "password2": PASSWORD,
}

pytestmark = pytest.mark.django_db


def link_in(message: mail.EmailMessage) -> str:
    """The path of the letter's own link."""
    found = re.search(r"https?://\S+/accounts/\S+", str(message.body))
    assert found, message.body
    return urlsplit(found.group(0)).path


def known(email: str = "known@example.org") -> User:
    """Somebody with a confirmed address."""
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    client.post("/bg/accounts/login/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("bg", "Добре дошли на Мегдан: потвърдете адреса си"),
        ("en", "Welcome to Megdan: confirm your address"),
    ],
)
def test_from_sign_up_to_signed_in(client: Client, language: str, subject: str) -> None:
    response = client.post(f"/{language}/accounts/signup/", SIGN_UP)
    assert response.status_code == 302
    user = User.objects.get(email="raya@example.org")
    assert (user.display_name, user.language) == ("Рая от Пловдив", language)
    assert "_auth_user_id" not in client.session

    [letter] = mail.outbox
    assert letter.to == ["raya@example.org"]
    if language == "en":
        assert letter.subject == subject
        assert "Hello, Рая от Пловдив" in str(letter.body)
    assert not sign_in(client, "raya@example.org"), "the address isn't confirmed yet"

    path = link_in(letter)
    assert client.get(path).status_code == 200
    assert not EmailAddress.objects.get(user=user).verified, (
        "looking at the link confirms nothing: mail scanners do that"
    )
    client.post(path)
    assert EmailAddress.objects.get(user=user).verified
    assert sign_in(client, " RAYA@example.org ")


def test_the_form_asks_for_the_name_first(client: Client) -> None:
    html = client.get("/bg/accounts/signup/").content.decode()
    places = [html.index(f'name="{name}"') for name in ("display_name", "email", "password1", "password2")]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["", "   ", "raya@example.org", "\u202e\u200b"])
def test_a_name_is_a_name(client: Client, name: str) -> None:
    response = client.post("/bg/accounts/signup/", {**SIGN_UP, "display_name": name})
    assert response.status_code == 200
    assert response.context["form"].errors["display_name"]
    assert not User.objects.exists()


def test_a_failed_sign_up_keeps_what_was_typed(client: Client) -> None:
    response = client.post("/bg/accounts/signup/", {**SIGN_UP, "password2": "друго"})
    html = response.content.decode()
    assert "Рая от Пловдив" in html
    assert "Raya@Example.org" in html or "raya@example.org" in html
    assert PASSWORD not in html


@pytest.mark.parametrize("password", ["къса", "1234567890", "password123", "raya@example.org"])
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    response = client.post("/bg/accounts/signup/", {**SIGN_UP, "password1": password, "password2": password})
    assert response.status_code == 200
    assert not User.objects.exists()


def test_signing_up_tells_nobody_who_has_an_account(client: Client) -> None:
    known("raya@example.org")
    taken = client.post("/bg/accounts/signup/", SIGN_UP)
    [letter] = mail.outbox
    assert "/accounts/password/reset/" in str(letter.body)
    free = Client().post("/bg/accounts/signup/", {**SIGN_UP, "email": "free@example.org"})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert User.objects.filter(email="raya@example.org").count() == 1


def test_a_new_password_by_letter(client: Client) -> None:
    user = known()
    client.post("/bg/accounts/password/reset/", {"email": "Known@example.org"})
    [letter] = mail.outbox
    path = client.get(link_in(letter))["Location"]
    response = client.post(path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert response.status_code == 302
    assert not sign_in(Client(), user.email)
    assert sign_in(Client(), user.email, NEW_PASSWORD)
    assert Client().get(link_in(letter), follow=True).context["token_fail"], "the link works once"


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client: Client) -> None:
    known()
    there = client.post("/bg/accounts/password/reset/", {"email": "known@example.org"})
    absent = Client().post("/bg/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (there.status_code, there["Location"]) == (absent.status_code, absent["Location"])
    assert [message.to for message in mail.outbox] == [["known@example.org"]]


def test_letters_go_out_in_the_persons_language(client: Client) -> None:
    user = known()
    user.language = "en"
    user.save()
    client.post("/bg/accounts/password/reset/", {"email": user.email})
    assert mail.outbox[0].subject == "A new password for Megdan"


def test_letters_are_not_escaped(client: Client) -> None:
    client.post("/en/accounts/signup/", {**SIGN_UP, "display_name": "О'Нийл & синове"})
    assert "О'Нийл & синове" in str(mail.outbox[0].body)


def test_a_changed_password_is_told_without_addresses_of_machines(client: Client) -> None:
    user = known()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(
        "/bg/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        REMOTE_ADDR="192.0.2.7",
        HTTP_USER_AGENT="Browser of mine",
    )
    [letter] = mail.outbox
    assert letter.to == [user.email]
    assert user.display_name in str(letter.body)
    assert "192.0.2.7" not in str(letter.body)
    assert "Browser of mine" not in str(letter.body)


def test_a_mail_server_that_is_away_breaks_no_page(client: Client, settings: LazySettings) -> None:
    known()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post("/bg/accounts/password/reset/", {"email": "known@example.org"}, follow=True)
    assert response.status_code == 200
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_signing_out_takes_a_click(client: Client) -> None:
    client.force_login(known(), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/bg/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/bg/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.fixture
def limits(settings: LazySettings) -> None:
    """allauth's own limits, as the site has them outside tests."""
    from allauth.account import app_settings

    del settings.ACCOUNT_RATE_LIMITS
    assert app_settings.RATE_LIMITS["login_failed"]
    cache.clear()


def test_guessing_a_password_is_stopped(client: Client, limits: None) -> None:
    user = known()
    for number in range(12):
        client.post("/bg/accounts/login/", {"login": user.email, "password": f"опит-{number}-напосоки"})
    assert not sign_in(client, user.email), "even the right one has to wait now"


def test_asking_for_letters_again_and_again_is_stopped(client: Client, limits: None) -> None:
    known()
    for _attempt in range(30):
        response = client.post("/bg/accounts/password/reset/", {"email": "known@example.org"})
    assert response.status_code == 429
    assert len(mail.outbox) < 30


def test_behind_a_proxy_limits_count_by_visitor(client: Client, limits: None, settings: LazySettings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    known()
    for _attempt in range(40):
        last = client.post(
            "/bg/accounts/login/", {"login": "x@example.org"}, headers={"x-forwarded-for": "192.0.2.1"}
        )
    assert last.status_code == 429
    other = client.post(
        "/bg/accounts/login/", {"login": "x@example.org"}, headers={"x-forwarded-for": "192.0.2.2"}
    )
    assert other.status_code == 200
