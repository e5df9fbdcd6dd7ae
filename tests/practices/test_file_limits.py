"""Files that cost much are made a few times in five minutes: fewer for visitors than for members, and a page says when."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core.access import Actor
from practices.exports.limits import MadeFile
from practices.models import Practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
LISTS = "/bg/practices/export.csv?theme=housing"


@pytest.fixture
def limits(settings: Any) -> None:
    settings.RATE_LIMITS = True
    cache.clear()


def answers(client: Client, address: str, times: int, **extra: Any) -> list[Any]:
    """Taken together they lie in two windows at most: whoever asks more than twice as often as allowed is refused once."""
    return [client.get(address, **extra) for _time in range(times)]


def refused(client: Client, address: str, times: int, **extra: Any) -> list[Any]:
    return [answer for answer in answers(client, address, times, **extra) if answer.status_code == 429]


@pytest.mark.parametrize(
    ("address", "made"),
    [(LISTS, MadeFile.LIST), ("/bg/practices/export.pdf?theme=nothing", MadeFile.PRINTED_LIST)],
)
def test_a_visitor_waits_after_a_few(client: Client, limits: None, address: str, made: MadeFile) -> None:
    too_many = refused(client, address, 2 * made.visitor + 1, REMOTE_ADDR="192.0.2.7")
    assert too_many
    assert 0 < int(too_many[0]["Retry-After"]) <= 300
    assert too_many[0]["Cache-Control"] == "no-store"
    assert client.get(address, REMOTE_ADDR="192.0.2.8").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"), [("bg", r"Опитайте пак след \d мин"), ("en", r"Try again in \d minutes?\.")]
)
def test_the_page_says_when_and_leads_back(client: Client, limits: None, language: str, words: str) -> None:
    address = f"/{language}/practices/export.json?theme=housing"
    html = refused(client, address, 2 * MadeFile.LIST.visitor + 1)[0].content.decode()
    assert re.search(words, html)
    assert f'href="/{language}/practices/?theme=housing"' in html
    assert f"/{language}/accounts/login/?next=/{language}/practices/%3Ftheme%3Dhousing" in html


def test_members_may_take_more_and_are_counted_by_account(
    signed_in: SignedIn, limits: None, member: User, other_member: User, newcomer: User
) -> None:
    often = 2 * MadeFile.LIST.visitor + 1
    assert refused(signed_in(newcomer), LISTS, often)
    client = signed_in(member)
    assert not refused(client, LISTS, often)  # from the same address
    last = refused(client, LISTS, 2 * MadeFile.LIST.member + 1 - often)[-1]
    assert "Влезте" not in last.content.decode().split("<main")[1]
    assert signed_in(other_member).get(LISTS).status_code == 200


def test_a_kept_card_counts_for_nobody(
    client: Client, limits: None, practice_in: Callable[..., Practice]
) -> None:
    address = f"/bg/practices/{practice_in('published').pk}/card.pdf"
    assert {answer.status_code for answer in answers(client, address, 2 * MadeFile.CARD.visitor + 1)} == {200}
    assert refused(client, address.replace("card.pdf", "card.xlsx"), 2 * MadeFile.CARD.visitor + 1)


def test_a_card_that_has_to_be_made_waits(
    client: Client, limits: None, practice_in: Callable[..., Practice]
) -> None:
    practice = practice_in("published")
    sheet = f"/bg/practices/{practice.pk}/card.xlsx"
    assert refused(client, sheet, 2 * MadeFile.CARD.visitor + 1)
    answer = client.get(f"/bg/practices/{practice.pk}/card.pdf")
    assert answer.status_code == 429
    assert f'href="/bg/practices/{practice.pk}/"' in answer.content.decode()


def test_other_pages_that_are_asked_too_often_have_the_same_page(client: Client, settings: Any) -> None:
    del settings.ACCOUNT_RATE_LIMITS
    cache.clear()
    for _attempt in range(30):
        response = client.post("/bg/accounts/password/reset/", {"email": "known@example.org"})
    assert response.status_code == 429
    assert "Изчакайте няколко минути" in response.content.decode()
