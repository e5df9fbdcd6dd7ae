"""Measuring one page: how many queries, how long, how many bytes; each time with cold caches and a person read anew."""

from __future__ import annotations

import gc
import shutil
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.contract import EngineAnswer, SearchQuery
from search.engines.embedded import EmbeddedEngine
from search.planner import Plan
from taxonomy.place_labels import PLACES_KEY, REMEMBERED_SECONDS, known_places


@dataclass
class Measurement:
    """What one page cost. `seconds` holds one figure a round, without the search engine's own, which stand beside it."""

    queries: int = 0
    few_queries: int | None = None
    bytes: int = 0
    seconds: list[float] = field(default_factory=list)
    engine_seconds: list[float] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def ratio_to(self, empty: Measurement) -> float:
        """The median of the rounds' own ratios: what slows a round down slows both of its pages."""
        pairs = zip(self.seconds, empty.seconds, strict=True)
        return statistics.median(own / of_empty for own, of_empty in pairs)

    @property
    def engine_median(self) -> float:
        return statistics.median(self.engine_seconds)

    def measure(self, client: Client, address: str) -> None:
        """Add a round."""
        whole, engine = seconds_of(client, address)
        self.seconds.append(whole - engine)
        self.engine_seconds.append(engine)


def forget() -> None:
    """Empty what the process remembers of the data, so that each page pays for itself.

    All but the places, which a process reads once, as it does its templates: they change with the code.
    """
    places = cache.get(PLACES_KEY)
    for each in caches.all():
        each.clear()
    cache.set(PLACES_KEY, places, REMEMBERED_SECONDS)
    known_places()
    shutil.rmtree(Path(settings.DATA_DIR) / "made", ignore_errors=True)
    ContentType.objects.clear_cache()


def queries_of(client: Client, address: str) -> tuple[int, int, list[str]]:
    """(queries, bytes, statements) of one request. Raises AssertionError when the page isn't there."""
    forget()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        content = response.content
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    return len(captured), len(content), [query["sql"] for query in captured]


def clock() -> float:
    """Processor time where everything happens in this process; the wall's where a database server does a part of it.

    What else the machine is doing then matters little.
    """
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


_engine_seconds = 0.0


def watch_engine() -> None:
    """Have the embedded engine's searches timed: how it grows is its own matter (DESIGN, figures)."""
    search = EmbeddedEngine.search

    def timed_search(engine: EmbeddedEngine, plan: Plan, query: SearchQuery) -> EngineAnswer:
        global _engine_seconds
        started = clock()
        try:
            return search(engine, plan, query)
        finally:
            _engine_seconds += clock() - started

    EmbeddedEngine.search = timed_search  # type: ignore[method-assign]


def seconds_of(client: Client, address: str) -> tuple[float, float]:
    """(whole, of it the engine's) of one request."""
    global _engine_seconds
    forget()
    _engine_seconds = 0.0
    gc.collect()
    gc.disable()
    try:
        started = clock()
        response = client.get(address)
        _ = response.content
        return clock() - started, _engine_seconds
    finally:
        gc.enable()
