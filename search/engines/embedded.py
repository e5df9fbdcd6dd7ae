"""The embedded engine: SQLite FTS5 over analysed terms, in a file of its own, with Elasticsearch's ranking.

FTS5 finds and pre-sorts, narrow tables filter and count, and the first RESCORED hits are scored again by Lucene's
formula. Several processes may search and write at once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from search.contract import (
    FACETS,
    DocumentKey,
    EngineAnswer,
    EngineStatus,
    IndexDocument,
    SearchQuery,
    Target,
)
from search.engines.distance import allowed_distance, closest, shared_end
from search.engines.embedded_search import run_search
from search.engines.embedded_store import EmbeddedStore
from search.engines.fields import FIELDS, INDEX_VERSION, IndexedFields, indexed_fields, payload_json
from search.engines.lucene_score import stored_terms
from search.planner import Plan

MIRROR_MARK = "‹"  # before the mirror image of a written word; no word begins with it
MAX_NEAR_WORDS = (
    600  # written words of a like length that share an end of a mistyped one and are compared with it
)
MAX_OFFERED_CHECKS = 20  # near words that are looked up in what the asker may read


class EmbeddedEngine:
    """The search engine that needs no server. See search.contract.Engine for what each method promises."""

    name = "embedded"

    def __init__(self, path: str) -> None:
        self._store = EmbeddedStore(path)

    def prepare(self) -> None:
        with self._store.transaction(writes=False) as connection:
            if "live" in self._store.meta(connection):
                return
        with self._store.transaction(writes=True) as connection:
            self._live(connection)

    def _live(self, connection: sqlite3.Connection) -> str:
        """The live generation, made where there is none yet; within a writing transaction."""
        live = self._store.meta(connection).get("live")
        if live is None:
            live = self._store.create_generation(connection)
            self._store.set_meta(connection, "live", live)
            self._store.set_meta(connection, "live_version", INDEX_VERSION)
        return live

    def is_current(self) -> bool:
        with self._store.transaction(writes=False) as connection:
            return self._store.meta(connection).get("live_version") == INDEX_VERSION

    # --- Writing --------------------------------------------------------------------------------------------------

    def index(self, documents: Sequence[IndexDocument], *, target: Target = "live") -> set[DocumentKey]:
        analysed = [(document, indexed_fields(document)) for document in documents]
        with self._store.transaction(writes=True) as connection:
            for generation in self._generations(connection, target):
                for document, fields in analysed:
                    self._write(connection, generation, document, fields)
        return set()

    def delete(self, versions: Mapping[DocumentKey, int]) -> set[DocumentKey]:
        if versions:
            with self._store.transaction(writes=True) as connection:
                for generation in self._generations(connection, "live"):
                    for key, version in versions.items():
                        self._bury(connection, generation, key, version)
        return set()

    def _generations(self, connection: sqlite3.Connection, target: Target) -> list[str]:
        following = self._store.meta(connection).get("next")
        generations = [self._live(connection)] if target == "live" else []
        return generations + ([following] if following else [])

    def _clear_way(
        self, connection: sqlite3.Connection, generation: str, key: DocumentKey, version: int
    ) -> int | None:
        """Remove what is indexed of an object, but for its row, whose id is returned; None: a higher version is there."""
        g = generation
        row = connection.execute(
            f"SELECT * FROM document_{g} WHERE kind = ? AND object_id = ?", (key.kind, key.object_id)
        ).fetchone()
        if row is None:
            cursor = connection.execute(
                f"INSERT INTO document_{g} VALUES (NULL, ?, ?, ?, 1, 0, '', ?{', 0' * len(FIELDS)})",
                (key.kind, key.object_id, version, str(key)),
            )
            return cursor.lastrowid
        document_id, known_version, is_deleted = row[0], row[3], row[4]
        if known_version > version:
            return None
        if not is_deleted:
            for table, column in (("term", "rowid"), ("word", "rowid"), ("payload", "document_id")):
                connection.execute(f"DELETE FROM {table}_{g} WHERE {column} = ?", (document_id,))
            for table in ("audience", "facet"):
                connection.execute(f"DELETE FROM {table}_{g} WHERE document_id = ?", (document_id,))
            self._count(connection, g, dict(zip(FIELDS, row[8:])), sign=-1)
        return int(document_id)

    def _count(
        self, connection: sqlite3.Connection, generation: str, lengths: Mapping[str, int], *, sign: int
    ) -> None:
        connection.executemany(
            f"UPDATE statistics_{generation} SET documents = documents + ?, length = length + ? WHERE field = ?",
            [(sign, sign * length, field) for field, length in lengths.items() if length],
        )

    def _bury(self, connection: sqlite3.Connection, generation: str, key: DocumentKey, version: int) -> None:
        document_id = self._clear_way(connection, generation, key, version)
        if document_id is not None:
            lengths = ", ".join(f"{field}_length = 0" for field in FIELDS)
            connection.execute(
                f"UPDATE document_{generation} SET version = ?, is_deleted = 1, is_public = 0, {lengths} WHERE id = ?",
                (version, document_id),
            )

    def _write(
        self, connection: sqlite3.Connection, generation: str, document: IndexDocument, fields: IndexedFields
    ) -> None:
        g = generation
        document_id = self._clear_way(connection, g, document.key, document.version)
        if document_id is None:
            return
        lengths = {field: len(fields.terms.get(field, ())) for field in FIELDS}
        connection.execute(
            f"UPDATE document_{g} SET version = ?, is_deleted = 0, is_public = ?, date = ?,"
            f" {', '.join(f'{field}_length = ?' for field in FIELDS)} WHERE id = ?",
            (
                document.version,
                int("public" in document.audiences),
                document.date.isoformat() if document.date else "",
                *lengths.values(),
                document_id,
            ),
        )
        connection.execute(f"INSERT INTO payload_{g} VALUES (?, ?)", (document_id, payload_json(document)))
        connection.executemany(
            f"INSERT INTO audience_{g} VALUES (?, ?)", [(document_id, token) for token in document.audiences]
        )
        connection.executemany(
            f"INSERT INTO facet_{g} VALUES (?, ?, ?)",
            [(document_id, facet, value) for facet in FACETS for value in document.facet_values(facet)],
        )
        connection.execute(
            f"INSERT INTO term_{g} (rowid, {', '.join(FIELDS)}) VALUES (?{', ?' * len(FIELDS)})",
            (document_id, *(stored_terms(fields.terms.get(field, [])) for field in FIELDS)),
        )
        words = sorted(fields.words)
        mirrored = [MIRROR_MARK + word[::-1] for word in words]
        connection.execute(
            f"INSERT INTO word_{g} (rowid, words) VALUES (?, ?)", (document_id, " ".join(words + mirrored))
        )
        self._count(connection, g, lengths, sign=1)

    def refresh(self) -> None:
        """Nothing to do: what was committed is found."""

    # --- Searching ------------------------------------------------------------------------------------------------

    def search(self, plan: Plan, query: SearchQuery) -> EngineAnswer:
        with self._store.transaction(writes=False) as connection:
            live = self._store.meta(connection).get("live")
            if live is None:
                return EngineAnswer(total=0, hits=(), facets={}, group_totals=(0,) * len(plan.groups))
            return run_search(connection, live, plan, query)

    def similar_words(self, word: str, audiences: frozenset[str], limit: int = 5) -> list[str]:
        if not allowed_distance(word):
            return []
        with self._store.transaction(writes=False) as connection:
            live = self._store.meta(connection).get("live")
            if live is None:
                return []
            near = closest(word, self._words_sharing_an_end(connection, live, word))
            offered = []
            for other in near[:MAX_OFFERED_CHECKS]:
                if self._may_read(connection, live, other, audiences):
                    offered.append(other)
                if len(offered) == limit:
                    break
            return offered

    def _words_sharing_an_end(self, connection: sqlite3.Connection, generation: str, word: str) -> set[str]:
        end, error = len(shared_end(word)), allowed_distance(word)
        found: set[str] = set()
        for written, mark in ((word, ""), (word[::-1], MIRROR_MARK)):
            start = mark + written[:end]
            rows = connection.execute(
                f"SELECT term FROM word_list_{generation} WHERE term >= ? AND term < ?"
                " AND length(term) BETWEEN ? AND ? LIMIT ?",
                (
                    start,
                    start + "\U0010ffff",
                    len(mark + word) - error,
                    len(mark + word) + error,
                    MAX_NEAR_WORDS,
                ),
            )
            found.update(term.removeprefix(mark)[::-1] if mark else term for (term,) in rows)
        return found

    def _may_read(
        self, connection: sqlite3.Connection, generation: str, word: str, audiences: frozenset[str]
    ) -> bool:
        """Whether the word stands in a document of these audiences."""
        row = connection.execute(
            f"SELECT 1 FROM word_{generation} w JOIN audience_{generation} a ON a.document_id = w.rowid"
            f" WHERE word_{generation} MATCH ? AND a.token IN (SELECT value FROM json_each(?)) LIMIT 1",
            (f'"{word}"', json.dumps(sorted(audiences))),
        ).fetchone()
        return row is not None

    # --- Upkeep ---------------------------------------------------------------------------------------------------

    def ping(self) -> EngineStatus:
        try:
            with self._store.transaction(writes=False) as connection:
                meta = self._store.meta(connection)
                count = 0
                if live := meta.get("live"):
                    (count,) = connection.execute(
                        f"SELECT count(*) FROM document_{live} WHERE is_deleted = 0"
                    ).fetchone()
                return EngineStatus(True, documents=count, index_version=meta.get("live_version", ""))
        except Exception as error:  # noqa: BLE001 - a status never raises
            return EngineStatus(False, detail=str(error))

    def begin_rebuild(self) -> None:
        with self._store.transaction(writes=True) as connection:
            self._live(connection)
            if unfinished := self._store.meta(connection).get("next"):
                self._store.drop_generation(connection, unfinished)
            self._store.set_meta(connection, "next", self._store.create_generation(connection))

    def finish_rebuild(self) -> None:
        with self._store.transaction(writes=True) as connection:
            meta = self._store.meta(connection)
            if "next" not in meta:
                raise RuntimeError(
                    "No rebuild was begun, or another one took its place: run rebuild_index again."
                )
            self._store.set_meta(connection, "live", meta["next"])
            self._store.set_meta(connection, "live_version", INDEX_VERSION)
            self._store.set_meta(connection, "next", None)
            self._store.drop_generation(connection, meta["live"])

    def clear(self) -> None:
        with self._store.transaction(writes=True) as connection:
            meta = self._store.meta(connection)
            for name in ("live", "next"):
                if name in meta:
                    self._store.drop_generation(connection, meta[name])
                    self._store.set_meta(connection, name, None)
            self._live(connection)
