"""What changed between two documents of one card, field by field, in words that anybody can compare; pictures and files too.

Decides nothing about who may read what: whoever calls it for the public leaves `with_private` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.sanitising import html_to_text
from directory.models import Organisation
from practices.card import (
    BY_NAME,
    FIELDS,
    LANGUAGES,
    CardField,
    Document,
    Kind,
    clean_card,
    ready_languages,
    value_of,
)
from practices.checks import as_date
from practices.comparison import as_words
from practices.media_changes import media_changes
from practices.word_diff import Change, word_changes
from taxonomy.models import Place, Term

PRIVATE_FIELDS = frozenset({"contact_name", "contact_email", "contact_visibility"})
"""Facts of a card that aren't for everybody: no history and no open data has them."""

_LISTS = frozenset({Kind.TERMS, Kind.PLACES, Kind.LINKS, Kind.TAGS})


@dataclass(frozen=True)
class FieldChange:
    """One field that changed. `items`: each part is a whole entry of a list; otherwise runs of words of one text."""

    label: str
    language: str
    parts: list[Change]
    items: bool = False


def changes_between(old: Document, new: Document, *, with_private: bool = False) -> list[FieldChange]:
    """From the old document to the new one, in the order of the form; texts in the page's language first.

    At most three queries, for the names of terms, places and organisations. An older document lacks fields that came later:
    they count as empty. Without `with_private` it is what everybody could read: neither contacts nor unready languages.
    """
    old, new = clean_card(old), clean_card(new)
    if not with_private:
        old, new = _for_everybody(old), _for_everybody(new)
    names = _Names(old, new)
    written = {*old["texts"], *new["texts"]}
    languages = [
        code for code in sorted(LANGUAGES, key=lambda code: code != get_language()) if code in written
    ]
    found: list[FieldChange] = []
    for item in FIELDS:
        for language in languages if item.is_text or item.is_shared_group else [""]:
            before, after = value_of(old, item, language), value_of(new, item, language)
            if before == after:
                continue
            if item.kind in _LISTS:
                parts = _item_changes(
                    [names.of(item, one) for one in before], [names.of(item, one) for one in after]
                )
            else:
                parts = word_changes(names.of(item, before), names.of(item, after))
            if any(part.kind != "same" for part in parts):
                found.append(FieldChange(str(item.label), language, parts, item.kind in _LISTS))
    media = media_changes(old, new, names.of_licence, with_private=with_private)
    return [*found, *(FieldChange(one.label, one.language, one.parts, one.items) for one in media)]


def _for_everybody(document: Document) -> Document:
    """A clean document without what was never public."""
    ready = ready_languages(document)
    return {
        **document,
        "facts": document["facts"] | dict.fromkeys(PRIVATE_FIELDS, ""),
        "texts": {code: texts for code, texts in document["texts"].items() if code in ready},
    }


def _item_changes(before: list[str], after: list[str]) -> list[Change]:
    """Entries that went, then the list as it is now. A list in another order shows both orders."""
    if set(before) == set(after):
        return [*(Change("removed", one) for one in before), *(Change("added", one) for one in after)]
    gone = [Change("removed", one) for one in before if one not in after]
    return [*gone, *(Change("same" if one in before else "added", one) for one in after)]


class _Names:
    """What the codes in two documents are called, read once."""

    def __init__(self, *documents: Document) -> None:
        facts = [document["facts"] for document in documents]
        codes: set[str] = set()
        for one in facts:
            for item in FIELDS:
                if item.vocabulary:
                    codes |= set(_codes(one[item.name]))
                for part in item.parts:
                    if part.vocabulary:
                        codes |= {row[part.name] for row in one[item.name]}
        codes |= {item["licence"] for document in documents for item in document["media"]}
        self._terms = {
            (term.vocabulary, term.code): term.name for term in Term.objects.filter(code__in=codes)
        }
        places = {code for one in facts for code in one["places"]}
        self._places = {
            place.code: place.label for place in Place.objects.filter(code__in=places).with_parents()
        }
        slugs = {one["organisation"] for one in facts}
        self._organisations = (
            {one.slug: one.name for one in Organisation.objects.filter(slug__in=slugs)}
            if len(slugs) > 1
            else {}
        )

    def of_licence(self, code: str) -> str:
        return self.of(BY_NAME["licence"], code) if code else ""

    def of(self, item: CardField, value: Any) -> str:
        """A value, or one entry of a list, as plain text."""
        if item.vocabulary:
            return self._terms.get((str(item.vocabulary), value), str(value))
        if item.kind is Kind.PLACES:
            return self._places.get(value, str(value))
        if item.kind is Kind.ORGANISATION:
            return self._organisations.get(value, str(value))
        if item.kind is Kind.CHOICE:
            return str(dict(item.choices).get(value, value))
        if item.kind is Kind.BOOLEAN:
            return _("Yes") if value else _("No")
        if item.kind is Kind.DATE:
            day = as_date(value)
            return format_date(day, "SHORT_DATE_FORMAT") if day else str(value)
        if item.kind is Kind.GROUP:
            return "\n".join(
                ": ".join(self.of(part, row[part.name]) for part in item.parts if row[part.name])
                for row in value
            )
        return html_to_text(value) if item.kind is Kind.RICH else as_words(value)


def _codes(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []
