"""What nobody types by accident does no harm, and brings no error page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from core.access import Actor
from practices.models import CardDraft, Practice
from tests.factories.practices import a_card

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


@pytest.mark.parametrize(
    "odd",
    [
        {"activities-²-text": "а"},
        {"activities-": "а"},
        {f"activities-{'9' * 500}-text": "а"},
        {"version": "²"},
    ],
)
def test_numbers_that_are_none_are_passed_over(
    odd: dict[str, str], practice_in: PracticeIn, member: User, signed_in: SignedIn
) -> None:
    practice = practice_in("draft")
    data = {"title": "Квартира с наставник", "text": "bg", "version": "1", **odd}
    assert signed_in(member).post(f"/bg/practices/{practice.pk}/edit/", data).status_code in {302, 409}


@pytest.mark.parametrize(
    "cursor", ["0001-01-01T00:00:00+23:59_1", "9999-12-31T23:59:59-23:59_1", "-99999999999999-1", "²-1"]
)
def test_a_broken_place_in_the_list_is_no_error_page(cursor: str, client: Client) -> None:
    for name in ("after", "before"):
        assert client.get("/bg/practices/", {name: cursor}).status_code in {200, 404}


def test_a_drafts_links_can_be_followed_only_to_the_web(
    practice_in: PracticeIn, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("draft")
    card = a_card(
        links=[
            "javascript:alert(1)",
            " JavaScript:alert(2)",
            "data:text/html,x",
            "https://megdan.example/a",
            "https://www.gov.bg@evil.example/",
        ]
    )
    CardDraft.objects.filter(practice=practice).update(document=card)
    body = signed_in(member).get(f"/bg/practices/{practice.pk}/preview/").content.decode()
    assert "javascript:alert(1)" in body, "what was typed is shown"
    assert 'href="https://megdan.example/a"' in body
    assert 'href="javascript' not in body.lower().replace(" ", "")
    assert "www.gov.bg@evil.example" in body, "what was typed is shown"
    assert 'href="https://www.gov.bg@' not in body
    assert 'href="data:' not in body
