"""One search in the embedded engine's tables: find, filter, count, rank, read."""

from __future__ import annotations

import datetime
import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from search.contract import (
    FACETS,
    MAX_FACET_VALUES,
    DocumentKey,
    EngineAnswer,
    SearchQuery,
    StoredHit,
)
from search.engines.fields import FIELDS, stored_texts
from search.engines.lucene_score import Candidate, FieldStatistics, Scorer
from search.planner import Alternative, Plan

MANY = 10  # from a tenth of all documents on, hits are counted in the order of the values
RESCORED = 200  # first hits that are ranked by Lucene's formula; those behind stay in FTS5's order


@dataclass(frozen=True, slots=True)
class _Tables:
    """One generation's tables in one read transaction."""

    connection: sqlite3.Connection
    generation: str

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple]:
        """Run SQL in which {g} is the generation."""
        return self.connection.execute(sql.replace("{g}", self.generation), parameters).fetchall()


def run_search(
    connection: sqlite3.Connection, generation: str, plan: Plan, query: SearchQuery
) -> EngineAnswer:
    """Carry out a plan within the query's audiences."""
    tables = _Tables(connection, generation)
    if not plan.groups and not plan.is_browsing:
        return EngineAnswer(total=0, hits=(), facets={})
    _prepare_scratch(connection)
    group_totals = _match_groups(tables, plan, query)
    _collect_hits(tables, plan, query)
    full = len(plan.groups)
    fewest = full
    (total,) = tables.rows("SELECT count(*) FROM temp.hit WHERE missed = 0 AND groups >= ?", (full,))[0]
    if total < plan.enough and plan.required < full:
        fewest = plan.required
        (total,) = tables.rows("SELECT count(*) FROM temp.hit WHERE missed = 0 AND groups >= ?", (fewest,))[0]
    return EngineAnswer(
        total=total,
        hits=tuple(_page_of_hits(tables, plan, query, fewest)),
        facets=_count_facets(tables, query, fewest),
        group_totals=group_totals,
    )


def _prepare_scratch(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS matched (document_id INTEGER, position INTEGER, rank REAL)"
    )
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS hit"
        " (document_id INTEGER PRIMARY KEY, groups INTEGER, rank REAL, missed INTEGER)"
    )
    connection.execute("DELETE FROM temp.matched")
    connection.execute("DELETE FROM temp.hit")


def match_expression(alternative: Alternative) -> str:
    """An alternative in FTS5's language. Terms hold letters and digits alone, and stand in quotes besides."""
    if alternative.is_phrase:
        return '"' + " ".join(alternative.terms) + '"'
    return " AND ".join(f'"{term}"' for term in alternative.terms)


def _visible(query: SearchQuery) -> tuple[str, list[object]]:
    """The condition on `d` (document) that keeps what the audiences may not read out of everything, counts included."""
    condition = (
        "EXISTS (SELECT 1 FROM audience_{g} a WHERE a.document_id = d.id"
        " AND a.token IN (SELECT value FROM json_each(?)))"
    )
    if "public" in query.audiences:
        condition = f"(d.is_public OR {condition})"
    return condition, [json.dumps(sorted(query.audiences))]


def _match_groups(tables: _Tables, plan: Plan, query: SearchQuery) -> tuple[int, ...]:
    """Fill `matched` with the readable documents of each group and their best rank; returns how many each group has."""
    visible, parameters = _visible(query)
    ((documents,),) = tables.rows("SELECT count(*) FROM document_{g} WHERE is_deleted = 0")
    totals: list[int] = []
    for position, group in enumerate(plan.groups):
        for alternative in group.alternatives:
            expression = match_expression(alternative)
            ((number,),) = tables.rows("SELECT count(*) FROM term_{g} WHERE term_{g} MATCH ?", (expression,))
            if number:
                tables.rows(
                    "INSERT INTO temp.matched SELECT d.id, ?, t.rank * ? FROM term_{g} t"
                    f" JOIN document_{{g}} d ON d.id = t.rowid WHERE term_{{g}} MATCH ? AND {visible}",
                    (
                        position,
                        alternative.weight * _rank_correction(documents, number),
                        expression,
                        *parameters,
                    ),
                )
        totals += tables.rows(
            "SELECT count(DISTINCT document_id) FROM temp.matched WHERE position = ?", (position,)
        )[0]
    return tuple(totals)


def _rank_correction(documents: int, number: int) -> float:
    """What FTS5's bm25 must be multiplied with to weigh a word as Lucene does.

    FTS5 gives words that half of all documents have a weight of nearly nothing: in a collection about integration, the
    word „интеграция“ would not be ranked at all.
    """
    ratio = (documents - number + 0.5) / (number + 0.5)
    weight_in_fts5 = max(math.log(ratio), 1e-6) if ratio > 0 else 1e-6
    return math.log(1 + ratio) / weight_in_fts5


def _collect_hits(tables: _Tables, plan: Plan, query: SearchQuery) -> None:
    """Fill `hit`: documents in scope with enough groups, and in `missed` a bit for each chosen facet that they fail."""
    missed, parameters = _missed_expression(query)
    within, within_parameters = _scope(query)
    if plan.groups:
        tables.rows(
            f"INSERT INTO temp.hit SELECT d.id, m.groups, m.rank, {missed} FROM"
            " (SELECT document_id, count(*) AS groups, sum(best) AS rank FROM"
            "  (SELECT document_id, min(rank) AS best FROM temp.matched GROUP BY document_id, position)"
            "  GROUP BY document_id HAVING count(*) >= ?) m JOIN document_{g} d ON d.id = m.document_id"
            f" WHERE {within}",
            (*parameters, plan.required, *within_parameters),
        )
    else:
        visible, visible_parameters = _visible(query)
        tables.rows(
            f"INSERT INTO temp.hit SELECT d.id, 0, 0, {missed} FROM document_{{g}} d"
            f" WHERE d.is_deleted = 0 AND {within} AND {visible}",
            (*parameters, *within_parameters, *visible_parameters),
        )


def _scope(query: SearchQuery) -> tuple[str, list[object]]:
    """The condition on `d` that keeps to what is chosen of facets that aren't counted. Kinds have an index of their own."""
    conditions = ["1"]
    parameters: list[object] = []
    for facet, values in query.scope.items():
        if facet == "kind":
            conditions.append("d.kind IN (SELECT value FROM json_each(?))")
        else:
            conditions.append(
                "EXISTS (SELECT 1 FROM facet_{g} f WHERE f.document_id = d.id AND f.facet = ?"
                " AND f.value IN (SELECT value FROM json_each(?)))"
            )
            parameters.append(facet)
        parameters.append(json.dumps(values))
    return " AND ".join(conditions), parameters


def _missed_expression(query: SearchQuery) -> tuple[str, list[object]]:
    terms: list[str] = []
    parameters: list[object] = []
    for facet, values in query.chosen.items():
        if facet not in query.counted:
            continue
        terms.append(
            "(NOT EXISTS (SELECT 1 FROM facet_{g} f WHERE f.document_id = d.id AND f.facet = ?"
            f" AND f.value IN (SELECT value FROM json_each(?)))) * {_bit(facet)}"
        )
        parameters += [facet, json.dumps(values)]
    return " + ".join(terms) or "0", parameters


def _bit(facet: str) -> int:
    return 1 << FACETS.index(facet)


def _count_facets(tables: _Tables, query: SearchQuery, fewest: int) -> dict[str, dict[str, int]]:
    """For each facet its values over the hits that all other chosen facets leave: its own choice doesn't narrow it."""
    ((hits, documents),) = tables.rows(
        "SELECT (SELECT count(*) FROM temp.hit), (SELECT max(id) FROM document_{g})"
    )
    # Few hits are looked up one by one; for many it is quicker to go through all values in the index's order.
    order = (
        "facet_{g} f CROSS JOIN temp.hit h"
        if hits * MANY > (documents or 0)
        else "temp.hit h CROSS JOIN facet_{g} f"
    )
    counts: dict[str, dict[str, int]] = {}
    for facet in query.counted:
        rows = tables.rows(
            f"SELECT f.value, count(*) AS number FROM {order} ON h.document_id = f.document_id"
            f" WHERE f.facet = ? AND h.groups >= ? AND (h.missed & ~{_bit(facet)}) = 0"
            " GROUP BY f.value ORDER BY number DESC, f.value LIMIT ?",
            (facet, fewest, MAX_FACET_VALUES),
        )
        counts[facet] = dict(rows)
    return counts


def _page_of_hits(tables: _Tables, plan: Plan, query: SearchQuery, fewest: int) -> list[StoredHit]:
    if not query.page_size:
        return []
    if not plan.groups:
        rows = tables.rows(
            "SELECT h.document_id, 0.0 FROM temp.hit h JOIN document_{g} d ON d.id = h.document_id"
            " WHERE h.missed = 0 ORDER BY d.date DESC, d.sort_key LIMIT ? OFFSET ?",
            (query.page_size, query.offset),
        )
        return _read_hits(tables, rows)
    page: list[tuple] = []
    if query.offset < RESCORED:
        ranked = _rescore(tables, plan, _in_first_order(tables, plan, fewest, RESCORED, 0))
        page = ranked[query.offset : query.offset + query.page_size]
    if missing := query.page_size - len(page):
        behind = max(query.offset + len(page), RESCORED)
        page += [(row[0], -row[1]) for row in _in_first_order(tables, plan, fewest, missing, behind)]
    return _read_hits(tables, page)


def _in_first_order(tables: _Tables, plan: Plan, fewest: int, limit: int, offset: int) -> list[tuple]:
    return tables.rows(
        "SELECT document_id, rank FROM temp.hit WHERE missed = 0 AND groups >= ?"
        " ORDER BY groups = ? DESC, rank, document_id LIMIT ? OFFSET ?",
        (fewest, len(plan.groups), limit, offset),
    )


def _rescore(tables: _Tables, plan: Plan, rows: list[tuple]) -> list[tuple[int, float]]:
    """The first hits as Elasticsearch would rank them: by Lucene's score, then by key."""
    scorer = Scorer(plan, _statistics(tables), _frequencies(tables, plan))
    columns = ", ".join([*(f"t.{field}" for field in FIELDS), *(f"d.{field}_length" for field in FIELDS)])
    candidates = tables.rows(
        f"SELECT d.id, d.sort_key, {columns} FROM document_{{g}} d JOIN term_{{g}} t ON t.rowid = d.id"
        " WHERE d.id IN (SELECT value FROM json_each(?))",
        (json.dumps([row[0] for row in rows]),),
    )
    width = len(FIELDS)
    scored = [
        (
            row[1],
            row[0],
            scorer.score(
                Candidate(
                    texts=dict(zip(FIELDS, row[2 : 2 + width])), lengths=dict(zip(FIELDS, row[2 + width :]))
                )
            ),
        )
        for row in candidates
    ]
    scored.sort(key=lambda item: (-item[2], item[0]))
    return [(document_id, score) for _, document_id, score in scored]


def _statistics(tables: _Tables) -> dict[str, FieldStatistics]:
    return {
        field: FieldStatistics(documents, length)
        for field, documents, length in tables.rows("SELECT field, documents, length FROM statistics_{g}")
    }


def _frequencies(tables: _Tables, plan: Plan) -> dict[str, dict[str, int]]:
    """For each term of the plan, in how many documents each field has it."""
    frequencies: dict[str, dict[str, int]] = defaultdict(dict)
    for term in plan.terms:
        for column, documents in tables.rows(
            "SELECT col, doc FROM term_frequency_{g} WHERE term = ?", (term,)
        ):
            frequencies[term][column] = documents
    return frequencies


def _read_hits(tables: _Tables, page: Sequence[tuple]) -> list[StoredHit]:
    rows = tables.rows(
        "SELECT d.id, d.kind, d.object_id, p.payload FROM document_{g} d JOIN payload_{g} p ON p.document_id = d.id"
        " WHERE d.id IN (SELECT value FROM json_each(?))",
        (json.dumps([row[0] for row in page]),),
    )
    found = {row[0]: row for row in rows}
    hits = []
    for document_id, score in page:
        _, kind, object_id, payload_text = found[document_id]
        payload = json.loads(payload_text)
        hits.append(
            StoredHit(
                key=DocumentKey(kind, object_id),
                score=round(score, 4),
                texts=stored_texts(payload),
                language=payload["language"],
                external_id=payload["external_id"],
                organisation_id=payload["organisation_id"],
                date=datetime.date.fromisoformat(payload["date"]) if payload["date"] else None,
            )
        )
    return hits
