"""The engine for Elasticsearch 9, through `elasticsearch.dsl`.

The node gets terms, made by search.analysis, in whitespace-analysed fields: it finds, counts and ranks, and knows no
language. The read alias leads to the index that is searched, the write alias to it and to one that is being built.
Deleted objects leave a document of nothing but key and version, which outlives the node's own memory of deletions.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, dsl

from search.contract import (
    FACETS,
    DocumentKey,
    EngineAnswer,
    EngineStatus,
    EngineUnavailable,
    IndexDocument,
    SearchQuery,
    StoredHit,
    Target,
)
from search.engines.breaker import Breaker
from search.engines.distance import allowed_distance, closest, shared_end
from search.engines.elasticsearch_query import search_request
from search.engines.fields import FIELDS, INDEX_VERSION, indexed_fields, stored_payload, stored_texts
from search.planner import Plan

WRITE_TIMEOUT_SECONDS = 30  # of one bulk or index request; nobody waits for it but a worker
BULK_DOCUMENTS = (
    100  # in one request: at 300 KB for a long page with its terms, under a third of the node's 100 MB
)
LOOKED_THROUGH = 20  # documents whose words are compared with a mistyped one

MAPPING: dict[str, Any] = {
    "dynamic": False,
    "properties": {
        "key": {"type": "keyword"},
        "object_id": {"type": "long", "index": False},
        "is_deleted": {"type": "boolean"},
        "audiences": {"type": "keyword"},
        "date": {"type": "date"},
        "words": {"type": "keyword", "doc_values": False},
        "payload": {"type": "object", "enabled": False},
        **{facet: {"type": "keyword"} for facet in FACETS},
        **{field: {"type": "text", "analyzer": "whitespace"} for field in FIELDS},
    },
}
# One shard holds 200 million short documents; scores and counts are exact only within one.
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}


class ElasticsearchEngine:
    """The search engine on a node. See search.contract.Engine for what each method promises."""

    name = "elasticsearch"

    def __init__(self, url: str, *, prefix: str, timeout_seconds: float) -> None:
        self._client = Elasticsearch(
            url, request_timeout=timeout_seconds, max_retries=0, retry_on_timeout=False
        )
        self._writer = self._client.options(request_timeout=WRITE_TIMEOUT_SECONDS)
        self.prefix = prefix
        self._read_alias = f"{prefix}-documents"
        self._write_alias = f"{prefix}-documents-write"
        self._breaker = Breaker()

    @contextmanager
    def _node_errors(self) -> Iterator[None]:
        """Turn what the client raises into EngineUnavailable."""
        try:
            yield
        except (TransportError, ApiError) as error:
            raise EngineUnavailable(f"Elasticsearch: {type(error).__name__} {str(error)[:200]}") from error

    # --- Indices and aliases --------------------------------------------------------------------------------------

    def _indices_of(self, alias: str) -> list[str]:
        try:
            return sorted(self._writer.indices.get_alias(name=alias))
        except NotFoundError:
            return []

    def _create(self, name: str) -> None:
        try:
            self._writer.indices.create(index=name, mappings=MAPPING, settings=SETTINGS)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def prepare(self) -> None:
        with self._node_errors():
            if self._indices_of(self._read_alias):
                return
            # A fixed name: of two workers that come here at once, the second finds the first one's index.
            first = f"{self._read_alias}-{INDEX_VERSION}-0"
            self._create(first)
            actions = [{"add": {"index": first, "alias": a}} for a in (self._read_alias, self._write_alias)]
            self._writer.indices.update_aliases(actions=actions)

    def is_current(self) -> bool:
        with self._node_errors():
            indices = self._indices_of(self._read_alias)
        return bool(indices) and all(
            name.startswith(f"{self._read_alias}-{INDEX_VERSION}-") for name in indices
        )

    def _target_indices(self, target: Target) -> list[str]:
        everything = self._indices_of(self._write_alias)
        if not everything:
            raise EngineUnavailable("Elasticsearch has no index: run rebuild_index.")
        if target == "live":
            return everything
        live = self._indices_of(self._read_alias)
        return [name for name in everything if name not in live]

    # --- Writing --------------------------------------------------------------------------------------------------

    def index(self, documents: Sequence[IndexDocument], *, target: Target = "live") -> set[DocumentKey]:
        return self._bulk(((doc.key, doc.version, _source(doc)) for doc in documents), target)

    def delete(self, versions: Mapping[DocumentKey, int]) -> set[DocumentKey]:
        graves = (
            (key, version, {"key": str(key), "is_deleted": True, "audiences": []})
            for key, version in versions.items()
        )
        return self._bulk(graves, "live")

    def _bulk(
        self, entries: Iterable[tuple[DocumentKey, int, dict[str, Any]]], target: Target
    ) -> set[DocumentKey]:
        todo = list(entries)
        refused: set[DocumentKey] = set()
        if not todo:
            return refused
        with self._node_errors():
            indices = self._target_indices(target)
            for start in range(0, len(todo), BULK_DOCUMENTS):
                batch = todo[start : start + BULK_DOCUMENTS]
                operations: list[dict[str, Any]] = []
                for index in indices:
                    for key, version, source in batch:
                        header = {"_index": index, "_id": str(key), "version": version}
                        operations += [{"index": {**header, "version_type": "external_gte"}}, source]
                answer = self._writer.bulk(operations=operations)
                if answer["errors"]:
                    refused |= _refused(answer["items"])
        return refused

    def refresh(self) -> None:
        with self._node_errors():
            self._writer.indices.refresh(index=self._write_alias)

    # --- Searching ------------------------------------------------------------------------------------------------

    def search(self, plan: Plan, query: SearchQuery) -> EngineAnswer:
        if not plan.groups and not plan.is_browsing:
            return EngineAnswer(total=0, hits=(), facets={})
        with self._breaker.guard(EngineUnavailable), self._node_errors():
            response = search_request(self._client, self._read_alias, plan, query).execute()
        found = response.to_dict()
        aggregations = found["aggregations"]
        total = aggregations["full"]["chosen"]["doc_count"]
        scope = aggregations["full"]
        if "any" in aggregations and total < plan.enough:
            total = found["hits"]["total"]["value"]
            scope = aggregations["any"]
        # Full hits come first, so a page of them is cut where they end.
        hits = tuple(_hit(raw) for raw in found["hits"]["hits"])[: max(total - query.offset, 0)]
        known = aggregations["known"]["readable"]["groups"]["buckets"] if plan.groups else {}
        return EngineAnswer(
            total=total,
            hits=hits,
            facets={
                facet: {bucket["key"]: bucket["doc_count"] for bucket in scope[facet]["values"]["buckets"]}
                for facet in query.counted
            },
            group_totals=tuple(known[str(i)]["doc_count"] for i in range(len(plan.groups))),
        )

    def similar_words(self, word: str, audiences: frozenset[str], limit: int = 5) -> list[str]:
        distance = allowed_distance(word)
        if not distance:
            return []
        fuzzy = dsl.Q("fuzzy", words={"value": word, "fuzziness": distance, "rewrite": "constant_score"})
        request = (
            dsl.Search(using=self._client, index=self._read_alias)
            .query("bool", filter=[dsl.Q("terms", audiences=sorted(audiences)), fuzzy])
            .source(["words"])
            .extra(size=LOOKED_THROUGH)
        )
        with self._breaker.guard(EngineUnavailable), self._node_errors():
            response = request.execute()
        end = len(shared_end(word))
        near = {
            other
            for raw in response.to_dict()["hits"]["hits"]
            for other in raw["_source"]["words"]
            if other.startswith(word[:end]) or other.endswith(word[-end:])
        }
        return closest(word, near)[:limit]

    # --- Upkeep ---------------------------------------------------------------------------------------------------

    def ping(self) -> EngineStatus:
        try:
            with self._node_errors():
                indices = self._indices_of(self._read_alias)
                if not indices:
                    return EngineStatus(False, detail="Elasticsearch answers and has no index.")
                living = {"bool": {"must_not": [{"term": {"is_deleted": True}}]}}
                count = self._client.count(index=self._read_alias, query=living)["count"]
        except EngineUnavailable as error:
            return EngineStatus(False, detail=str(error))
        version = indices[0].removeprefix(f"{self._read_alias}-").rpartition("-")[0]
        return EngineStatus(True, documents=count, index_version=version)

    def begin_rebuild(self) -> None:
        self.prepare()
        with self._node_errors():
            for unfinished in self._target_indices("next"):
                self._writer.indices.delete(index=unfinished)
            name = f"{self._read_alias}-{INDEX_VERSION}-{time.time_ns()}"
            self._create(name)
            self._writer.indices.update_aliases(
                actions=[{"add": {"index": name, "alias": self._write_alias}}]
            )

    def finish_rebuild(self) -> None:
        with self._node_errors():
            following = self._target_indices("next")
            if len(following) != 1:
                raise RuntimeError(
                    "No rebuild was begun, or another one took its place: run rebuild_index again."
                )
            self._writer.indices.refresh(index=following[0])
            outdated = self._indices_of(self._read_alias)
            actions: list[dict[str, Any]] = [{"add": {"index": following[0], "alias": self._read_alias}}]
            actions += [{"remove_index": {"index": name}} for name in outdated]
            self._writer.indices.update_aliases(actions=actions)

    def clear(self) -> None:
        with self._node_errors():
            names = {*self._indices_of(self._read_alias), *self._indices_of(self._write_alias)}
            for name in names:
                self._writer.indices.delete(index=name)
        self.prepare()

    def drop(self) -> None:
        """Remove index and aliases altogether."""
        with self._node_errors():
            for name in {*self._indices_of(self._read_alias), *self._indices_of(self._write_alias)}:
                self._writer.indices.delete(index=name)


def _source(document: IndexDocument) -> dict[str, Any]:
    fields = indexed_fields(document)
    return {
        "key": str(document.key),
        "object_id": document.object_id,
        "is_deleted": False,
        "audiences": sorted(document.audiences),
        "date": document.date.isoformat() if document.date else None,
        "words": sorted(fields.words),
        "payload": stored_payload(document),
        **{facet: list(document.facet_values(facet)) for facet in FACETS},
        **{field: " ".join(terms) for field, terms in fields.terms.items()},
    }


def _refused(items: Sequence[Mapping[str, Any]]) -> set[DocumentKey]:
    """The keys that can't be indexed as they are. A version conflict is right: a newer one is there."""
    refused = set()
    for item in items:
        result = item["index"]
        if result["status"] == 429 or result["status"] >= 500:
            raise EngineUnavailable(f"Elasticsearch is overloaded: {result['error']['type']}")
        if result["status"] >= 400 and result["status"] != 409:
            refused.add(DocumentKey.parse(result["_id"]))
    return refused


def _hit(raw: Mapping[str, Any]) -> StoredHit:
    source = raw["_source"]
    payload = source["payload"]
    return StoredHit(
        key=DocumentKey(source["kind"][0], source["object_id"]),
        score=round(raw["_score"] or 0.0, 4),
        texts=stored_texts(payload),
        language=payload["language"],
        external_id=payload["external_id"],
        organisation_id=payload["organisation_id"],
        date=datetime.date.fromisoformat(payload["date"]) if payload["date"] else None,
    )
