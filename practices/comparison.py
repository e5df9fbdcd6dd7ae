"""What two documents of one card say differently, in words that a person compares."""

from __future__ import annotations

from typing import Any

from core.sanitising import html_to_text
from practices.card import FIELDS, ROW_KEY, Document, value_of


def differences(mine: Document, stored: Document, language: str) -> list[tuple[str, str]]:
    """Label and stored value of each field, in this language, where `stored` says something else than `mine`."""
    found = []
    for item in FIELDS:
        there = value_of(stored, item, language)
        if value_of(mine, item, language) != there:
            found.append((str(item.label), as_words(there)))
    return found


def as_words(value: Any) -> str:
    """Any value of a card as one text, without markup."""
    if isinstance(value, list):
        return "; ".join(as_words(item) for item in value)
    if isinstance(value, dict):
        return ": ".join(as_words(item) for name, item in value.items() if item and name != ROW_KEY)
    return html_to_text(str(value if value is not None else ""))
