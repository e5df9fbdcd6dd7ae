"""Reads and checks the files in taxonomy/data: terms of the vocabularies, oblasts, municipalities, districts.

Decides nothing about what is in the database; `taxonomy.actions.load_vocabularies` does.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taxonomy.enums import PlaceKind, Vocabulary

DATA_DIR = Path(__file__).parent / "data"
COUNTRY_CODE = "BG"
# What Bulgarian practices name beside their own country: its neighbours, and where people come from most.
COUNTRIES = {
    COUNTRY_CODE: ("България", "Bulgaria"),
    "AF": ("Афганистан", "Afghanistan"),
    "DE": ("Германия", "Germany"),
    "GR": ("Гърция", "Greece"),
    "IQ": ("Ирак", "Iraq"),
    "MK": ("Северна Македония", "North Macedonia"),
    "RO": ("Румъния", "Romania"),
    "RS": ("Сърбия", "Serbia"),
    "SY": ("Сирия", "Syria"),
    "TR": ("Турция", "Türkiye"),
    "UA": ("Украйна", "Ukraine"),
}
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")


class VocabularyFileError(Exception):
    """A data file can't be right. The message says which one, where, and what to change."""


@dataclass(frozen=True)
class TermRow:
    vocabulary: str
    code: str
    name_bg: str
    name_en: str
    position: int
    synonyms: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceRow:
    kind: str
    code: str
    name_bg: str
    name_en: str
    parent: str | None = None
    nuts3: str = ""
    nuts2: str = ""


def read_terms(folder: Path = DATA_DIR) -> list[TermRow]:
    """The terms, in the file's order. Raises VocabularyFileError for an unknown vocabulary, a bad or doubled code, or a
    missing name."""
    path = folder / "terms.json"
    rows: list[TermRow] = []
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8")), start=1):
        row = TermRow(
            vocabulary=entry["vocabulary"],
            code=entry["code"],
            name_bg=entry["name_bg"].strip(),
            name_en=entry["name_en"].strip(),
            position=entry.get("position", number),
            synonyms=entry.get("synonyms", []),
            extra=entry.get("extra", {}),
        )
        where = f"{path.name}, entry {number}"
        if row.vocabulary not in Vocabulary.values:
            raise VocabularyFileError(f"{where}: there is no vocabulary “{row.vocabulary}”.")
        if not _CODE.match(row.code):
            raise VocabularyFileError(f"{where}: “{row.code}” isn't a code; use a-z, 0-9, dots and hyphens.")
        if not (row.name_bg and row.name_en):
            raise VocabularyFileError(f"{where}: a term needs a name in both languages.")
        if (row.vocabulary, row.code) in seen:
            raise VocabularyFileError(f"{where}: {row.vocabulary} has the code “{row.code}” twice.")
        seen.add((row.vocabulary, row.code))
        rows.append(row)
    return rows


def read_places(folder: Path = DATA_DIR) -> list[PlaceRow]:
    """Countries, oblasts, municipalities and districts, each after the one it lies in. Raises VocabularyFileError for a doubled
    code or an unknown parent."""
    rows = [PlaceRow(PlaceKind.COUNTRY, code, *names) for code, names in COUNTRIES.items()]
    rows += [
        PlaceRow(
            PlaceKind.OBLAST, r["code"], r["name_bg"], r["name_en"], COUNTRY_CODE, r["nuts3"], r["nuts2"]
        )
        for r in _rows(folder / "oblasts.csv")
    ]
    rows += [
        PlaceRow(
            PlaceKind.MUNICIPALITY, r["code"], r["name_bg"], r["name_en"], r["oblast"], r["nuts3"], r["nuts2"]
        )
        for r in _rows(folder / "municipalities.csv")
    ]
    known = {row.code: row for row in rows}
    for r in _rows(folder / "districts.csv"):
        parent = known.get(r["municipality"])
        rows.append(
            PlaceRow(
                PlaceKind.DISTRICT,
                r["code"],
                r["name_bg"],
                r["name_en"],
                r["municipality"],
                parent.nuts3 if parent else "",
                parent.nuts2 if parent else "",
            )
        )
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            raise VocabularyFileError(f"The place code “{row.code}” stands twice in the files.")
        if row.parent is not None and row.parent not in seen:
            raise VocabularyFileError(f"“{row.code}” lies in “{row.parent}”, which isn't in the files.")
        if not (row.name_bg and row.name_en):
            raise VocabularyFileError(f"The place “{row.code}” needs a name in both languages.")
        seen.add(row.code)
    return rows


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
