"""What two documents of one card say differently, in words that a person compares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.sanitising import html_to_text
from practices.card import BY_NAME, FIELDS, ROW_KEY, CardField, Document, Kind, value_of, written_languages
from practices.media_changes import MediaChange, media_changes
from practices.word_diff import Change, word_changes

NameOfCode = Callable[[CardField, str], str]


@dataclass(frozen=True)
class FieldChange:
    """One field that says something else than before. `language` is "" for a fact."""

    name: str
    label: str
    language: str
    runs: list[Change]


def changes_between(before: Document, after: Document, name_of: NameOfCode) -> list[FieldChange]:
    """What changed from one clean document to the other, field by field in each language, marked word by word.

    `name_of` gives the name of a code, e.g. of a theme.
    """
    languages = list(dict.fromkeys([*written_languages(before), *written_languages(after)]))
    found = []
    for field in FIELDS:
        for language in languages if field.is_text or field.is_shared_group else ("",):
            old, new = value_of(before, field, language), value_of(after, field, language)
            if old == new:
                continue
            runs = word_changes(_readable(field, old, name_of), _readable(field, new, name_of))
            if any(run.kind != "same" for run in runs):
                found.append(FieldChange(field.name, str(field.label), language, runs))
    media = media_changes(
        before, after, lambda code: name_of(BY_NAME["licence"], code) if code else "", with_private=True
    )
    return [*found, *(FieldChange("media", one.label, one.language, _as_runs(one)) for one in media)]


def _as_runs(change: MediaChange) -> list[Change]:
    """Whole pictures and files each on a line of their own."""
    return [Change(part.kind, f"{part.text}\n") for part in change.parts] if change.items else change.parts


def _readable(field: CardField, value: Any, name_of: NameOfCode) -> str:
    """A value in words, a line for each row of a group and for each link."""
    if field.kind is Kind.GROUP:
        rows = ([_readable(part, row[part.name], name_of) for part in field.parts] for row in value)
        return "\n".join(": ".join(filter(None, words)) for words in rows)
    if field.kind is Kind.BOOLEAN:
        return _("Yes") if value else _("No")
    if field.kind is Kind.CHOICE:
        return str(dict(field.choices).get(value, value))
    if field.kind in {Kind.TERM, Kind.TERMS, Kind.PLACES}:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(name_of(field, code) for code in codes if code)
    if isinstance(value, list):
        return "\n".join(as_words(item) for item in value)
    return as_words(value)


def as_words(value: Any) -> str:
    """Any value of a card as one text, without markup."""
    if isinstance(value, list):
        return "; ".join(as_words(item) for item in value)
    if isinstance(value, dict):
        return ": ".join(as_words(item) for name, item in value.items() if item and name != ROW_KEY)
    return html_to_text(str(value if value is not None else ""))
