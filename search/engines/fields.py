"""What both engines index of a document: its searched fields as terms, and their weights in the score."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from search.analysis import ANALYSIS_VERSION, words_in, written_form
from search.contract import LANGUAGES, IndexDocument, LanguageText

PARTS = ("title", "keywords", "body")
# A word in the title says three times as much as one in the text, a keyword twice; tried on the demo content.
PART_WEIGHTS = {"title": 3.0, "keywords": 2.0, "body": 1.0}
FIELDS = tuple(f"{part}_{language}" for language in LANGUAGES for part in PARTS)
FIELD_WEIGHTS = {f"{part}_{language}": PART_WEIGHTS[part] for language in LANGUAGES for part in PARTS}

# A hit with every group of the query stands before all hits that lack one: more than any sum of BM25 scores can be
# (16 groups × 6 fields × weight 3 × idf 14 at a million documents stays under it but for absurd queries).
FULL_MATCH_BONUS = 1_000.0

SCHEMA_VERSION = 2
"""Raise it with any change of tables or mapping; both engines then rebuild."""
INDEX_VERSION = f"{SCHEMA_VERSION}-{ANALYSIS_VERSION}"

MAX_WORDS = 50_000  # indexed words of one field: a book of 150 pages


@dataclass(frozen=True, slots=True)
class IndexedFields:
    """A document as terms by field, and the written words that suggestions are made from."""

    terms: Mapping[str, list[str]]
    words: frozenset[str]


def indexed_fields(document: IndexDocument) -> IndexedFields:
    """Analyse a document. Languages other than LANGUAGES are not searched."""
    terms: dict[str, list[str]] = {}
    written: set[str] = set()
    for language in LANGUAGES:
        text = document.texts.get(language)
        if text is None:
            continue
        parts = {"title": text.title, "keywords": text.keywords, "body": text.body}
        if not text.has_own_title:
            parts = {**parts, "title": "", "body": f"{text.title}\n{text.body}"}
        for part, content in parts.items():
            words = list(islice(words_in(content), MAX_WORDS))
            terms[f"{part}_{language}"] = [word.term for word in words]
            written.update(written_form(word) for word in {word.text for word in words})
    return IndexedFields(terms=terms, words=frozenset(word for word in written if is_suggestible(word)))


def is_suggestible(word: str) -> bool:
    """Whether a word may be offered as a correction: four letters or more, without digits."""
    return 4 <= len(word) <= 32 and word.isalpha()


def stored_payload(document: IndexDocument) -> dict[str, Any]:
    """What results are made from, as JSON values."""
    return {
        "texts": {
            language: {"title": text.title, "body": text.body, "url": text.url}
            for language, text in document.texts.items()
        },
        "language": document.language,
        "external_id": document.external_id,
        "organisation_id": document.organisation_id,
        "date": document.date.isoformat() if document.date else None,
    }


def stored_texts(payload: Mapping[str, Any]) -> dict[str, LanguageText]:
    return {language: LanguageText(**text) for language, text in payload["texts"].items()}


def payload_json(document: IndexDocument) -> str:
    return json.dumps(stored_payload(document), ensure_ascii=False, separators=(",", ":"))
