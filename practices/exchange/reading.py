"""One way in for whatever is brought: a file or pasted text becomes cards with what is to be said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practices.exchange.cards import read_card
from practices.exchange.checking import check_parsed, own_organisations
from practices.exchange.documents import text_of_document
from practices.exchange.json_cards import read_json
from practices.exchange.report import Parsed
from practices.exchange.safety import kind_of, text_of
from practices.exchange.spreadsheets import read_spreadsheet
from practices.exchange.words import Words

if TYPE_CHECKING:
    from core.access import Actor
    from directory.models import Organisation


def dry_run(data: bytes, *, actor: Actor, organisation: Organisation) -> Parsed:
    """Read what was brought and check it; cards that name no organisation are this one's. Raises UnreadableFileError."""
    kind = kind_of(data)
    words = Words(own_organisations(actor))
    if kind == "xlsx":
        parsed = read_spreadsheet(data, words)
    elif kind == "json":
        parsed = read_json(data)
    else:
        parsed = read_card(text_of_document(data) if kind == "docx" else text_of(data), words, kind=kind)
    check_parsed(parsed, actor=actor, words=words, default=organisation)
    return parsed
