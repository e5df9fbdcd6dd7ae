"""How attempts to sign in are counted, and which ways to a password or an address there are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core.access import Actor
from tests.architecture.sources import ROOT

WRONG = {"login": "nobody@example.org", "password": "not the password"}


@pytest.fixture
def limited(settings: LazySettings) -> Iterator[LazySettings]:
    del settings.ACCOUNT_RATE_LIMITS
    cache.clear()
    yield settings
    cache.clear()


def attempts_until_stopped(address: str, *, most: int = 40) -> int:
    """How many wrong passwords from this address behind the proxy are taken before the answer is 429."""
    client = Client(REMOTE_ADDR="172.18.0.1", headers={"X-Forwarded-For": address})
    for number in range(most):
        login = {**WRONG, "login": f"{number}.{address}@example.org"}
        if client.post("/bg/accounts/login/", login).status_code == 429:
            return number
    return most


@pytest.mark.django_db
def test_one_visitors_wrong_passwords_keep_nobody_else_out(limited: LazySettings) -> None:
    limited.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert attempts_until_stopped("203.0.113.5") < 40
    assert attempts_until_stopped("203.0.113.9") > 5


@pytest.mark.django_db
def test_a_made_up_address_counts_for_nothing(limited: LazySettings) -> None:
    """The proxy appends the true one; what stood there before is the visitor's own invention."""
    limited.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert attempts_until_stopped("203.0.113.5") < 40
    assert attempts_until_stopped("198.51.100.7, 203.0.113.5") == 0


def test_production_counts_visitors_behind_a_proxy_and_keeps_its_limits(tmp_path: Path) -> None:
    from scripts.check import PRODUCTION

    code = (
        "from django.conf import settings;"
        "print(settings.ALLAUTH_TRUSTED_PROXY_COUNT, hasattr(settings, 'ACCOUNT_RATE_LIMITS'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            **os.environ,
            **PRODUCTION,
            "MEGDAN_DATA": str(tmp_path),
            "RATE_LIMITS": "false",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1", "False"]


@pytest.mark.django_db
def test_the_admin_changes_neither_address_nor_password(
    editor: User, signed_in: Callable[[Actor], Client]
) -> None:
    """There a new address would need no confirmation, and the old one would get no letter."""
    client = signed_in(editor)
    body = client.get("/admin/account/").content.decode()
    assert "name_email-email" not in body
    assert "old_password" not in body
    client.post("/admin/account/", {"name_email-email": "victim@example.org"})
    editor.refresh_from_db()
    assert editor.email == "editor@example.org"
