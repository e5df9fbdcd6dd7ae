"""The card document of a published practice, made again from the rows that the public reads (practices.projection)."""

from __future__ import annotations

from typing import Any

from practices.card import (
    FACT_FIELDS,
    LANGUAGES,
    SCHEMA_VERSION,
    SHARED_GROUPS,
    TEXT_FIELDS,
    Document,
    Kind,
    clean_card,
)
from practices.models import Practice
from practices.projection import TERM_FACTS

CONTACT = ("contact_name", "contact_email")
"""Of a person: only for those who see them on the card's page."""


def document_of_published(practice: Practice, *, with_contact: bool) -> Document:
    """What the public card says, as a document. Needs `for_cards()` and `tags` to cost no query of its own."""
    texts = {text.language: text for text in practice.texts.all()}
    document: Document = {
        "schema": SCHEMA_VERSION,
        "facts": {field.name: _fact(practice, field.name, field.kind) for field in FACT_FIELDS},
        "texts": {
            code: {field.name: getattr(texts[code], field.name) for field in (*TEXT_FIELDS, *SHARED_GROUPS)}
            for code in LANGUAGES
            if code in texts
        },
        "ready": list(texts),
        "sources": {code: texts[code].source_hashes for code in texts if texts[code].source_hashes},
    }
    if not with_contact:
        document["facts"] |= dict.fromkeys(CONTACT, "")
    return clean_card(document)


def _fact(practice: Practice, name: str, kind: Kind) -> Any:
    if name in TERM_FACTS:
        codes = [term.code for term in practice.terms_of(TERM_FACTS[name])]
        return codes if kind is Kind.TERMS else next(iter(codes), "")
    if kind is Kind.ORGANISATION:
        return practice.organisation.slug
    if kind is Kind.PLACES:
        return [place.code for place in practice.places.all()]
    if kind is Kind.TAGS:
        return [tag.name for tag in practice.tags.all()]
    if kind is Kind.PRACTICE:
        return f"/practices/{practice.adapted_from_id}/" if practice.adapted_from_id else ""
    value = getattr(practice, name)
    if kind in {Kind.DATE, Kind.NUMBER, Kind.AMOUNT}:
        return "" if value is None else str(value)
    return value
