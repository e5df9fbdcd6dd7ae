"""A dry run as its page shows it: each card with what is to be mended, or one written card field by field."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language

from core.sanitising import html_to_text
from practices.card import LANGUAGES, Document, Kind, empty_card, value_of
from practices.exchange.cells import cell_of
from practices.exchange.layout import COLUMNS
from practices.exchange.words import Words
from practices.models import ImportBatch

MAX_FINDINGS_OF_CARD = 20
"""Shown of one card: mending these shows the next."""
_TONES = {"error": "red", "warning": "amber", "note": "neutral"}
_ORDER = ("error", "warning", "note")


@dataclass(frozen=True)
class ShownFinding:
    """One thing to say, in the language of the page."""

    level: str
    message: str
    place: str
    column: str

    @property
    def tone(self) -> str:
        return _TONES[self.level]


@dataclass
class ShownCard:
    """One card of a file, and what is said about it."""

    where: str
    title: str
    language: str
    changes_draft: bool
    findings: list[ShownFinding] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True)
class ShownField:
    """One field of a written card, with the heading that it was understood from; "" when it stood above the first."""

    label: str
    heading: str
    lines: list[str]
    language: str
    is_chosen: bool = False
    """Chosen beside the file, not written in it."""


def findings_of(batch: ImportBatch, item: int) -> list[ShownFinding]:
    """What is to be said about one card, or with -1 about the file as a whole; the gravest first."""
    language = get_language() or "bg"
    found = [
        ShownFinding(
            finding["level"],
            finding["message"].get(language, ""),
            finding["place"],
            finding["column"].get(language, ""),
        )
        for finding in batch.findings
        if finding["item"] == item
    ]
    return sorted(found, key=lambda finding: _ORDER.index(finding.level))


def cards_of(batch: ImportBatch) -> list[ShownCard]:
    """The cards of a file in its order."""
    by_item: dict[int, list[ShownFinding]] = {}
    for number in {finding["item"] for finding in batch.findings}:
        by_item[number] = findings_of(batch, number)
    shown = []
    for number, item in enumerate(batch.items):
        language, title = _title(item["title"])
        findings = [
            replace(finding, place="") if finding.place == item["where"] else finding
            for finding in by_item.get(number, [])
        ]
        shown.append(
            ShownCard(
                item["where"],
                title,
                language,
                item["practice_id"] is not None,
                findings[:MAX_FINDINGS_OF_CARD],
                max(0, len(findings) - MAX_FINDINGS_OF_CARD),
            )
        )
    return shown


def _title(titles: dict[str, str]) -> tuple[str, str]:
    first = get_language() or "bg"
    for language in (first, *LANGUAGES):
        if titles.get(language):
            return language, titles[language]
    return "", ""


def fields_of(document: Document, origins: dict[str, str], words: Words) -> list[ShownField]:
    """What was understood of a written card, field by field; what every draft begins with isn't told."""
    written = next(iter(document["texts"]), "bg")
    begun = empty_card(language=written)
    shown = []
    for column in COLUMNS:
        if column.field is None or (column.language and column.language != written):
            continue
        value = value_of(document, column.field, column.language)
        if not value or (
            column.key not in origins and value == value_of(begun, column.field, column.language)
        ):
            continue
        if column.field.kind is Kind.GROUP:
            lines = [
                " – ".join(row[part.name] for part in column.field.parts if row[part.name]) for row in value
            ]
        elif column.field.kind is Kind.RICH:
            lines = html_to_text(value).split("\n")
        else:
            lines = str(cell_of(column.field, value, words)).split("\n")
        language = written if column.language else ""
        is_chosen = column.field.name == "organisation" and column.key not in origins
        shown.append(ShownField(str(column.label), origins.get(column.key, ""), lines, language, is_chosen))
    return shown


def leftover_lines(batch: ImportBatch) -> list[Any]:
    """What no field was found for, in paragraphs."""
    return [part for item in batch.items for part in item["leftover"].split("\n\n") if part]
