"""The words that a file may use: terms, places, organisations, choices; each by code or by its name in either language."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from core.folding import fold
from directory.models import Organisation
from practices.card import FIELDS, LANGUAGES, CardField, Kind, Label
from practices.checks import Known
from taxonomy.models import Term
from taxonomy.place_labels import known_places, label_key

YES, NO = _("Yes"), _("No")
_TRUE = {"1", "true", "x", "х", "✓", "+", "yes", "y", "да"}
_FALSE = {"0", "false", "-", "–", "no", "n", "не"}
CLOSE_ENOUGH = 0.6
"""How alike two words must be for one to be offered instead of the other (difflib's ratio)."""


class Words:
    """All of them, read in three queries. `organisations` are those that the file may name."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.organisations = list(organisations)
        self.places = known_places()
        self._codes: dict[str, dict[str, str]] = {}
        self._names: dict[str, dict[str, dict[str, str]]] = {}
        self.offered: dict[str, list[str]] = {}
        """For each vocabulary the codes that one may choose: without retired terms."""
        for term in Term.objects.all():
            names = {"bg": term.name_bg, "en": term.name_en}
            self._add(term.vocabulary, term.code, names)
            if term.retired_on is None:
                self.offered.setdefault(term.vocabulary, []).append(term.code)
        for field in _with_choices():
            for code, label in field.choices:
                self._add(_choice_key(field), code, _both(label))
        for organisation in self.organisations:
            self._add(
                Kind.ORGANISATION.value,
                organisation.slug,
                {"bg": organisation.name_bg, "en": organisation.name_en},
                also=(organisation.short_name_bg, organisation.short_name_en),
            )
        self._true = {fold(text) for text in _both(YES).values()} | _TRUE
        self._false = {fold(text) for text in _both(NO).values()} | _FALSE

    def _add(self, key: str, code: str, names: dict[str, str], also: Iterable[str] = ()) -> None:
        codes = self._codes.setdefault(key, {})
        self._names.setdefault(key, {})[code] = names
        for text in (code, *names.values(), *also):
            codes.setdefault(fold(text), code)
        codes.pop("", None)

    def code_of(self, field: CardField, text: str) -> str | None:
        """The code for a word of this field, None when there is none."""
        if field.kind is Kind.PLACES:
            code = self.places.code_of(text)
            return code if code in self._place_codes else None
        return self._codes.get(_key(field), {}).get(fold(text))

    def name_of(self, field: CardField, code: str) -> str:
        """The name in the language of the page; what isn't a code comes back as it is."""
        if field.kind is Kind.PLACES:
            return self.places.label_of(code)
        names = self._names.get(_key(field), {}).get(code, {})
        return names.get(get_language() or "bg") or names.get("bg") or code

    def nearest(self, field: CardField, text: str) -> str:
        """The word that somebody probably meant, in the language of the page; "" if nothing comes near."""
        if field.kind is Kind.PLACES:
            labels = {label_key(label): label for label in self.places.labels()}
            found = difflib.get_close_matches(label_key(text)[:80], labels, n=1, cutoff=CLOSE_ENOUGH)
            return labels[found[0]] if found else ""
        known = self._codes.get(_key(field), {})
        found = difflib.get_close_matches(fold(text)[:80], known, n=1, cutoff=CLOSE_ENOUGH)
        return self.name_of(field, known[found[0]]) if found else ""

    def truth_of(self, text: str) -> bool | None:
        """Yes or no as people write it in a cell; None if it is neither."""
        word = fold(text)
        return True if word in self._true else False if word in self._false else None

    @property
    def _place_codes(self) -> set[str]:
        if not hasattr(self, "_known_places"):
            self._known_places = {place.code for place in self.places.places}
        return self._known_places

    def known(self, practice_ids: Iterable[int] = ()) -> Known:
        """The codes that there are, as the check of a card asks for them. No query."""
        terms = frozenset(
            (key, code)
            for key, names in self._names.items()
            for code in names
            if not key.startswith("choice:")
        )
        return Known(terms=terms, places=frozenset(self._place_codes), practices=frozenset(practice_ids))


def _with_choices() -> Iterable[CardField]:
    for field in FIELDS:
        for item in (field, *field.parts):
            if item.kind is Kind.CHOICE:
                yield item


def _choice_key(field: CardField) -> str:
    return f"choice:{field.name}"


def _key(field: CardField) -> str:
    if field.kind is Kind.ORGANISATION:
        return Kind.ORGANISATION.value
    return _choice_key(field) if field.kind is Kind.CHOICE else str(field.vocabulary)


def _both(label: Label) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(label)
    return said
