"""A file of cards as JSON, written and read. Its schema is in `json_schema`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.card import FIELDS, LANGUAGES, clean_card, empty_card
from practices.exchange.json_schema import FORMAT, FORMAT_VERSION, faults_of, schema_of_file
from practices.exchange.layout import READY, SOURCES, column_key, is_per_language
from practices.exchange.report import Item, Level, Parsed
from practices.exchange.safety import UnreadableFileError, text_of
from practices.exchange.sheets import Outgoing

MAX_FAULTS = 200
"""Of one file: whoever made it with a program finds the rest by mending these."""
_BROKEN = _("This isn't valid JSON (line %(line)d). Check it with the program that made it.")


def write_json(cards: Iterable[Outgoing], *, schema_url: str, left_out: int = 0) -> bytes:
    """The cards as one file that can be brought in again."""
    practices = [
        {
            **({"external_id": card.external_id} if card.external_id else {}),
            "organisation": card.document["facts"]["organisation"],
            # Pictures and files stay where they are: a file of words can't carry them, but it says where.
            "card": {name: part for name, part in card.document.items() if name != "media"},
            **({"media": card.media} if card.media else {}),
        }
        for card in cards
    ]
    content: dict[str, Any] = {"$schema": schema_url, "format": FORMAT, "version": FORMAT_VERSION}
    content |= {"left_out": left_out} if left_out else {}
    return json.dumps(content | {"practices": practices}, ensure_ascii=False, indent=1).encode()


def read_json(data: bytes) -> Parsed:
    """The cards of a file, and where it isn't what its schema says. Raises UnreadableFileError."""
    parsed = Parsed("json")
    content = _loaded(text_of(data))
    faults = list(islice(faults_of(content, schema_of_file()), MAX_FAULTS))
    for fault in faults:
        parsed.say(Level.ERROR, fault.message, place=fault.path, item=_number_in(fault.path), **fault.values)
    if not all(fault.is_readable for fault in faults):
        return parsed
    if not content["practices"]:
        raise UnreadableFileError(_("There is no card in the file."))
    for number, practice in enumerate(content["practices"]):
        path = f"practices[{number}]"
        card = practice["card"]
        if practice.get("media"):
            parsed.say(
                Level.NOTE,
                _("Pictures, files and videos aren't brought in: a draft keeps its own, add others to it."),
                place=f"{path}.media",
                item=number,
            )
        facts = {**empty_card()["facts"], **card.get("facts", {})}
        if practice.get("organisation"):
            facts["organisation"] = practice["organisation"]
        parsed.items.append(
            Item(
                where=path,
                document=clean_card({**card, "facts": facts}),
                external_id=practice.get("external_id", "").strip(),
                places=_places(card, path),
            )
        )
    return parsed


def _loaded(text: str) -> Any:
    def refuse(_number: str) -> Any:
        raise ValueError

    try:
        content = json.loads(text, parse_constant=refuse)
        json.dumps(content, ensure_ascii=False).encode()  # half of a surrogate pair is no letter
    except json.JSONDecodeError as error:
        raise UnreadableFileError(_BROKEN, line=error.lineno) from None
    except (ValueError, RecursionError):
        raise UnreadableFileError(
            _("This JSON holds what no text or number can be. Write it anew.")
        ) from None
    return content


def _number_in(path: str) -> int:
    """The card's number in a path, -1 for the file as a whole."""
    number = path.removeprefix("practices[").partition("]")[0]
    return int(number) if path.startswith("practices[") and number.isdigit() else -1


def _places(card: dict[str, Any], path: str) -> dict[str, str]:
    """The path of each field that the file has; what it doesn't have stays as it is in a draft that is changed."""
    places: dict[str, str] = {}
    for field in FIELDS:
        for language in LANGUAGES if is_per_language(field) else ("",):
            inner = card.get("texts", {}).get(language) if language else card.get("facts")
            if field.name in (inner or {}):
                part = f"texts.{language}" if language else "facts"
                places[column_key(field, language)] = f"{path}.card.{part}.{field.name}"
    return places | {key: f"{path}.card.{key}" for key in (READY, SOURCES) if key in card}
