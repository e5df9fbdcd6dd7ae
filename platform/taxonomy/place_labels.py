"""How a place is named where one chooses it: with its kind and what it lies in, so that no two read alike.

There are some 330 of them, and they change once in years: a process remembers them (`known_places`) until one is changed.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.folding import fold
from taxonomy.enums import PlaceKind
from taxonomy.models import CAPITAL, Place

REMEMBERED_SECONDS = 60 * 60
"""Should a process ever die between a change of a place and telling the others of it."""

CITY_NAMES = {"София", "Sofia"}
"""What people call the capital's municipality, „Столична“."""
_NOT_LETTERS = re.compile(r"[^\w]+")
PLACES_KEY = "taxonomy.places"
"""Of the word in the shared cache that stands for the present state of all places."""


def place_label(place: Place) -> str:
    """E.g. „Бяла (община, област Русе)“ in the language of the page. Needs the parents fetched to cost no query."""
    if place.kind == PlaceKind.COUNTRY:
        return place.name
    if place.kind == PlaceKind.OBLAST:
        return _("%(name)s (oblast)") % {"name": place.name}
    parent = place.parent.name if place.parent else ""
    if place.kind == PlaceKind.MUNICIPALITY:
        return _("%(name)s (municipality, oblast %(oblast)s)") % {"name": place.name, "oblast": parent}
    return _("%(name)s (district, %(municipality)s)") % {"name": place.name, "municipality": parent}


def label_key(text: str) -> str:
    """What two spellings of a label have in common: letters and digits alone, folded."""
    return " ".join(_NOT_LETTERS.sub(" ", fold(text)).split())


class PlaceFinder:
    """All places, read in one query, found again by what somebody typed: a label, a code or an unambiguous name.

    Shared by requests (`known_places`): what it hands out is only read.
    """

    def __init__(self) -> None:
        self.places = list(Place.objects.order_by("name_bg"))
        self._by_number = {place.pk: place for place in self.places}
        for place in self.places:
            place.parent = self._by_number.get(place.parent_id or 0)
        self._by_code = {place.code: place for place in self.places}
        self._within: dict[str, list[int]] = {}
        for place in self.places:
            for code in place.with_ancestors():
                self._within.setdefault(code, []).append(place.pk)
        self._options: dict[str, SafeString] = {}

    @cached_property
    def _by_text(self) -> dict[str, Place | None]:
        """Key of a label or name → the place, or None where it could be more than one."""
        found: dict[str, Place | None] = {}
        for language in ("bg", "en"):
            with override(language):
                found |= {label_key(place_label(place)): place for place in self.places}
        for place in self.places:
            for name in {place.name_bg, place.name_en} | (CITY_NAMES if place.code == CAPITAL else set()):
                # „Хасково“ alone may be the oblast or the municipality; the smaller one is what people mean.
                key = label_key(name)
                known = found.get(key)
                if key not in found or (known and known.kind == PlaceKind.OBLAST):
                    found[key] = place
                elif known and known.kind == place.kind and known != place:
                    found[key] = None
        return found

    def code_of(self, text: str) -> str:
        """The code for what was typed; the text itself when nothing or more than one place fits."""
        if text in self._by_code:
            return text
        place = self._by_text.get(label_key(text))
        return place.code if place else text

    def place_of(self, text: str) -> Place | None:
        """The place for what was typed; None when nothing or more than one fits."""
        return self._by_code.get(self.code_of(text))

    def coded(self, code: str) -> Place | None:
        """The place with exactly this code."""
        return self._by_code.get(code)

    def numbered(self, pk: int | None) -> Place | None:
        """The place with this number, its parents with it: what names many places needn't join them all."""
        return self._by_number.get(pk or 0)

    def ids_within(self, code: str) -> list[int]:
        """The numbers of the place with this code and of all that lie in it."""
        return self._within.get(code, [])

    def label_of(self, code: str) -> str:
        """The label of a code; what isn't a code comes back as it is."""
        place = self._by_code.get(code)
        return place_label(place) if place else code

    def labels(self) -> list[str]:
        """Of all places, in the language of the page."""
        return [place_label(place) for place in self.places]

    def options(self) -> SafeString:
        """The labels as the options of a list to type from; made once for each language."""
        language = get_language() or "bg"
        if language not in self._options:
            labels = ((label,) for label in self.labels())
            self._options[language] = format_html_join("", '<option value="{}"></option>', labels)
        return self._options[language]


_remembered: tuple[str, PlaceFinder] | None = None


def known_places() -> PlaceFinder:
    """All places as they are now: no query but in a process that doesn't know them yet or after a change.

    What the processes share is a word that stands for the present state. It is read before the places are: whoever reads them
    while somebody changes them has them under the old word, and reads again.
    """
    global _remembered
    version = cache.get_or_set(PLACES_KEY, lambda: uuid.uuid4().hex, REMEMBERED_SECONDS) or ""
    remembered = _remembered
    if remembered is None or remembered[0] != version:
        remembered = _remembered = (version, PlaceFinder())
    return remembered[1]


def forget_places(**_signal: Any) -> None:
    """Have every process read the places anew, as soon as a change of them is committed."""
    transaction.on_commit(lambda: cache.delete(PLACES_KEY))
