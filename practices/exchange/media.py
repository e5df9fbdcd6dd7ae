"""A card's pictures, files and videos as a JSON file names them: words and addresses, for people and other programs.

A file of words can't carry them, so nothing of this is read when it is brought in again.
"""

from __future__ import annotations

from typing import Any

from practices.card import LANGUAGES, Document
from practices.card.media import MAX_ITEMS
from practices.enums import MediaKind
from practices.models import Practice, PracticeMedia
from practices.presentation.media import ShownItem
from practices.structured_data import absolute

WORDS = ("alt", "caption", "author", "licence", "is_evaluation")
"""What readers see on the card. Consents are for those who decide on it."""


def media_schema() -> dict[str, Any]:
    """What `media` of a practice looks like in a file of cards."""
    text = {"type": "string"}
    words = {"type": "object", "properties": dict.fromkeys(LANGUAGES, text)}
    return {
        "type": "array",
        "maxItems": MAX_ITEMS,
        "description": "Pictures, files and videos, and where they are; not read. Add them to the draft by hand.",
        "items": {
            "type": "object",
            "properties": {
                "kind": text,
                "url": text,
                "alt": words,
                "caption": words,
                "author": text,
                "licence": text | {"description": "Codes of the vocabulary “licence”."},
                "is_evaluation": {"type": "boolean"},
            },
        },
    }


def published_media(practice: Practice) -> list[dict[str, Any]]:
    """Of the public card. No query."""
    return [_as_json(PracticeMedia.of_facts(shown), shown) for shown in practice.shown_media]


def draft_media(practice: Practice, document: Document) -> list[dict[str, Any]]:
    """Of a draft; the addresses answer those alone who may read it. Needs `media` prefetched to cost no query of its own."""
    if not document["media"]:
        return []
    rows = {str(media.pk): media for media in practice.media.all()}
    return [_as_json(rows[item["id"]], item) for item in document["media"] if item["id"] in rows]


def _as_json(media: PracticeMedia, words: dict[str, Any]) -> dict[str, Any]:
    item = ShownItem(media, words, licence="")
    address = item.href if media.kind == MediaKind.IMAGE else item.url
    return {
        "kind": str(media.kind),
        "url": address if media.kind == MediaKind.VIDEO else absolute(address),
        **{name: words[name] for name in WORDS},
    }
