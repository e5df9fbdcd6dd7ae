"""The card document: the one place in which a practice is edited.

    {"schema": 1,
     "facts": {field: value},                    once
     "texts": {"bg": {field: value}, "en": …},   once in each language
     "ready": ["bg"],                            languages that may be published
     "sources": {"en": {field: fingerprint}},    what a translation was made from
     "media": [{"id": …, "alt": {"bg": …}, …}]}  pictures, files and videos in their order (practices.card.media)

A draft may hold anything that somebody typed, as long as it is clean and of bounded size: dates, numbers and sums are the
letters that were typed. `practices.checks` says what is missing or wrong, `practices.merging` brings together what two
people changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from core.folding import fold
from core.sanitising import clean_plain_text, clean_rich_text
from practices.card.catalogue import (
    FACT_FIELDS,
    FIELDS,
    LANGUAGES,
    SHARED_GROUPS,
    TEXT_FIELDS,
    CardField,
    Kind,
)
from practices.card.media import clean_media
from practices.enums import ContactVisibility

SCHEMA_VERSION = 1
HARD_LIMIT_FACTOR = 4
"""A draft keeps text up to this many times a field's limit, so that nothing pasted is lost; the check asks to shorten it."""
MAX_ROWS = 30
"""Rows of a repeated group that a draft keeps."""
MAX_KEY_LENGTH = 12
ROW_KEY = "key"
"""What ties the words of a shared group's row, in each language, to the row."""

Document = dict[str, Any]
Row = dict[str, Any]


def empty_card(*, language: str = "bg") -> Document:
    """A card with the defaults that most practices keep."""
    facts = {field.name: _empty(field) for field in FACT_FIELDS}
    facts |= {
        "country": "BG",
        "licence": "cc-by-4.0",
        "contact_visibility": ContactVisibility.FORM.value,
        "original_language": language,
    }
    return {
        "schema": SCHEMA_VERSION,
        "facts": facts,
        "texts": {language: empty_texts()},
        "ready": [language],
        "sources": {},
        "media": [],
    }


def empty_texts() -> Document:
    """The texts of a language in which nothing is written."""
    return {field.name: _empty(field) for field in TEXT_FIELDS} | {field.name: {} for field in SHARED_GROUPS}


@cache
def _nothing_written() -> Document:
    """To compare with, never to hand on: it is made once."""
    return empty_texts()


def _empty(field: CardField) -> Any:
    if field.kind in {Kind.TERMS, Kind.PLACES, Kind.LINKS, Kind.TAGS, Kind.GROUP}:
        return []
    return False if field.kind is Kind.BOOLEAN else ""


def written_languages(document: Document) -> list[str]:
    """Languages in which something is written."""
    return [code for code in LANGUAGES if document["texts"].get(code) not in (None, {}, _nothing_written())]


def ready_languages(document: Document) -> list[str]:
    """Languages that are to be published: written, and called ready. The only one that is written is meant anyway."""
    written = written_languages(document)
    return [code for code in written if code in document["ready"]] or (written if len(written) == 1 else [])


# --- one field at a time ------------------------------------------------------------------------------------------------


def value_of(document: Document, field: CardField, language: str) -> Any:
    """A field's value in this language; of a shared group the rows with their words."""
    texts = document["texts"].get(language)
    if not field.is_shared_group:
        if not field.is_text:
            return document["facts"][field.name]
        return texts[field.name] if texts else _empty(field)
    words = texts[field.name] if texts else {}
    return [
        {
            ROW_KEY: row[ROW_KEY],
            **{
                part.name: (words.get(row[ROW_KEY], {}) if part.is_text else row).get(part.name, "")
                for part in field.parts
            },
        }
        for row in document["facts"][field.name]
    ]


def set_value(document: Document, field: CardField, language: str, value: Any) -> None:
    """Write a clean value of a field into a clean document: the texts of this language, or the facts."""
    document["texts"].setdefault(language, empty_texts())
    if not field.is_shared_group:
        target = document["texts"][language] if field.is_text else document["facts"]
        target[field.name] = value
        return
    document["facts"][field.name] = [
        {ROW_KEY: row[ROW_KEY], **{part.name: row[part.name] for part in field.parts if not part.is_text}}
        for row in value
    ]
    document["texts"][language][field.name] = {
        row[ROW_KEY]: {part.name: row[part.name] for part in field.parts if part.is_text} for row in value
    }
    _forget_lost_rows(document, field)


def _forget_lost_rows(document: Document, field: CardField) -> None:
    """Words of rows that are gone go in every language; rows without a word are no entry."""
    keys = [row[ROW_KEY] for row in document["facts"][field.name]]
    for texts in document["texts"].values():
        words = texts[field.name]
        texts[field.name] = {key: words[key] for key in keys if key in words and any(words[key].values())}


def fingerprint(value: Any) -> str:
    """A short mark of a value, to see whether it was changed."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


# --- cleaning -------------------------------------------------------------------------------------------------------------


def clean_card(raw: Document) -> Document:
    """A document in which every field is there, clean, and of its own type and bounded size; unknown keys are dropped.

    Never raises for content: what can't be read becomes empty. Raises ValueError for another schema version.
    """
    if raw.get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
        raise ValueError(f"This card has schema {raw.get('schema')}; version {SCHEMA_VERSION} is understood.")
    facts = _as_dict(raw.get("facts"))
    texts = _as_dict(raw.get("texts"))
    document: Document = {
        "schema": SCHEMA_VERSION,
        "facts": {field.name: clean_value(field, facts.get(field.name)) for field in FACT_FIELDS},
        "texts": {
            language: _clean_texts(_as_dict(texts[language])) for language in LANGUAGES if language in texts
        },
    }
    for field in SHARED_GROUPS:
        _clean_shared_group(document, field)
    ready = raw.get("ready")
    document["ready"] = (
        [code for code in LANGUAGES if code in ready]
        if isinstance(ready, list)
        else written_languages(document)
    )
    document["sources"] = _clean_sources(_as_dict(raw.get("sources")))
    document["media"] = clean_media(raw.get("media"))
    return document


def _clean_texts(texts: Document) -> Document:
    cleaned = {field.name: clean_value(field, texts.get(field.name)) for field in TEXT_FIELDS}
    for field in SHARED_GROUPS:
        cleaned[field.name] = {
            key: {
                part.name: clean_value(part, _as_dict(words).get(part.name))
                for part in field.parts
                if part.is_text
            }
            for key, words in list(_as_dict(texts.get(field.name)).items())[:MAX_ROWS]
            if _is_key(key)
        }
    return cleaned


def _clean_shared_group(document: Document, field: CardField) -> None:
    """Rows that say something, in facts or in any language, each with a key of its own."""
    rows: list[Row] = []
    taken: set[str] = set()
    for row in document["facts"][field.name]:
        key = row[ROW_KEY] if _is_key(row[ROW_KEY]) and row[ROW_KEY] not in taken else ""
        says_something = any(value for name, value in row.items() if name != ROW_KEY) or any(
            any(texts[field.name].get(key, {}).values()) for texts in document["texts"].values()
        )
        if says_something:
            rows.append({**row, ROW_KEY: key})
            taken.add(key)
    give_keys(rows)
    document["facts"][field.name] = rows
    _forget_lost_rows(document, field)


def give_keys(rows: Iterable[Row]) -> None:
    """Each row without a key gets the first free one."""
    rows = list(rows)
    taken = {row[ROW_KEY] for row in rows}
    free = (f"r{number}" for number in range(1, 2 * MAX_ROWS + 2) if f"r{number}" not in taken)
    for row in rows:
        row[ROW_KEY] = row[ROW_KEY] or next(free)


def _is_key(key: Any) -> bool:
    return isinstance(key, str) and 0 < len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isalnum()


def _clean_sources(sources: Document) -> Document:
    names = {field.name for field in FIELDS if field.is_text or field.is_shared_group}
    return {
        code: {
            name: mark[:16]
            for name, mark in _as_dict(sources[code]).items()
            if name in names and isinstance(mark, str)
        }
        for code in LANGUAGES
        if code in sources
    }


def clean_rows(field: CardField, value: Any) -> list[Row]:
    """The rows of a group with all its parts, cleaned; empty ones are left out. Those of a shared group have keys."""
    rows = []
    taken: set[str] = set()
    for raw in _as_list(value)[:MAX_ROWS]:
        row = {part.name: clean_value(part, _as_dict(raw).get(part.name)) for part in field.parts}
        if not any(row.values()):
            continue
        if field.is_shared_group:
            key = _as_dict(raw).get(ROW_KEY)
            row = {ROW_KEY: key if _is_key(key) and key not in taken else "", **row}
            taken.add(row[ROW_KEY])
        rows.append(row)
    if field.is_shared_group:
        give_keys(rows)
    return rows


def clean_value(field: CardField, value: Any) -> Any:
    """One field's value as the document keeps it."""
    if field.kind is Kind.BOOLEAN:
        return bool(value)
    if field.kind is Kind.GROUP and field.is_shared_group:
        return [
            {
                ROW_KEY: _as_dict(row).get(ROW_KEY, ""),
                **{
                    part.name: clean_value(part, _as_dict(row).get(part.name))
                    for part in field.parts
                    if not part.is_text
                },
            }
            for row in _as_list(value)[:MAX_ROWS]
        ]
    if field.kind is Kind.GROUP:
        return clean_rows(field, value)
    if field.kind in {Kind.TERMS, Kind.PLACES, Kind.LINKS, Kind.TAGS}:
        words = [_clean_line(item, field.max_length or 100) for item in _as_list(value)[:MAX_ROWS]]
        if field.kind is Kind.TERMS:
            return [word for word in words if word]  # a theme that stands twice is for the check to say
        same = fold if field.kind is Kind.TAGS else str  # a tag in capitals is the same tag
        different: dict[str, str] = {}
        for word in words:
            different.setdefault(same(word), word)
        return [word for word in different.values() if word]
    text = "" if value is None else str(value)
    limit = (field.max_length or 100) * HARD_LIMIT_FACTOR
    if field.kind is Kind.RICH:
        return clean_rich_text(text[: limit * 3])
    if field.kind is Kind.TEXT:
        return clean_plain_text(text[:limit])
    return _clean_line(text, field.max_length or 100)


def _clean_line(value: Any, max_length: int) -> str:
    return " ".join(clean_plain_text(str(value)[: max_length * HARD_LIMIT_FACTOR]).split())


def _as_dict(value: Any) -> Document:
    return value if isinstance(value, dict) else {}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
