"""Engines and documents for the search tests. The node is used where its address is in the environment."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from directory.models import Organisation
from search.contract import Engine, IndexDocument, LanguageText
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from tests.factories.people import OrganisationFactory

_numbers = itertools.count(1)


def make_embedded(tmp_path: Path) -> EmbeddedEngine:
    engine = EmbeddedEngine(str(tmp_path / f"search-{next(_numbers)}.sqlite3"))
    engine.prepare()
    return engine


def make_elasticsearch() -> ElasticsearchEngine:
    """For tests marked `services`: the node is there."""
    url = os.environ["ELASTICSEARCH_URL"]
    engine = ElasticsearchEngine(
        url, prefix=f"megdan-test-search-{os.getpid()}-{next(_numbers)}", timeout_seconds=10
    )
    engine.clear()
    return engine


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, empty."""
    if request.param == "embedded":
        yield make_embedded(tmp_path)
        return
    node = make_elasticsearch()
    yield node
    node.drop()


def new_organisation(**values: str) -> Organisation:
    """An organisation, typed as what it is."""
    return cast(Organisation, OrganisationFactory(**values))


def document(
    object_id: int,
    title: str = "",
    body: str = "",
    *,
    kind: str = "practice",
    version: int = 1,
    audiences: tuple[str, ...] = ("public",),
    language: str = "bg",
    **more: object,
) -> IndexDocument:
    """A document in one language, public unless said otherwise."""
    text = LanguageText(title=title, body=body, url=f"/{language}/{kind}/{object_id}/")
    return IndexDocument(
        kind=kind,
        object_id=object_id,
        version=version,
        audiences=frozenset(audiences),
        texts={language: text},
        language=language,
        **more,  # type: ignore[arg-type]
    )
