"""Building an index anew, beside the one that is searched, in batches of bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from core.models import OutboxItem
from search.contract import DocumentKey, Engine
from search.documents import documents
from search.indexing import BATCH_SIZE, build_documents, engines_holding, topic_of


def rebuild(engine: Engine, report: Callable[[str, int], None] = lambda kind, count: None) -> int:
    """Fill a next index from the database and let it take the live one's place; returns how many documents it holds.

    People search the live index meanwhile, and what they write goes to both. Versions are read before the objects, so
    that a change during the rebuild always wins over what the rebuild read. `report` is told of each batch.
    """
    engine.begin_rebuild()
    total = 0
    for kind, document in documents().items():
        if engine.name not in engines_holding(kind):
            continue
        ids = document.queryset().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2_000)
        for batch in _batches(ids):
            versions = _versions(engine, [DocumentKey(kind, pk) for pk in batch])
            built, failed = build_documents(versions)
            if refused := engine.index(list(built.values()), target="next") | failed:
                report(f"{kind}: left out {', '.join(map(str, sorted(refused)))}", 0)
            total += len(built)
            report(kind, len(built))
    engine.finish_rebuild()
    return total


def _batches(ids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(ids, BATCH_SIZE)):
        yield batch


def _versions(engine: Engine, keys: list[DocumentKey]) -> dict[DocumentKey, int]:
    """The outbox's version of each object; 0 for one that never changed since the outbox began."""
    versions = dict.fromkeys(keys, 0)
    rows = OutboxItem.objects.filter(topic=topic_of(engine.name), key__in=[str(key) for key in keys])
    versions.update((DocumentKey.parse(key), version) for key, version in rows.values_list("key", "version"))
    return versions
