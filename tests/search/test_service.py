"""Searching as a person: the second gate, the fallback, suggestions from what the asker may read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from search import documents as registry
from search.contract import Engine, IndexDocument, LanguageText, SearchPage, SearchQuery
from search.documents import SearchDocument
from search.engines import engine_named
from search.service import search
from tests.search.conftest import new_organisation

pytestmark = pytest.mark.django_db


class OpenDocument(SearchDocument):
    """Organisations that everybody may see."""

    kind = "open"
    label = "Open"

    def queryset(self) -> QuerySet[Any]:
        return Organisation.objects.all()

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        return Organisation.objects.all()


class ClosedDocument(OpenDocument):
    """Organisations that coordinators alone may see, whatever the index says."""

    kind = "closed"

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        return Organisation.objects.filter(pk__gt=0 if getattr(actor, "is_coordinator", False) else 10**9)


@pytest.fixture
def engine(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_EMBEDDED_PATH = tmp_path / "search.sqlite3"
    monkeypatch.setattr(registry, "_documents", {"open": OpenDocument(), "closed": ClosedDocument()})
    engine = engine_named("embedded")
    engine.prepare()
    return engine


Put = Callable[..., int]


@pytest.fixture
def put(engine: Engine) -> Put:
    """Index an organisation's entry with the given words; returns its id."""

    def write(title: str, body: str = "", kind: str = "open", audience: str = "public", **texts: str) -> int:
        pk = new_organisation().pk
        languages = {"bg": LanguageText(title, body, url=f"/bg/{pk}/")}
        languages |= {code: LanguageText(text, text, url=f"/{code}/{pk}/") for code, text in texts.items()}
        engine.index([IndexDocument(kind, pk, frozenset({audience}), languages, version=1)])
        return pk

    return write


def ask(text: str, actor: Actor | None = None, **narrowed: Any) -> SearchPage:
    return search(SearchQuery(text=text, **narrowed), actor or AnonymousUser())


def test_the_database_decides_even_where_the_index_is_wrong(
    put: Put, coordinator: User, member: User
) -> None:
    put("Канарче", kind="closed")
    shown = put("Канарче")
    for actor in (AnonymousUser(), member):
        page = ask("канарче", actor)
        assert [hit.object_id for hit in page.hits] == [shown]
        assert page.total == 1
    assert ask("канарче", coordinator).total == 2


def test_an_object_that_is_gone_is_not_shown(put: Put) -> None:
    Organisation.objects.filter(pk=put("Изчезнала")).delete()
    assert ask("изчезнала").total == 0


def test_a_kind_that_nobody_declares_is_shown_to_nobody(engine: Engine, coordinator: User) -> None:
    text = {"bg": LanguageText("Забравено")}
    engine.index([IndexDocument("forgotten", 1, frozenset({"public"}), text, version=1)])
    assert ask("забравено", coordinator).hits == ()


def test_the_gate_is_one_query_whatever_the_kinds(put: Put, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        put("Еднакво", kind="open")
        put("Еднакво", kind="closed")
    with django_assert_num_queries(1):
        ask("еднакво")
    with django_assert_num_queries(0):
        ask("риболов")


def test_nothing_private_is_suggested(put: Put, coordinator: User) -> None:
    put("Тайно", "канарчовец", kind="closed", audience="coordinators")
    put("Открито", "жилище")
    assert ask("канарчавец").suggestion == ""
    assert ask("канарчавец", coordinator).suggestion == "канарчовец"
    assert ask("жилищаааа").suggestion == ""
    assert ask("намерете жилищее бързо").suggestion == "намерете жилище бързо"


def test_a_suggestion_is_never_applied_unasked(put: Put) -> None:
    put("Интеграция")
    page = ask("интергация")
    assert (page.total, page.suggestion) == (0, "интеграция")
    assert ask("intergatsiya").suggestion == "интеграция"


def test_an_expression_that_nothing_has_is_tried_word_by_word(put: Put) -> None:
    shown = put("Интеграция на новодошлите")
    assert [hit.object_id for hit in ask("споразумение за интеграция").hits] == [shown]
    assert ask("споразумение за риболов").total == 0


def test_titles_are_in_the_language_of_the_page_where_there_is_one(put: Put) -> None:
    put("Жилище за всички", "Български текст", en="Housing for all")
    put("Жилище само тук")
    english = ask("жилище", language="en").hits
    assert {(hit.title, hit.language) for hit in english} == {
        ("Housing for all", "en"),
        ("Жилище само тук", "bg"),
    }
    assert {hit.url[:4] for hit in english} == {"/en/"}


def test_the_embedded_engine_answers_while_elasticsearch_is_away(put: Put, settings: Any) -> None:
    put("Интеграция")
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # the discard port: nobody listens
    page = ask("интеграция")
    assert (page.total, page.engine, page.is_degraded) == (1, "embedded", True)
    again = ask("интеграция")
    assert again.is_degraded
    assert again.took_ms < 100, "the breaker spares the second asker the wait"


def test_no_page_is_deeper_than_the_ranking(put: Put) -> None:
    put("Интеграция")
    page = ask("интеграция", page=10**9)
    assert page.page == 50
    assert page.hits == ()


def test_a_result_leads_to_its_page_in_the_askers_language(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread in Bulgarian has the same address under /en/; a page of the CMS has one address alone."""
    pk = put("Хляб за всички")
    (hit,) = ask("хляб", language="en").hits
    assert (hit.url, hit.language) == (f"/en/{pk}/", "bg")
    monkeypatch.setattr(OpenDocument, "has_address_in_each_language", False)
    (hit,) = ask("хляб", language="en").hits
    assert hit.url == f"/bg/{pk}/"
