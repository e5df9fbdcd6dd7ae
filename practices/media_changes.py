"""What changed in a card's pictures, files and videos from one document to the other: which came and went, and in whose words.

Knows neither files nor rows: what an item is, its words tell. Decides nothing about who may read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.card import LANGUAGES, Document, MediaItem
from practices.enums import Consent
from practices.word_diff import Change, word_changes

NameOfLicence = Callable[[str], str]
"""Of a licence's code."""


@dataclass(frozen=True)
class MediaChange:
    """One thing that changed. `items`: each part is a whole picture, file or video; otherwise runs of words of one text."""

    label: str
    language: str
    parts: list[Change]
    items: bool = False


def media_changes(
    before: Document, after: Document, name_of: NameOfLicence, *, with_private: bool = False
) -> list[MediaChange]:
    """From one clean document to the other. `with_private`: also what the people in a picture agreed to."""
    old = {item["id"]: item for item in before.get("media", [])}
    new = {item["id"]: item for item in after.get("media", [])}
    found = []
    gone = [Change("removed", _in_words(item, name_of)) for key, item in old.items() if key not in new]
    come = [Change("added", _in_words(item, name_of)) for key, item in new.items() if key not in old]
    if gone or come:
        found.append(MediaChange(_("Pictures and files"), "", [*gone, *come], items=True))
    stayed_before, stayed = [key for key in old if key in new], [key for key in new if key in old]
    if stayed_before != stayed:
        parts = [
            Change("removed", _in_order(old[key] for key in stayed_before)),
            Change("added", _in_order(new[key] for key in stayed)),
        ]
        found.append(MediaChange(_("Order of pictures and files"), "", parts, items=True))
    for key in stayed:
        found += _word_changes(old[key], new[key], name_of, with_private=with_private)
    return found


def _word_changes(
    old: MediaItem, new: MediaItem, name_of: NameOfLicence, *, with_private: bool
) -> list[MediaChange]:
    said: list[tuple[str, str, str, str]] = []
    for code in LANGUAGES:
        said.append((_("description"), code, old["alt"][code], new["alt"][code]))
        said.append((_("caption or title"), code, old["caption"][code], new["caption"][code]))
    said.append((_("author"), "", old["author"], new["author"]))
    said.append((_("licence"), "", name_of(old["licence"]), name_of(new["licence"])))
    said.append((_("address"), "", old["link"], new["link"]))
    evaluation = (_("No"), _("Yes"))
    said.append(
        (
            _("is it the evaluation?"),
            "",
            evaluation[bool(old["is_evaluation"])],
            evaluation[bool(new["is_evaluation"])],
        )
    )
    if with_private:
        said.append((_("the people in it"), "", _consent(old), _consent(new)))
    return [
        MediaChange(
            _("%(picture)s: %(part)s") % {"picture": _named(new), "part": part},
            code,
            word_changes(was, is_now),
        )
        for part, code, was, is_now in said
        if was != is_now
    ]


def _named(item: MediaItem) -> str:
    """E.g. „Снимка „Съседи на чай““. Pictures alone have a consent, videos alone an address."""
    title = _in_language(item["caption"]) or _in_language(item["alt"])
    if item["link"]:
        return _("Video “%(title)s”") % {"title": title}
    if item["consent"]:
        return _("Picture “%(title)s”") % {"title": title}
    return _("File “%(title)s”") % {"title": title}


def _in_words(item: MediaItem, name_of: NameOfLicence) -> str:
    """One line: what it is, what it shows, who made it, on what terms, where it is."""
    description = _in_language(item["alt"]) if _in_language(item["caption"]) else ""
    credit = (description, item["author"], name_of(item["licence"]), item["link"])
    return " · ".join((_named(item), *filter(None, credit)))


def _in_order(items: Iterable[MediaItem]) -> str:
    return "\n".join(f"{number}. {_named(item)}" for number, item in enumerate(items, 1))


def _in_language(words: dict[str, str]) -> str:
    return words.get(get_language() or "bg") or next((text for text in words.values() if text), "")


def _consent(item: MediaItem) -> str:
    return str(Consent(item["consent"]).label) if item["consent"] else ""
