"""The two engines behind the contract, made once a process from the settings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from search.contract import Engine


def engine_named(name: str) -> Engine:
    """The engine "embedded" or "elasticsearch" as the settings describe it; raises ValueError for another name."""
    if name == "embedded":
        return _embedded(str(settings.SEARCH_EMBEDDED_PATH))
    if name == "elasticsearch":
        return _elasticsearch(
            settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_PREFIX, float(settings.SEARCH_TIMEOUT_SECONDS)
        )
    raise ValueError(f"There is no search engine “{name}”.")


# Kept by their settings, so that a test which changes these gets an engine of its own. The modules are imported when
# first needed: the Elasticsearch client alone takes a third of a second, which the embedded default need not pay.


@lru_cache(maxsize=8)
def _embedded(path: str) -> Engine:
    from search.engines.embedded import EmbeddedEngine  # noqa: PLC0415

    return EmbeddedEngine(path)


@lru_cache(maxsize=8)
def _elasticsearch(url: str, prefix: str, timeout_seconds: float) -> Engine:
    from search.engines.elasticsearch import ElasticsearchEngine  # noqa: PLC0415

    return ElasticsearchEngine(url, prefix=prefix, timeout_seconds=timeout_seconds)
