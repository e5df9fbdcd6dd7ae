"""The demonstration: it is found as people would look for it, comes only once, and stays out of production."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from directory.models import Organisation
from forum.models import Board, Post, Thread
from pages.models import StandardPage
from practices.demo import RED_CROSS_ID
from practices.models import Practice
from search.engines import engine_named
from search.indexing import engines_holding
from taxonomy.models import Place

pytestmark = pytest.mark.django_db


def results(client: Client, query: str, language: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/search/", {"q": query, "lang": language})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


@pytest.mark.stack
@pytest.mark.usefixtures("empty_search")
def test_the_red_cross_card_is_found_among_three_hundred(client: Client) -> None:
    call_command("load_demo", practices=300, verbosity=0)
    for name in engines_holding("practice"):
        engine_named(name).refresh()
    for language in ("bg", "en"):
        for query in ("настаняване на бежанци", "интеграцията", "integratsiya", "БЧК", "housing"):
            first = [result["external_id"] for result in results(client, query, language)[:3]]
            assert RED_CROSS_ID in first, (query, language)
        assert results(client, "риболов", language) == []


def test_loading_twice_changes_nothing(client: Client) -> None:
    def counted() -> dict[str, int]:
        models = (User, Organisation, Practice, Board, Thread, Post, StandardPage, Place)
        return {model.__name__: model._default_manager.count() for model in models}

    call_command("load_demo", practices=5, threads=3, verbosity=0)
    before = counted()
    assert before["Practice"] >= 8
    call_command("load_demo", practices=5, threads=3, verbosity=0)
    assert counted() == before
    # The nine contacts of the old platform are there, and say how old they are.
    contacts = Organisation.objects.filter(source_note_bg__contains="списък, публикуван през 2015")
    assert contacts.count() == 9
    for organisation in contacts:
        assert organisation.confirmed_on is None
        assert "2015" in client.get(organisation.get_absolute_url()).content.decode()


def test_the_demonstration_stays_out_of_production(settings: Any) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo", verbosity=0)
    assert not User.objects.exists()


def test_the_whole_country_is_there() -> None:
    assert Place.objects.filter(kind="oblast").count() == 28
    assert Place.objects.filter(kind="municipality").count() == 265
