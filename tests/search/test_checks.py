"""The system checks name what a declaration lacks, and how to mend it."""

from __future__ import annotations

from typing import Any

import pytest

from search import documents as registry
from search.checks import check_documents, check_settings
from search.documents import SearchDocument, documents


def test_every_registered_document_passes() -> None:
    assert documents()
    assert check_documents(None) == []
    assert check_settings(None) == []


def test_a_document_without_a_gate_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless(SearchDocument):
        kind = "careless one"

    monkeypatch.setattr(registry, "_documents", {"careless one": Careless()})
    found = check_documents(None)
    assert [error.id for error in found] == ["search.E001", *["search.E002"] * 3, "search.E003"]
    assert any("visible_to" in error.msg for error in found)
    assert all(error.hint for error in found)


def test_settings_that_cannot_work_are_errors(settings: Any) -> None:
    settings.SEARCH_ENGINE = "solr"
    assert [error.id for error in check_settings(None)] == ["search.E010"]
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", ""
    assert [error.id for error in check_settings(None)] == ["search.E011"]
