"""Personal data in a card document: where it stands, and the document without the personal numbers.

What counts as personal data is core/personal_data.py's; that a personal number keeps a card from being sent is
practices/checks.py's. The contact's mailbox is there to be written to, so it is no finding.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.personal_data import PERSONAL_NUMBERS, PersonalDataKind, find_personal_data, redact
from core.sanitising import html_to_text, plain_to_html
from practices.card import FIELDS, LANGUAGES, ROW_KEY, CardField, Document, Kind, MediaItem, value_of

WRITTEN_KINDS = frozenset({Kind.LINE, Kind.TEXT, Kind.RICH, Kind.LINK, Kind.LINKS, Kind.TAGS})
"""Kinds in which somebody writes freely; the others hold codes, days and figures."""
MEANT_TO_BE_THERE = frozenset({"contact_email"})
MEDIA = "media"
"""Where findings in the words of pictures, files and videos stand: `media-0-alt` is the first one's description."""
MEDIA_WORDS = ("alt", "caption")
MEDIA_LINES = ("author", "link")
"""Written freely beside each picture or file: words in each language, and lines that are the same in both."""


@dataclass(frozen=True)
class FieldFinding:
    """Personal data at one field of the form. `language` is "" for a fact; `masked` doesn't give the thing itself away."""

    field: str
    language: str
    kind: PersonalDataKind
    masked: str

    @property
    def is_forbidden(self) -> bool:
        return self.kind in PERSONAL_NUMBERS


def personal_data_in(document: Document) -> list[FieldFinding]:
    """All findings of a clean document, in the order of the form; those in words of pictures and files at the end."""
    findings: dict[FieldFinding, None] = {}
    for field in FIELDS:
        if field.name in MEANT_TO_BE_THERE:
            continue
        for language in document["texts"] if field.is_text or field.is_shared_group else ("",):
            for part, name, text in _written(field, field.name, value_of(document, field, language)):
                words = html_to_text(text) if part.kind is Kind.RICH else text
                in_language = language if part.is_text else ""
                for finding in find_personal_data(words):
                    found = FieldFinding(name, in_language, finding.kind, finding.masked(words))
                    findings[found] = None
    for number, item in enumerate(document.get(MEDIA, [])):
        for found in personal_data_in_media(item, number):
            findings[found] = None
    return list(findings)


def personal_data_in_media(item: MediaItem, number: int = 0) -> list[FieldFinding]:
    """The findings in the words of one picture, file or video. A file is downloaded under its title, which is among them."""
    written = [(name, code, item[name][code]) for name in MEDIA_WORDS for code in LANGUAGES]
    written += [(name, "", item[name]) for name in MEDIA_LINES]
    return [
        FieldFinding(f"{MEDIA}-{number}-{name}", code, finding.kind, finding.masked(text))
        for name, code, text in written
        for finding in find_personal_data(text)
    ]


def personal_number_in(text: str) -> str:
    """The first personal number of a text, masked; "" where there is none."""
    return next((found.masked(text) for found in find_personal_data(text, PERSONAL_NUMBERS)), "")


def _written(field: CardField, name: str, value: Any) -> Iterator[tuple[CardField, str, str]]:
    """What was written in a field: the field or part of a group, its name in the form, the text."""
    if field.kind is Kind.GROUP:
        for number, row in enumerate(value):
            for part in field.parts:
                yield from _written(part, f"{name}-{number}-{part.name}", row[part.name])
    elif field.kind in WRITTEN_KINDS:
        yield from ((field, name, text) for text in (value if isinstance(value, list) else [value]) if text)


def without_personal_numbers(document: Document) -> tuple[Document, int]:
    """The clean document with a mark in place of each personal number, and how many there were."""
    cleaned = copy.deepcopy(document)
    count = 0
    for field in FIELDS:
        for language, holder in (("", cleaned["facts"]), *cleaned["texts"].items()):
            if field.name in holder:
                with override(language or "bg"):
                    mark = _("[personal number, deleted]")
                holder[field.name], found = _redacted(field, holder[field.name], mark)
                count += found
    for item in cleaned.get(MEDIA, []):
        count += _redact_media(item)
    return cleaned, count


def _redact_media(item: MediaItem) -> int:
    """Replace the personal numbers in the words of one picture, file or video; how many there were."""
    count = 0
    words = [(item[name], code, code) for name in MEDIA_WORDS for code in LANGUAGES]
    for holder, key, language in (*words, *((item, name, "bg") for name in MEDIA_LINES)):
        with override(language):
            mark = _("[personal number, deleted]")
        holder[key], found = redact(holder[key], PERSONAL_NUMBERS, mark)
        count += found
    return count


def _redacted(field: CardField, value: Any, mark: str) -> tuple[Any, int]:
    """A stored value, as deep as it goes: a text, a list of texts, rows of parts, words of rows by their keys."""
    if isinstance(value, dict):
        parts = {part.name: part for part in field.parts}
        pairs = [
            (name, _redacted(parts.get(name, field), one, mark))
            for name, one in value.items()
            if name != ROW_KEY
        ]
        kept = {name: one for name, one in value.items() if name == ROW_KEY}
        return {**kept, **{name: one for name, (one, _found) in pairs}}, sum(
            found for _name, (_one, found) in pairs
        )
    if isinstance(value, list):
        items = [_redacted(field, item, mark) for item in value]
        return [item for item, _found in items], sum(found for _item, found in items)
    if not isinstance(value, str) or field.kind not in WRITTEN_KINDS:
        return value, 0
    text, found = redact(value, PERSONAL_NUMBERS, mark)
    if field.kind is Kind.RICH:
        words, hidden = redact(html_to_text(text), PERSONAL_NUMBERS, mark)
        if hidden:  # a tag stands within the number: its words are kept, its formatting isn't
            return plain_to_html(words), found + hidden
    return text, found
