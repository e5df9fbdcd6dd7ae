"""The pages on which readers act: what each costs, and that they work in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from practices import actions
from practices.models import Practice
from practices.presentation import list_items

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["bg", "en"])
def test_each_page_costs_few_queries(
    language: str,
    signed_in: Callable[[Actor], Client],
    practice_in: Callable[..., Practice],
    other_member: User,
    other_organisation: Organisation,
) -> None:
    call_command("setup_site", verbosity=0)
    practice, marked = practice_in("published"), practice_in("published")
    adaptation, _is_new = actions.mark_adaptation(
        actor=other_member, practice_id=marked.pk, organisation=other_organisation
    )
    actions.keep_practice(actor=other_member, practice_id=practice.pk, collection_ids=[], new_title="Идеи")
    client = signed_in(other_member)
    for address in (
        f"practices/{practice.pk}/",
        f"practices/{marked.pk}/",
        f"practices/{practice.pk}/apply/",
        f"practices/adaptations/{adaptation.pk}/",
        f"practices/{practice.pk}/contact/",
        f"practices/{practice.pk}/contact/sent/",
        f"practices/{practice.pk}/keep/",
        "practices/collections/",
        "practices/for/",
        "practices/for/HKV34/",
        f"notifications/follow/practice/{practice.pk}/",
        "notifications/following/",
        "accounts/profile/",
    ):
        client.get(f"/{language}/{address}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/{language}/{address}").status_code == 200, address
        assert len(queries) <= 12, (address, [query["sql"] for query in queries.captured_queries])


def test_a_card_that_others_apply_leaves_room_for_a_query(
    signed_in: Callable[[Actor], Client],
    practice_in: Callable[..., Practice],
    member: User,
    other_member: User,
    other_organisation: Organisation,
) -> None:
    call_command("setup_site", verbosity=0)
    practice = practice_in("published")
    actions.mark_adaptation(actor=other_member, practice_id=practice.pk, organisation=other_organisation)
    for reader in (member, other_member):
        client = signed_in(reader)
        client.get(practice.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(practice.get_absolute_url()).status_code == 200
        assert len(queries) <= 11, [query["sql"] for query in queries.captured_queries]


def test_a_list_is_read_in_two_queries(
    practice_in: Callable[..., Practice], django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in (1, 4):
        for _made in range(number):
            practice_in("published")
        with django_assert_num_queries(2):
            items = list_items(Practice.objects.published().for_lists())
        assert {item.title for item in items} == {"Квартира с наставник"}
        assert {tuple(item.themes) for item in items} == {("Жилище", "Заетост")}
        assert all(item.place and item.organisation and item.url for item in items)
