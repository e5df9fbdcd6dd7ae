"""Links in texts to things of this site: recognised when the text is written, shown as cards to those who may see them.

The app that owns a thing registers its address and how it is shown; nothing is ever fetched, and what is kept with a text is
a kind and an id. Cards are asked for when the text is read, as its reader may see the things then.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override

from core.subjects import Subject

if TYPE_CHECKING:
    from core.access import Actor

MOST_LINKS = 5
"""Cards under one text: more would bury what it says."""
MOST_ADDRESSES = 50
"""Addresses looked at in one text; the rest stay plain links."""
_ADDRESS = re.compile(r"""https?://[^\s"'<>]+|(?<=href=")/[^\s"'<>]+""")
_AFTER_A_SENTENCE = ".,;:!?)»“”’"

Link = tuple[str, int]


class LinkedThings(Protocol):
    def ids_of(self, values: Iterable[Any]) -> Mapping[Any, int]:
        """The ids of those things that these values of addresses name, e.g. slugs. One query at most."""

    def cards(self, ids: Iterable[int], actor: Actor) -> Mapping[int, Subject]:
        """Those that this actor may see, as they see them. One query."""


@dataclass(frozen=True)
class _Kind:
    view_name: str
    parameter: str
    things: LinkedThings


_kinds: dict[str, _Kind] = {}


def register_links(kind: str, view_name: str, parameter: str, things: LinkedThings) -> None:
    """Have links to a page recognised: its view's name and the parameter that tells which. Called from `AppConfig.ready`."""
    _kinds[kind] = _Kind(view_name, parameter, things)


def has_cards(kind: str) -> bool:
    """Whether things of a kind can be asked for by `cards_of`."""
    return kind in _kinds


def links_in(markup: str) -> list[Link]:
    """(kind, id) of the things of this site that a sanitised text links to, in its order, each once. A query a kind at most."""
    by_view = {known.view_name: kind for kind, known in _kinds.items()}
    found: list[tuple[str, Any]] = []
    for address in _ADDRESS.findall(markup)[:MOST_ADDRESSES]:
        view_name, arguments = _resolved(html.unescape(address).rstrip(_AFTER_A_SENTENCE))
        kind = by_view.get(view_name)
        if kind is not None:
            found.append((kind, arguments[_kinds[kind].parameter]))
    named: dict[str, set[Any]] = {}
    for kind, value in found:
        named.setdefault(kind, set()).add(value)
    ids = {kind: _kinds[kind].things.ids_of(values) for kind, values in named.items()}
    links = dict.fromkeys((kind, ids[kind][value]) for kind, value in found if value in ids[kind])
    return list(links)[:MOST_LINKS]


def cards_of(links: Iterable[Link], actor: Actor) -> dict[Link, Subject]:
    """What stands behind these links, as far as the actor may see it. One query for each kind, however many links."""
    wanted: dict[str, set[int]] = {}
    for kind, pk in links:
        if kind in _kinds:
            wanted.setdefault(kind, set()).add(pk)
    return {
        (kind, pk): card
        for kind, ids in sorted(wanted.items())
        for pk, card in _kinds[kind].things.cards(ids, actor).items()
    }


def _resolved(address: str) -> tuple[str, dict[str, Any]]:
    """The view's name and arguments of an address of this site; ("", {}) for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", {}
    if parts.netloc and parts.netloc.lower() != urlsplit(settings.BASE_URL).netloc.lower():
        return "", {}
    for language, _name in settings.LANGUAGES:
        if parts.path.startswith(f"/{language}/"):
            with override(language):
                try:
                    match = resolve(parts.path)
                except Resolver404:
                    return "", {}
            return match.view_name, match.kwargs
    return "", {}
