"""From a change in the database to the index: outbox rows in the writing transaction, drained in batches.

A row names its object; what is indexed is read from the database when the row is handled, with the row's version, so that
repeated, late and lost wake-ups do no harm. Writing an object costs a row for each engine and no call to any of them.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings

from core import outbox
from core.models import OutboxItem
from search.contract import DocumentKey, Engine, EngineUnavailable, IndexDocument
from search.documents import document_of, documents
from search.engines import engine_named

logger = logging.getLogger(__name__)

BATCH_SIZE = 200  # objects read and written at once: some 2 MB of text at 10 KB each
TOPIC_PREFIX = "search."
ENGINE_NAMES = ("embedded", "elasticsearch")


def topic_of(engine_name: str) -> str:
    return TOPIC_PREFIX + engine_name


def engines_holding(kind: str) -> list[str]:
    """The names of the engines that hold documents of this kind: the main one, and the fallback where it may."""
    if settings.SEARCH_ENGINE != "elasticsearch":
        return ["embedded"]
    document = document_of(kind)
    is_in_fallback = document is None or document.is_in_fallback
    return ["embedded", "elasticsearch"] if is_in_fallback else ["elasticsearch"]


def request_index(kind: str, object_id: int) -> None:
    """Have an object's entry brought up to date, or removed where the object is gone or may no longer be found.

    Part of the caller's transaction: an outbox row for each engine, and nothing else.
    """
    request_index_many(kind, [object_id])


def request_index_many(kind: str, object_ids: Iterable[int]) -> None:
    """`request_index` for many objects of one kind, in a bounded number of statements."""
    keys = [str(DocumentKey(kind, object_id)) for object_id in object_ids]
    for engine_name in engines_holding(kind):
        outbox.put_many(topic_of(engine_name), keys)


def register_handlers() -> None:
    """Tell the outbox who handles the topics. Rows are kept when done: their version outlives what they name."""
    outbox.register_handler(topic_of("embedded"), _handle_embedded, batch_size=BATCH_SIZE, keep=True)
    outbox.register_handler(
        topic_of("elasticsearch"), _handle_elasticsearch, batch_size=BATCH_SIZE, keep=True
    )


def _handle_embedded(items: Sequence[OutboxItem]) -> list[int]:
    return handle_items(engine_named("embedded"), items)


def _handle_elasticsearch(items: Sequence[OutboxItem]) -> list[int]:
    return handle_items(engine_named("elasticsearch"), items)


def handle_items(engine: Engine, items: Sequence[OutboxItem]) -> list[int]:
    """Bring the index up to date with the named objects; returns the ids of the rows that are done.

    An object that can't be built, or that the engine refuses, keeps its row back from being done and harms no other.
    Raises outbox.TryLater while the engine is away.
    """
    versions: dict[DocumentKey, int] = {}
    row_ids: dict[DocumentKey, int] = {}
    for item in items:
        try:
            key = DocumentKey.parse(item.key)
        except ValueError:
            logger.error("search: outbox row %s names no object", item.pk)
            continue
        # The version was read with the row, before the object: a change that comes in between raises the row's
        # version, and the newer text is written once more under it.
        versions[key], row_ids[key] = item.version, item.pk
    found, failed = build_documents(versions)
    gone = {key: version for key, version in versions.items() if key not in found and key not in failed}
    try:
        engine.prepare()
        refused = engine.index(list(found.values())) | engine.delete(gone)
    except EngineUnavailable as error:
        raise outbox.TryLater(f"{engine.name}: {error}") from error
    for key in refused:
        logger.error("search: %s refused %s", engine.name, key)
    return [row_ids[key] for key in versions if key not in refused and key not in failed]


def build_documents(
    versions: dict[DocumentKey, int],
) -> tuple[dict[DocumentKey, IndexDocument], set[DocumentKey]]:
    """The documents of those objects that exist and may be found, one queryset a kind; and the keys that failed."""
    ids_by_kind: dict[str, list[int]] = defaultdict(list)
    for key in versions:
        ids_by_kind[key.kind].append(key.object_id)
    built: dict[DocumentKey, IndexDocument] = {}
    failed: set[DocumentKey] = set()
    for kind, ids in ids_by_kind.items():
        document = documents().get(kind)
        if document is None:
            continue  # no app declares it any more: its entries are deleted
        for obj in document.queryset().filter(pk__in=ids):
            key = DocumentKey(kind, obj.pk)
            try:
                entry = document.build(obj)
            except Exception:
                logger.exception("search: %s could not be built", key)
                failed.add(key)
                continue
            if entry is not None:
                built[key] = replace(entry, version=versions[key])
    return built, failed
