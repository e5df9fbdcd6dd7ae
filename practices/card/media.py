"""Pictures, files and videos in the card document: a list in the order in which they are shown.

    {"id": "…", "alt": {"bg": "…", "en": ""}, "caption": {"bg": "…", "en": ""}, "author": "…", "licence": "cc-by-4.0",
     "consent": "nobody", "link": "", "is_evaluation": false}

`id` names the stored file (practices.models.PracticeMedia), which never changes; everything else is words about it. `alt` says
what a picture shows, `caption` is the line under it, or the title of a file or video.
"""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from core.sanitising import clean_plain_text
from practices.card.catalogue import LANGUAGES
from practices.enums import Consent

MediaItem = dict[str, Any]

MAX_ALT_LENGTH = 240
MAX_CAPTION_LENGTH = 200
MAX_AUTHOR_LENGTH = 160
MAX_LINK_LENGTH = 300
MAX_CODE_LENGTH = 60
MAX_ITEMS = 30
"""That a document keeps; how many of each kind there may be is decided where one is added."""


def clean_media(raw: Any) -> list[MediaItem]:
    """The items that name a file, each once, with all their words, clean and of bounded length."""
    items: dict[str, MediaItem] = {}
    for one in raw if isinstance(raw, list) else []:
        item = clean_item(one) if isinstance(one, dict) else None
        if item and len(items) < MAX_ITEMS:
            items.setdefault(item["id"], item)
    return list(items.values())


def clean_item(raw: MediaItem) -> MediaItem | None:
    """One item, or None where it names no file."""
    try:
        media_id = str(uuid.UUID(str(raw.get("id"))))
    except ValueError:
        return None
    consent = raw.get("consent")
    return {
        "id": media_id,
        "alt": _in_each_language(raw.get("alt"), MAX_ALT_LENGTH),
        "caption": _in_each_language(raw.get("caption"), MAX_CAPTION_LENGTH),
        "author": _line(raw.get("author"), MAX_AUTHOR_LENGTH),
        "licence": _line(raw.get("licence"), MAX_CODE_LENGTH),
        "consent": consent if consent in Consent.values else "",
        "link": _https(_line(raw.get("link"), MAX_LINK_LENGTH)),
        "is_evaluation": bool(raw.get("is_evaluation")),
    }


def _in_each_language(raw: Any, max_length: int) -> dict[str, str]:
    words = raw if isinstance(raw, dict) else {}
    return {code: _line(words.get(code), max_length) for code in LANGUAGES}


def _line(raw: Any, max_length: int) -> str:
    text = "" if raw is None else str(raw)[: max_length * 4]
    return " ".join(clean_plain_text(text).split())[:max_length]


def _https(link: str) -> str:
    try:
        address = urlsplit(link)
    except ValueError:
        return ""
    # https://mon.bg@example.org/ leads to example.org.
    is_plain = address.hostname and "@" not in address.netloc
    return link if address.scheme == "https" and is_plain else ""
