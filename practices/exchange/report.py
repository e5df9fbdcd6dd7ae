"""What was read from a file, and what is to be said about it: per row and column, in both languages, so that a dry run can be
kept and read later in either.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, override

from core.sanitising import clean_plain_text
from practices.card import LANGUAGES, Document, Label


class Level(enum.Enum):
    """An error has to be mended in the file; a warning wants a yes; a note is for knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


InLanguages = dict[str, str]


def in_languages(message: Label, values: Mapping[str, Any] | None = None) -> InLanguages:
    """A message with its values in each language; lazy values are said in that language too."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            text = str(message)
            said[language] = (
                text % {name: _plain(value) for name, value in values.items()} if values else text
            )
    return said


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else clean_plain_text(str(value))


class InBoth:
    """A text that is there in each language already, as a value of a message."""

    def __init__(self, texts: InLanguages) -> None:
        self._texts = texts

    def __str__(self) -> str:
        return self._texts.get(get_language() or "", "") or next(iter(self._texts.values()), "")


@dataclass(frozen=True)
class Finding:
    """One thing to say. `place` is what its sender finds it by (a cell, a path in JSON), `column` the heading there, `item`
    the card's number in the file or -1 for the file as a whole."""

    level: Level
    message: InLanguages
    place: str = ""
    column: InLanguages = field(default_factory=dict)
    item: int = -1

    def as_json(self) -> dict[str, Any]:
        return {
            "level": self.level.value,
            "message": self.message,
            "place": self.place,
            "column": self.column,
            "item": self.item,
        }


@dataclass
class Item:
    """One card of a file. `where` names it for its sender („5“ of a sheet, `practices[0]`), `places` the cell or path of each
    column, `origins` from which heading each field was understood, `leftover` what no field was found for."""

    where: str
    document: Document
    organisation: str = ""
    external_id: str = ""
    places: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    leftover: str = ""
    practice_id: int | None = None
    version: int = 0


@dataclass
class Parsed:
    """What a file says: its cards, and what is to be said about them."""

    kind: str
    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_file(self) -> bool:
        """A file can be mended and brought in again; of a pasted card every mistake is mended in the draft."""
        return self.kind in {"xlsx", "json"}

    @property
    def has_errors(self) -> bool:
        return any(finding.level is Level.ERROR for finding in self.findings)

    def say(
        self,
        level: Level,
        message: Label,
        *,
        place: str = "",
        column: Label | InLanguages = "",
        item: int = -1,
        **values: Any,
    ) -> None:
        """Note one thing about a card, a column or the whole file."""
        heading = column if isinstance(column, dict) else in_languages(column) if column else {}
        self.findings.append(
            Finding(level, in_languages(message, values), clean_plain_text(place), heading, item)
        )
