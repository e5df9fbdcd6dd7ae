"""A document as a form would post it, and what was posted as the document keeps it. `practices.forms` draws the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.forms import rich_text_from
from practices.card import (
    BY_NAME,
    FIELDS,
    MAX_ROWS,
    ROW_KEY,
    CardField,
    Document,
    Kind,
    Step,
    clean_rows,
    clean_value,
    is_ranked,
    value_of,
)
from taxonomy.place_labels import PlaceFinder, known_places

ROW_TOOLS = ("up", "down", "remove")


def as_form_data(
    document: Document, language: str, places: PlaceFinder | None, shown: Sequence[CardField] = FIELDS
) -> dict[str, Any]:
    """A document as the form would post it."""
    data: dict[str, Any] = {}
    for item in shown:
        value = value_of(document, item, language)
        if item.kind is Kind.GROUP:
            data |= numbered_rows(item, value)
        elif item.kind is Kind.PLACES:
            data |= {
                f"{item.name}-{number}": places.label_of(code) if places else code
                for number, code in enumerate(value)
            }
        elif is_ranked(item):
            data |= {f"{item.name}-{number}": code for number, code in enumerate(value)}
        elif item.kind is Kind.RICH:
            data |= {item.name: value, f"{item.name}-format": "html"}
        elif item.kind is Kind.LINKS:
            data[item.name] = "\n".join(value)
        elif item.kind is Kind.TAGS:
            data[item.name] = ", ".join(value)
        else:
            data[item.name] = value
    return data


def values_from_post(data: Any, step: Step | None) -> dict[str, Any]:
    """What was posted of a step's fields, or of all, as the document keeps it; with the button that moved or removed a row."""
    shown = [item for item in FIELDS if step in (None, item.step)]
    places = known_places() if BY_NAME["places"] in shown and _numbered(data, "places") != [] else None
    values = {}
    for item in shown:
        if item.kind is Kind.GROUP:
            values[item.name] = clean_rows(item, rows_in(data, item))
        else:
            values[item.name] = clean_value(item, _posted(data, item, places))
    return values


def rows_in(data: Mapping[str, Any], item: CardField) -> list[dict[str, Any]]:
    """The rows of a group that were posted, without the empty ones, as the button that was pressed leaves them.

    A button is `up:results:2`, `down:results:0` or `remove:results:1`: it moves or removes the row of that number.
    """
    names = [*(part.name for part in item.parts), ROW_KEY]
    tool, _colon, target = str(data.get("action", "")).partition(":")
    rows: list[dict[str, Any]] = []
    place: int | None = None
    for number in range(MAX_ROWS):
        row = {name: data.get(f"{item.name}-{number}-{name}", "") for name in names}
        if not any(row[part.name] for part in item.parts):
            continue
        if target == f"{item.name}:{number}" and tool in ROW_TOOLS:
            place = len(rows)
        rows.append(row)
    if place is not None:
        moved = rows.pop(place)
        if tool != "remove":
            rows.insert(max(0, place - 1) if tool == "up" else place + 1, moved)
    return rows


def numbered_rows(item: CardField, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as the form names them. Rows that follow are empty, whatever else the form was bound to."""
    filled = {
        f"{item.name}-{number}-{name}": words
        for number, row in enumerate(rows)
        for name, words in row.items()
    }
    blank = {
        f"{item.name}-{number}-{name}": ""
        for number in range(MAX_ROWS)
        for name in (*(part.name for part in item.parts), ROW_KEY)
    }
    return blank | filled


def _posted(data: Any, item: CardField, places: PlaceFinder | None) -> Any:
    if item.kind is Kind.PLACES:
        return [
            places.code_of(text) if places else text for text in _numbered(data, item.name) if text.strip()
        ]
    if is_ranked(item):
        return _numbered(data, item.name)
    if item.kind is Kind.TERMS:
        return data.getlist(item.name)
    if item.kind is Kind.RICH:
        return rich_text_from(data, item.name)
    if item.kind is Kind.LINKS:
        return data.get(item.name, "").split()
    if item.kind is Kind.TAGS:
        return data.get(item.name, "").replace(";", ",").split(",")
    return data.get(item.name, "")


def _numbered(data: Any, name: str) -> list[str]:
    return [data[f"{name}-{number}"] for number in range(20) if f"{name}-{number}" in data]


def filled_rows(shown: Mapping[str, Any], item: CardField) -> int:
    """How many rows of a group hold something."""
    return sum(
        any(shown.get(f"{item.name}-{number}-{part.name}") for part in item.parts)
        for number in range(MAX_ROWS)
    )


def multiple_names() -> list[str]:
    return [item.name for item in FIELDS if item.kind is Kind.TERMS and not is_ranked(item)]
