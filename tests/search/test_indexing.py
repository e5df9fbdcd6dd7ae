"""From a change to the index: outbox rows, draining, versions, objects that are at fault, rebuilding."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet

from core import outbox
from core.access import Actor
from core.models import OutboxItem
from directory.models import Organisation
from search import documents as registry
from search.contract import DocumentKey, Engine, IndexDocument, LanguageText, SearchQuery
from search.documents import SearchDocument
from search.engines import engine_named
from search.indexing import engines_holding, request_index, request_index_many, topic_of
from search.planner import plan_query
from tests.search.conftest import make_elasticsearch, new_organisation

pytestmark = pytest.mark.django_db

EMBEDDED = topic_of("embedded")


class BuildingDocument(SearchDocument):
    """Organisations, told of under a kind of its own, so that no app's own declaration takes part."""

    kind = "sample"
    label = "Samples"

    def queryset(self) -> QuerySet[Any]:
        return Organisation.objects.all()

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        return Organisation.objects.all()

    def build(self, obj: Any) -> IndexDocument | None:
        if obj.name_bg == "Счупена":
            raise ValueError("broken")
        if obj.name_bg == "Скрита":
            return None
        text = LanguageText(title=obj.name_bg, url="/bg/")
        return IndexDocument(self.kind, obj.pk, frozenset({"public"}), {"bg": text})


@pytest.fixture
def embedded(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An empty embedded index of this test's own, with one kind of document."""
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_EMBEDDED_PATH = tmp_path / "search.sqlite3"
    monkeypatch.setattr(registry, "_documents", {"sample": BuildingDocument()})
    return engine_named("embedded")


def found(engine: Engine, text: str) -> list[int]:
    answer = engine.search(plan_query(text), SearchQuery(text=text))
    return sorted(hit.key.object_id for hit in answer.hits)


def ask_for(*organisations: Organisation) -> None:
    with transaction.atomic():
        request_index_many("sample", [organisation.pk for organisation in organisations])


def test_a_request_is_one_row_an_object_and_no_engine_call(
    embedded: Engine, django_assert_num_queries: Any
) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        request_index_many("sample", range(1, 101))
    with transaction.atomic():
        request_index("sample", 1)
    assert OutboxItem.objects.filter(topic=EMBEDDED).count() == 100
    assert OutboxItem.objects.get(topic=EMBEDDED, key="sample:1").version == 2
    assert embedded.ping().documents == 0


def test_a_request_outside_a_transaction_is_refused(embedded: Engine, transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        request_index("sample", 1)


def test_draining_brings_changes_and_deletions(embedded: Engine) -> None:
    one, other = new_organisation(name_bg="Мост"), new_organisation(name_bg="Праг")
    ask_for(one, other)
    assert outbox.drain(EMBEDDED) == 2
    assert found(embedded, "мост") == [one.pk]

    Organisation.objects.filter(pk=one.pk).update(name_bg="Бряг")
    ask_for(one)
    gone = other.pk
    other.delete()
    with transaction.atomic():
        request_index("sample", gone)
    outbox.drain(EMBEDDED)
    assert found(embedded, "мост") == []
    assert found(embedded, "бряг") == [one.pk]
    assert found(embedded, "праг") == []
    assert OutboxItem.objects.filter(topic=EMBEDDED, is_pending=False).count() == 2, (
        "rows stay for their versions"
    )


def test_draining_again_changes_nothing(embedded: Engine) -> None:
    ask_for(new_organisation(name_bg="Мост"))
    assert outbox.drain(EMBEDDED) == 1
    assert outbox.drain(EMBEDDED) == 0
    assert embedded.ping().documents == 1


def test_what_may_no_longer_be_found_is_taken_out(embedded: Engine) -> None:
    organisation = new_organisation(name_bg="Мост")
    ask_for(organisation)
    outbox.drain(EMBEDDED)
    Organisation.objects.filter(pk=organisation.pk).update(name_bg="Скрита")
    ask_for(organisation)
    outbox.drain(EMBEDDED)
    assert found(embedded, "") == []


def test_a_broken_object_waits_alone(embedded: Engine) -> None:
    broken, sound = new_organisation(name_bg="Счупена"), new_organisation(name_bg="Здрава")
    ask_for(broken, sound)
    outbox.drain(EMBEDDED)
    assert found(embedded, "") == [sound.pk]
    row = OutboxItem.objects.get(key=f"sample:{broken.pk}")
    assert row.is_pending
    assert row.attempts == 1


def test_the_work_waits_while_the_engine_is_away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # the discard port: nobody listens
    monkeypatch.setattr(registry, "_documents", {"sample": BuildingDocument()})
    ask_for(new_organisation(name_bg="Мост"))
    assert outbox.drain(topic_of("elasticsearch")) == 0
    row = OutboxItem.objects.get(topic=topic_of("elasticsearch"))
    assert row.is_pending
    assert row.attempts == 0, "nothing is wrong with the object"


def test_one_row_for_each_engine_and_posts_for_the_main_one_alone(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Many(BuildingDocument):
        is_in_fallback = False

    monkeypatch.setattr(registry, "_documents", {"sample": BuildingDocument(), "many": Many()})
    settings.SEARCH_ENGINE = "embedded"
    assert engines_holding("sample") == engines_holding("many") == ["embedded"]
    settings.SEARCH_ENGINE = "elasticsearch"
    assert engines_holding("sample") == ["embedded", "elasticsearch"]
    assert engines_holding("many") == ["elasticsearch"]


def test_rebuild_index_fills_an_index_and_then_has_nothing_to_do(embedded: Engine) -> None:
    organisation = new_organisation(name_bg="Мост")
    new_organisation(name_bg="Счупена")
    out, err = StringIO(), StringIO()
    call_command("rebuild_index", "--if-needed", stdout=out, stderr=err)
    assert found(embedded, "мост") == [organisation.pk]
    assert "sample:" in err.getvalue(), "what was left out is named"
    out = StringIO()
    call_command("rebuild_index", "--if-needed", stdout=out)
    assert out.getvalue() == "embedded: up to date.\n"


def test_a_rebuild_takes_the_versions_of_the_outbox(embedded: Engine) -> None:
    organisation = new_organisation(name_bg="Мост")
    for _ in range(3):
        ask_for(organisation)
    call_command("rebuild_index", stdout=StringIO())
    late = LanguageText(title="Отдавна")
    key = DocumentKey("sample", organisation.pk)
    embedded.index([IndexDocument(*key, frozenset({"public"}), {"bg": late}, version=2)])
    assert found(embedded, "мост") == [organisation.pk]


@pytest.mark.services
def test_both_engines_get_what_they_hold(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = make_elasticsearch()
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.SEARCH_EMBEDDED_PATH = tmp_path / "search.sqlite3"
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    settings.SEARCH_INDEX_PREFIX = node.prefix
    monkeypatch.setattr(registry, "_documents", {"sample": BuildingDocument()})
    organisation = new_organisation(name_bg="Мост")
    ask_for(organisation)
    for name in ("elasticsearch", "embedded"):
        assert outbox.drain(topic_of(name)) == 1
        engine = engine_named(name)
        engine.refresh()
        assert found(engine, "мост") == [organisation.pk]
    call_command("rebuild_index", "--engine", "elasticsearch", stdout=StringIO())
    assert found(engine_named("elasticsearch"), "мост") == [organisation.pk]
    node.drop()
