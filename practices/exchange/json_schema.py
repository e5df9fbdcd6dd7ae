"""The JSON Schema of a file of cards, made from the catalogue, and the check of a file against it.

The check knows what this schema uses and no more: types, constants, required and known properties, lengths. What codes there
are and what is missing says `practices.checks`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from practices.card import (
    FACT_FIELDS,
    FIELDS,
    LANGUAGES,
    ROW_KEY,
    SCHEMA_VERSION,
    SHARED_GROUPS,
    TEXT_FIELDS,
    CardField,
    Kind,
    Label,
)
from practices.card.document import HARD_LIMIT_FACTOR, MAX_KEY_LENGTH, MAX_ROWS
from practices.exchange.cells import MARKUP_FACTOR
from practices.exchange.layout import MAX_EXTERNAL_ID
from practices.exchange.media import media_schema
from practices.exchange.safety import MAX_PRACTICES

FORMAT, FORMAT_VERSION = "megdan-practices", 1
MAX_CODE_LENGTH = 100
Schema = dict[str, Any]

# What a draft can keep without cutting anything off; the card's own, smaller limits stand in `description`.
_LISTS = {Kind.TERMS, Kind.PLACES, Kind.LINKS, Kind.TAGS}


def schema_of_file() -> Schema:
    """The schema, described in English. No query: codes of vocabularies are named by their vocabulary."""
    with override("en"):
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Good practices of the square",
            "type": "object",
            "required": ["format", "version", "practices"],
            "additionalProperties": False,
            "properties": {
                "$schema": {"type": "string"},
                "format": {"const": FORMAT},
                "version": {"const": FORMAT_VERSION},
                "left_out": {"type": "integer", "description": "Practices that didn't fit into this file."},
                "practices": {"type": "array", "maxItems": MAX_PRACTICES, "items": _practice()},
            },
        }


def _practice() -> Schema:
    return {
        "type": "object",
        "required": ["card"],
        "additionalProperties": False,
        "properties": {
            "external_id": {
                "type": "string",
                "maxLength": MAX_EXTERNAL_ID,
                "description": "The sender's own number: the same one again changes the draft.",
            },
            "organisation": {
                "type": "string",
                "description": "Code of the organisation; the card's own, if empty.",
            },
            "url": {"type": "string", "description": "Where the card was taken from; not read."},
            "card": _card(),
            "media": media_schema(),
        },
    }


def _card() -> Schema:
    words = {field.name: _value(field) for field in TEXT_FIELDS} | {
        field.name: {
            "type": "object",
            "description": f"{field.label}: the words of each row, by its key.",
            "additionalProperties": _row(field, is_text=True),
        }
        for field in SHARED_GROUPS
    }
    return {
        "type": "object",
        "required": ["texts"],
        "additionalProperties": False,
        "properties": {
            "schema": {"const": SCHEMA_VERSION},
            "facts": _object({field.name: _value(field) for field in FACT_FIELDS}),
            "texts": _object({language: _object(words) for language in LANGUAGES}),
            "ready": {"type": "array", "items": {"enum": list(LANGUAGES)}},
            "sources": _object(
                {
                    language: {
                        "type": "object",
                        "description": "Fingerprints of what each text was translated from.",
                        "additionalProperties": {"type": "string", "maxLength": 16},
                    }
                    for language in LANGUAGES
                }
            ),
        },
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _value(field: CardField) -> Schema:
    described: Schema = {"description": _description(field)}
    if field.kind is Kind.BOOLEAN:
        return {"type": "boolean", **described}
    if field.kind is Kind.GROUP:
        only_facts = field.is_shared_group
        rows = _row(field, is_text=False) if only_facts else _row(field)
        return {"type": "array", "maxItems": MAX_ROWS, "items": rows, **described}
    if field.kind in _LISTS:
        item = {"type": "string", "maxLength": _longest(field)}
        return {"type": "array", "maxItems": MAX_ROWS, "items": item, **described}
    value: Schema = {"type": "string", "maxLength": _longest(field), **described}
    if field.kind is Kind.CHOICE:
        value["enum"] = ["", *(code for code, _label in field.choices)]
    return value


def _row(field: CardField, *, is_text: bool | None = None) -> Schema:
    parts = [part for part in field.parts if is_text is None or part.is_text is is_text]
    properties: Schema = {part.name: _value(part) for part in parts}
    if field.is_shared_group and not is_text:
        properties[ROW_KEY] = {"type": "string", "maxLength": MAX_KEY_LENGTH}
    return _object(properties)


def _longest(field: CardField) -> int:
    limit = (field.max_length or MAX_CODE_LENGTH) * HARD_LIMIT_FACTOR
    return limit * MARKUP_FACTOR if field.kind is Kind.RICH else limit


def _description(field: CardField) -> str:
    said = [str(field.label)]
    if field.vocabulary:
        said.append(f"Codes of the vocabulary “{field.vocabulary}”.")
    if field.kind is Kind.RICH:
        said.append("HTML: paragraphs, headings, lists, quotations, links, bold, italic, tables.")
    if field.kind is Kind.DATE:
        said.append("As 2026-03-15.")
    if field.max_length and field.kind not in {Kind.LINKS, Kind.TAGS}:
        said.append(f"At most {field.max_length} characters of text.")
    if field.at_most:
        said.append(f"At most {field.at_most}.")
    if field.for_full:
        said.append("A full card needs it.")
    return " ".join(said)


LABELS: dict[str, Label] = {field.name: field.label for field in FIELDS}

# --- the check --------------------------------------------------------------------------------------------------------------


class Fault(NamedTuple):
    """Where a value isn't what the schema says, and what to say about it. A word that isn't known leaves its card readable."""

    path: str
    message: Label
    values: dict[str, Any] = {}
    is_readable: bool = False


_TYPES: dict[str, tuple[type, Label]] = {
    "object": (dict, _("Here an object in braces is expected.")),
    "array": (list, _("Here a list in brackets is expected.")),
    "string": (str, _("Here a text in quotes is expected.")),
    "boolean": (bool, _("Here true or false is expected.")),
    "integer": (int, _("Here a whole number is expected.")),
}


def faults_of(value: Any, schema: Schema, path: str = "") -> Iterator[Fault]:
    """Where a value isn't what the schema says, with the path to it, e.g. `practices[0].card.texts.bg.title`."""
    if "const" in schema and value != schema["const"]:
        yield Fault(path, _("Here %(expected)s is expected."), {"expected": json.dumps(schema["const"])})
        return
    if "type" in schema:
        expected, message = _TYPES[schema["type"]]
        if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
            yield Fault(path, message)
            return
    if "enum" in schema and value not in schema["enum"]:
        yield Fault(
            path, _("“%(word)s” isn't among the words here."), {"word": str(value)[:60]}, is_readable=True
        )
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        yield Fault(
            path, _("This is far too long: at most %(most)d characters fit."), {"most": schema["maxLength"]}
        )
    if isinstance(value, dict):
        yield from _faults_of_object(value, schema, path)
    if isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)):
            yield Fault(path, _("Here at most %(most)d fit."), {"most": schema["maxItems"]})
            return
        for number, item in enumerate(value):
            yield from faults_of(item, schema["items"], f"{path}[{number}]")


def _faults_of_object(value: dict[str, Any], schema: Schema, path: str) -> Iterator[Fault]:
    begin = f"{path}." if path else ""
    for name in schema.get("required", ()):
        if name not in value:
            yield Fault(f"{begin}{name}", _("This is missing."))
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, inner in value.items():
        if name in known:
            yield from faults_of(inner, known[name], f"{begin}{name}")
        elif others is False:
            yield Fault(f"{begin}{name[:60]}", _("There is no such field. Look it up in the schema."))
        else:
            yield from faults_of(inner, others, f"{begin}{name[:60]}")
