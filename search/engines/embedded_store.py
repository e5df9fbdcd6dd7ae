"""The file of the embedded engine: connections, tables and their generations.

Owns where rows lie; searching and writing them is search.engines.embedded's. One file holds the live generation of tables
and, during a rebuild, the next one; which is which stands in `meta` and changes within a transaction, so that several
processes can search and write meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.contract import EngineUnavailable
from search.engines.fields import FIELD_WEIGHTS, FIELDS

BUSY_TIMEOUT_SECONDS = 20  # how long a writer waits for another one; a batch takes well under one

# {g} is the generation. A deleted document keeps its row in `document`, without anything else, for its version.
_TABLES = (
    """CREATE TABLE document_{g} (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, object_id INTEGER NOT NULL, version INTEGER NOT NULL,
        is_deleted INTEGER NOT NULL, is_public INTEGER NOT NULL, date TEXT NOT NULL, sort_key TEXT NOT NULL,
        {lengths}, UNIQUE (kind, object_id))""",
    "CREATE INDEX document_date_{g} ON document_{g} (date DESC, sort_key) WHERE is_deleted = 0",
    "CREATE TABLE payload_{g} (document_id INTEGER PRIMARY KEY, payload TEXT NOT NULL)",
    """CREATE TABLE audience_{g} (
        document_id INTEGER NOT NULL, token TEXT NOT NULL, PRIMARY KEY (document_id, token)) WITHOUT ROWID""",
    """CREATE TABLE facet_{g} (
        document_id INTEGER NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (document_id, facet, value)) WITHOUT ROWID""",
    # For counts over a large part of all documents: values come in order, and nothing has to be sorted.
    "CREATE INDEX facet_value_{g} ON facet_{g} (facet, value, document_id)",
    """CREATE TABLE statistics_{g} (
        field TEXT PRIMARY KEY, documents INTEGER NOT NULL, length INTEGER NOT NULL) WITHOUT ROWID""",
    # The ascii tokenizer takes every character beyond ASCII for a letter, so that terms stay as the analysis made them.
    "CREATE VIRTUAL TABLE term_{g} USING fts5({fields}, tokenize='ascii')",
    "INSERT INTO term_{g} (term_{g}, rank) VALUES ('rank', 'bm25({weights})')",
    "CREATE VIRTUAL TABLE term_frequency_{g} USING fts5vocab('term_{g}', 'col')",
    # Written words and, marked, their mirror images: a mistyped word has its first or its last half right.
    "CREATE VIRTUAL TABLE word_{g} USING fts5(words, tokenize='ascii', detail='none')",
    "CREATE VIRTUAL TABLE word_list_{g} USING fts5vocab('word_{g}', 'row')",
)
_TABLE_NAMES = ("document", "payload", "audience", "facet", "statistics", "term", "word")
_VOCABULARY_NAMES = ("term_frequency", "word_list")


class EmbeddedStore:
    """Connections to the index file, one for each thread and process, and the generations of its tables."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._local = threading.local()

    def connection(self) -> sqlite3.Connection:
        """This thread's connection. A forked child never uses its parent's. Raises EngineUnavailable."""
        is_gone = not self.path.exists()  # somebody deleted the file: its open handle leads nowhere
        if getattr(self._local, "owner", None) != os.getpid() or is_gone:
            self._local.connection = self._open()
            self._local.owner = os.getpid()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        except (sqlite3.Error, OSError) as error:
            raise EngineUnavailable(f"The search index {self.path} can't be opened: {error}") from error
        return connection

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[sqlite3.Connection]:
        """A transaction; one that writes takes the write lock at once, so that it waits instead of failing halfway."""
        connection = self.connection()
        try:
            connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise EngineUnavailable(f"The search index {self.path} did not answer: {error}") from error

    def meta(self, connection: sqlite3.Connection) -> dict[str, str]:
        return dict(connection.execute("SELECT name, value FROM meta").fetchall())

    def set_meta(self, connection: sqlite3.Connection, name: str, value: str | None) -> None:
        if value is None:
            connection.execute("DELETE FROM meta WHERE name = ?", (name,))
        else:
            connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))

    def create_generation(self, connection: sqlite3.Connection) -> str:
        """Make empty tables; returns the generation's number."""
        generation = str(int(self.meta(connection).get("last", "0")) + 1)
        self.set_meta(connection, "last", generation)
        weights = ", ".join(str(FIELD_WEIGHTS[field]) for field in FIELDS)
        lengths = ", ".join(f"{field}_length INTEGER NOT NULL" for field in FIELDS)
        for statement in _TABLES:
            connection.execute(
                statement.format(g=generation, fields=", ".join(FIELDS), weights=weights, lengths=lengths)
            )
        connection.executemany(
            f"INSERT INTO statistics_{generation} VALUES (?, 0, 0)", [(field,) for field in FIELDS]
        )
        return generation

    def drop_generation(self, connection: sqlite3.Connection, generation: str) -> None:
        for name in (*_VOCABULARY_NAMES, *_TABLE_NAMES):
            connection.execute(f"DROP TABLE IF EXISTS {name}_{generation}")
