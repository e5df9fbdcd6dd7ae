"""What a proxy may keep: a member's pages never."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_members_page_is_private(signed_in: Callable[[User], Client], member: User) -> None:
    assert signed_in(member).get("/bg/practices/").headers["Cache-Control"] == "private, no-cache"


def test_a_visitors_page_says_nothing_of_it(client: Client) -> None:
    assert "private" not in client.get("/bg/practices/").headers.get("Cache-Control", "")
