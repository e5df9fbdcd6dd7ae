"""How a place is named where one chooses it: with its kind and what it lies in, so that no two read alike."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.folding import fold
from taxonomy.enums import PlaceKind
from taxonomy.models import CAPITAL, Place

CITY_NAMES = {"София", "Sofia"}
"""What people call the capital's municipality, „Столична“."""
_NOT_LETTERS = re.compile(r"[^\w]+")


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
    """All places, read in one query, found again by what somebody typed: a label, a code or an unambiguous name."""

    def __init__(self) -> None:
        self.places = list(Place.objects.with_parents().order_by("name_bg"))
        self._by_code = {place.code: place for place in self.places}
        self._by_text: dict[str, Place | None] = {}
        for place in self.places:
            for language in ("bg", "en"):
                with override(language):
                    self._by_text[label_key(place_label(place))] = place
        for place in self.places:
            for name in {place.name_bg, place.name_en} | (CITY_NAMES if place.code == CAPITAL else set()):
                # „Хасково“ alone may be the oblast or the municipality; the smaller one is what people mean.
                key = label_key(name)
                known = self._by_text.get(key)
                if key not in self._by_text or (known and known.kind == PlaceKind.OBLAST):
                    self._by_text[key] = place
                elif known and known.kind == place.kind and known != place:
                    self._by_text[key] = None

    def code_of(self, text: str) -> str:
        """The code for what was typed; the text itself when nothing or more than one place fits."""
        if text in self._by_code:
            return text
        place = self._by_text.get(label_key(text))
        return place.code if place else text

    def place_of(self, text: str) -> Place | None:
        """The place for what was typed; None when nothing or more than one fits."""
        return self._by_code.get(self.code_of(text))

    def label_of(self, code: str) -> str:
        """The label of a code; what isn't a code comes back as it is."""
        place = self._by_code.get(code)
        return place_label(place) if place else code

    def labels(self) -> list[str]:
        return [place_label(place) for place in self.places]
