"""Published practices that resemble a card in review, found by the site's own search: so that nothing is published twice."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from practices.card import Document
from search.contract import EngineUnavailable, SearchHit, SearchQuery
from search.service import search

AT_MOST = 5
SUMMARY_WORDS = 8
"""The beginning of the summary: search wants half of the words that it is asked for, so more of them find less."""


def similar_published(document: Document, *, practice_id: int, language: str) -> list[SearchHit] | None:
    """At most five of the same themes that anybody may read, the most alike first; None when search is down.

    Asked for the words of the title; only where they find nothing, for those that begin the summary. One query to the
    database: what finds nothing costs none.
    """
    texts: dict[str, str] = document["texts"].get(language) or next(iter(document["texts"].values()), {})
    beginning = " ".join(str(texts.get("summary", "")).split()[:SUMMARY_WORDS])
    try:
        for words in (str(texts.get("title", "")), beginning):
            if words.strip() and (hits := _found(words, document, language)):
                return [hit for hit in hits if hit.object_id != practice_id][:AT_MOST]
    except EngineUnavailable:
        return None
    return []


def _found(words: str, document: Document, language: str) -> tuple[SearchHit, ...]:
    query = SearchQuery(
        text=words.replace('"', " "),
        language=language,
        kinds=("practice",),
        themes=tuple(document["facts"]["themes"]),
        page_size=AT_MOST + 1,
    )
    return search(query, AnonymousUser()).hits
