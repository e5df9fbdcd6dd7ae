"""Which language a card was written in first, and which of its translations the original has left behind.

A translated field keeps the fingerprint of the original that it was made from; when the original reads differently, it is stale
until its text is changed or somebody says that it still holds.
"""

from __future__ import annotations

from collections.abc import Collection

from practices.card import SHARED_GROUPS, TEXT_FIELDS, Document, fingerprint, written_languages

TRANSLATED = tuple(field.name for field in (*TEXT_FIELDS, *SHARED_GROUPS))


def original_of(document: Document) -> str:
    """The language that the others are translations of: the one that the card names, else the first that is written."""
    named = document["facts"]["original_language"]
    written = written_languages(document)
    return named if named in written else next(iter(written), "")


def stale_fields(document: Document, language: str) -> set[str]:
    """Fields of this language whose original was changed after they were translated."""
    original = original_of(document)
    texts = document["texts"]
    if language == original or language not in texts:
        return set()
    return {
        name
        for name, mark in document["sources"].get(language, {}).items()
        if texts[language][name] and fingerprint(texts[original][name]) != mark
    }


def mark_sources(
    document: Document, *, before: Document, confirmed: Collection[tuple[str, str]] = ()
) -> None:
    """Note the present original of each translated text that was changed since `before`, or confirmed as (language, field)."""
    original = original_of(document)
    document["sources"] = {code: marks for code, marks in document["sources"].items() if code != original}
    for code, texts in document["texts"].items():
        if code == original or not original:
            continue
        old = before["texts"].get(code, {})
        marks = document["sources"].setdefault(code, {})
        for name in TRANSLATED:
            if not texts[name] or not document["texts"][original][name]:
                marks.pop(name, None)
            elif name not in marks or texts[name] != old.get(name) or (code, name) in confirmed:
                marks[name] = fingerprint(document["texts"][original][name])
