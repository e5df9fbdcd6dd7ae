"""The one way to search: plan, ask the engine, pass the gate, make results. Pages, API and feeds all come here.

Owns which engine answers and what happens when it doesn't. What a person may see is decided twice: the engine narrows by
audience tokens, and each page of hits then passes the apps' own `visible_to`.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import CharField, Value

from core.audiences import audience_tokens
from search.analysis import words_in, written_form
from search.contract import (
    MAX_DEPTH,
    DocumentKey,
    Engine,
    EngineAnswer,
    EngineUnavailable,
    FacetCounts,
    SearchHit,
    SearchPage,
    SearchQuery,
    StoredHit,
)
from search.documents import document_of
from search.engines import engine_named
from search.planner import Plan, clean_query, plan_query
from search.snippets import Marker, best_snippet, is_telling, marked_title
from search.transliteration import cyrillic_readings

if TYPE_CHECKING:
    from core.access import Actor

logger = logging.getLogger(__name__)

MAX_CORRECTED_WORDS = 3  # unknown words of one query for which a known one is sought
READINGS_CORRECTED = 2  # Cyrillic readings of an unknown Latin word that are corrected too


def search(query: SearchQuery, actor: Actor) -> SearchPage:
    """Search as this person may. Raises EngineUnavailable only when no engine answers at all."""
    started = time.monotonic()
    query = replace(query, audiences=audience_tokens(actor))
    if query.offset + query.page_size > MAX_DEPTH:
        query = replace(query, page=max(1, MAX_DEPTH // query.page_size))
    plan = plan_query(query.text)
    engine, answer, is_degraded = _ask(plan, query)
    if not answer.total:
        word_by_word = plan_query(query.text, knows_expressions=False)
        if word_by_word != plan:
            plan = word_by_word
            engine, answer, is_degraded = _ask(plan, query)
    seen = _visible_keys([hit.key for hit in answer.hits], actor)
    marker = Marker(plan)
    hits = tuple(_result(hit, query.language, marker) for hit in answer.hits if hit.key in seen)
    suggestion = _suggestion(engine, plan, answer, query)
    return SearchPage(
        total=answer.total - (len(answer.hits) - len(hits)),
        hits=hits,
        facets=answer.facets,
        took_ms=round((time.monotonic() - started) * 1000),
        engine=engine.name,
        page=query.page,
        page_size=query.page_size,
        suggestion=suggestion,
        is_degraded=is_degraded,
    )


def nearest_ids(query: SearchQuery, *, without: DocumentKey) -> list[int]:
    """The objects of one kind that come first for a query, without one that they shall be like; none while no engine answers.

    By the words themselves, without synonyms: what is alike is called alike, and it costs a third. They haven't passed a
    gate: whoever asks looks whether they may be shown.
    """
    plan = plan_query(query.text)
    plan = replace(
        plan, groups=tuple(replace(group, alternatives=group.alternatives[:1]) for group in plan.groups)
    )
    try:
        _engine, answer, _is_degraded = _ask(plan, query)
    except EngineUnavailable as error:
        logger.warning("search: nothing similar is shown: %s", error)
        return []
    return [hit.key.object_id for hit in answer.hits if hit.key != without]


def count_facets(query: SearchQuery, actor: Actor) -> FacetCounts:
    """How many there are of what this person may find, in all and by facet: one request to the engine, no hits.

    For pages that list from the database and offer to narrow. Raises EngineUnavailable when no engine answers at all.
    """
    started = time.monotonic()
    query = replace(query, audiences=audience_tokens(actor), page=1, page_size=0)
    _engine, answer, _is_degraded = _ask(plan_query(query.text), query)
    took_ms = round((time.monotonic() - started) * 1000)
    return FacetCounts(total=answer.total, facets=answer.facets, took_ms=took_ms)


def _ask(plan: Plan, query: SearchQuery) -> tuple[Engine, EngineAnswer, bool]:
    """The answer of the configured engine, or of the embedded one while Elasticsearch is away."""
    if settings.SEARCH_ENGINE == "elasticsearch":
        engine = engine_named("elasticsearch")
        try:
            return engine, engine.search(plan, query), False
        except EngineUnavailable as error:
            logger.warning("search: the embedded engine answers instead: %s", error)
    engine = engine_named("embedded")
    return engine, engine.search(plan, query), settings.SEARCH_ENGINE == "elasticsearch"


def _visible_keys(keys: Iterable[DocumentKey], actor: Actor) -> set[DocumentKey]:
    """The second gate: of these objects those that the actor may see, in one query whatever their kinds."""
    ids_by_kind: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        ids_by_kind[key.kind].append(key.object_id)
    querysets = []
    for kind, ids in sorted(ids_by_kind.items()):
        document = document_of(kind)
        if document is not None:  # a kind that no app declares any more is shown to nobody
            visible = document.visible_to(actor).filter(pk__in=ids).order_by()
            querysets.append(
                visible.annotate(found_kind=Value(kind, output_field=CharField())).values_list(
                    "found_kind", "pk"
                )
            )
    if not querysets:
        return set()
    first, *others = querysets
    return {DocumentKey(kind, pk) for kind, pk in first.union(*others, all=True)}


def _result(hit: StoredHit, language: str, marker: Marker) -> SearchHit:
    shown = next((code for code in (language, hit.language) if code in hit.texts), next(iter(hit.texts)))
    text = hit.texts[shown]
    snippet, snippet_language = best_snippet(hit.texts, language, marker)
    return SearchHit(
        kind=hit.key.kind,
        object_id=hit.key.object_id,
        external_id=hit.external_id,
        url=_address(hit.key.kind, text.url, shown, language),
        title=text.title,
        title_html=marked_title(text.title, marker),
        snippet=snippet,
        language=shown,
        snippet_language=snippet_language,
        score=hit.score,
        date=hit.date,
    )


def _address(kind: str, url: str, written_in: str, language: str) -> str:
    """The object's address in the language of the page, so that whoever opens it stays in their language."""
    document = document_of(kind)
    prefix = f"/{written_in}/"
    if document is None or not document.has_address_in_each_language or not url.startswith(prefix):
        return url
    return f"/{language}/{url.removeprefix(prefix)}"


def _suggestion(engine: Engine, plan: Plan, answer: EngineAnswer, query: SearchQuery) -> str:
    """The query with unknown words replaced by known ones close to them; empty where there is nothing to offer.

    Unknown is what no document that the asker may read has, and what is offered stands in one: nothing else may show.
    """
    unknown = [group.typed for group, total in zip(plan.groups, answer.group_totals) if not total]
    corrected = text = clean_query(query.text)
    for typed in unknown[:MAX_CORRECTED_WORDS]:
        if " " in typed or not is_telling(typed):
            continue
        form = written_form(typed)
        candidates = [form, *(reading for reading, _ in cyrillic_readings(form)[:READINGS_CORRECTED])]
        try:
            near = next(
                (words[0] for c in candidates if (words := engine.similar_words(c, query.audiences))), None
            )
        except EngineUnavailable:
            break  # the hits are there; a correction isn't worth an error
        if near:
            corrected = _replace_word(corrected, form, near)
    return corrected if corrected != text else ""


def _replace_word(text: str, form: str, replacement: str) -> str:
    for word in words_in(text):
        if written_form(word.text) == form:
            return text[: word.start] + replacement + text[word.end :]
    return text
