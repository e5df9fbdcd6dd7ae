"""Cards for pages, made from the published rows, or from a draft for its preview and review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.card import (
    BY_NAME,
    ROW_KEY,
    SHARED_GROUPS,
    TEXT_FIELDS,
    CardField,
    Document,
    Kind,
    fingerprint,
    value_of,
    written_languages,
)
from practices.checks import as_amount, as_date, as_number, practice_id_in
from practices.models import Practice, PracticeText
from practices.presentation.card import Card, day_in_words
from practices.presentation.links import CardLink, links_to
from practices.presentation.lists import place_name
from practices.projection import TERM_FACTS
from practices.words import Words, oblasts_of
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Term
from taxonomy.place_labels import known_places


def card_of_published(practice: Practice, words: Words, *, adapted_from: CardLink | None = None) -> Card:
    """From the published rows that were fetched with `for_page()`; no query of its own."""
    text = practice.text
    assert text is not None  # a public practice has a text
    terms = {
        name: [str(term) for term in words.terms_of(vocabulary)] for name, vocabulary in TERM_FACTS.items()
    }
    others = [other for other in practice.texts.all() if other.pk != text.pk]
    texts: dict[str, Any] = {}
    languages_of: dict[str, str] = {}
    for name in (*(f.name for f in TEXT_FIELDS), *(f.name for f in SHARED_GROUPS)):
        written = next((one for one in (text, *others) if getattr(one, name)), text)
        texts[name] = _published_value(practice, written, name)
        if written is not text:
            languages_of[name] = written.language
    return Card(
        language=text.language,
        organisation=practice.organisation.name,
        organisation_url=practice.organisation.get_absolute_url(),
        texts=texts,
        terms=terms,
        country=practice.country,
        people=(practice.people_total, practice.people_women, practice.people_children),
        budget=None if practice.budget_amount is None else (practice.budget_amount, practice.budget_currency),
        partners=practice.partners,
        funding=_with_source_names(
            practice.funding, {term.code: str(term) for term in words.terms_of(Vocabulary.FUNDING)}
        ),
        adapted_from=adapted_from,
        languages_of=languages_of,
        stale=_stale(text, others),
        places=[place_name(place) for place in words.places],
        oblasts=oblasts_of(words.places),
        starts_on=practice.starts_on,
        ends_on=practice.ends_on,
        is_ongoing=practice.is_ongoing,
        replicable=practice.replicable,
        links=practice.links,
        contact_name=practice.contact_name,
        contact_role=practice.contact_role,
        tags=words.tags,
    )


def _published_value(practice: Practice, text: PracticeText, name: str) -> Any:
    """A text; of a shared group the practice's rows with this text's words."""
    item = BY_NAME[name]
    value = getattr(text, name)
    if not item.is_shared_group:
        return value
    return [
        {
            part.name: (value.get(row[ROW_KEY], {}) if part.is_text else row).get(part.name, "")
            for part in item.parts
        }
        for row in getattr(practice, name)
    ]


def _stale(text: PracticeText, others: list[PracticeText]) -> frozenset[str]:
    """Texts that were translated from something which reads differently now."""
    return frozenset(
        name
        for name, mark in text.source_hashes.items()
        for other in others
        if getattr(text, name) and fingerprint(getattr(other, name)) != mark
    )


@dataclass(frozen=True)
class CodeNames:
    """The terms' names, in the language of the page, and the places that documents refer to."""

    terms: dict[tuple[str, str], str]
    places: dict[str, Place]

    @classmethod
    def of(cls, *documents: Document) -> CodeNames:
        """One query, for any number of documents: the process knows the places."""
        facts = [document["facts"] for document in documents]
        codes = {code for some in facts for code in _term_codes(some)}
        codes |= {item["licence"] for document in documents for item in document.get("media", [])}
        terms = Term.objects.filter(code__in=codes)
        known = known_places()
        coded = {code: known.coded(code) for some in facts for code in some["places"]}
        return cls(
            terms={(term.vocabulary, term.code): term.name for term in terms},
            places={code: place for code, place in coded.items() if place},
        )


def _term_codes(facts: Document) -> Iterator[str]:
    for name in TERM_FACTS:
        yield from facts[name] if isinstance(facts[name], list) else [facts[name]]
    yield from (row["source"] for row in facts["funding"])


def card_of_draft(
    practice: Practice, document: Document, *, language: str = "", names: CodeNames | None = None
) -> Card:
    """From the card document, for preview and review. One query, for the terms, unless their names are given."""
    written = written_languages(document)
    wanted = language or get_language() or "bg"
    shown = wanted if wanted in written else (written or ["bg"])[0]
    facts = document["facts"]
    codes = {name: facts[name] if isinstance(facts[name], list) else [facts[name]] for name in TERM_FACTS}
    codes["funding"] = [row["source"] for row in facts["funding"]]
    names = names or CodeNames.of(document)
    known = names.terms
    places = [names.places[code] for code in facts["places"] if code in names.places]
    return Card(
        language=shown,
        organisation=practice.organisation.name,
        organisation_url=practice.organisation.get_absolute_url(),
        texts={
            f.name: [{key: value for key, value in row.items() if key != ROW_KEY} for row in shown_rows]
            if f.is_shared_group and (shown_rows := value_of(document, f, shown)) is not None
            else value_of(document, f, shown)
            for f in (*TEXT_FIELDS, *SHARED_GROUPS)
        },
        terms={
            name: [known.get((str(vocabulary), code), code) for code in codes[name] if code]
            for name, vocabulary in TERM_FACTS.items()
        },
        country=facts["country"],
        people=(
            as_number(facts["people_total"]),
            as_number(facts["people_women"]),
            as_number(facts["people_children"]),
        ),
        budget=None
        if (amount := as_amount(facts["budget_amount"])) is None
        else (amount, facts["budget_currency"]),
        partners=facts["partners"],
        funding=_with_source_names(
            facts["funding"],
            {code: name for (kind, code), name in known.items() if kind == Vocabulary.FUNDING},
        ),
        adapted_from=_original_of(facts["adapted_from"]),
        places=[place_name(place) for place in places],
        oblasts=oblasts_of(places),
        starts_on=as_date(facts["starts_on"]),
        ends_on=as_date(facts["ends_on"]),
        is_ongoing=facts["is_ongoing"],
        replicable=facts["replicable"],
        links=facts["links"],
        contact_name=facts["contact_name"],
        contact_role=facts["contact_role"],
        tags=facts["tags"],
    )


def _original_of(address: str) -> CardLink | None:
    """The public practice that a draft names as its original; no query where it names none."""
    number = practice_id_in(address) if address else None
    return links_to([number]).get(number) if number else None


def _with_source_names(rows: list[dict[str, str]], names: dict[str, str]) -> list[dict[str, str]]:
    return [{**row, "source": names.get(row["source"], row["source"])} for row in rows]


def shown_value(card: Card, item: CardField, document: Document) -> dict[str, Any]:
    """A field's value for the review page: `html` (safe), `rows` of a group, or a `list` of words; {} when empty."""
    facts = document["facts"]
    if item.name == "funding":
        return {"rows": [list(row.values()) for row in card.funding]}
    if item.kind is Kind.GROUP:
        return {"rows": [_row_in_words(item, row) for row in value_of(document, item, card.language)]}
    if item.is_text:
        return {"html": card.rich(item.name)} if card.texts[item.name] else {}
    words: dict[str, list[str]] = {
        **card.terms,
        "places": card.places,
        "organisation": [card.organisation],
        "is_ongoing": [_("Yes") if facts["is_ongoing"] else _("No")],
        "starts_on": [day_in_words(card.starts_on)] if card.starts_on else [],
        "ends_on": [day_in_words(card.ends_on)] if card.ends_on else [],
        "adapted_from": [card.adapted_from.title] if card.adapted_from else [],
    }
    if item.name in words:
        return {"list": words[item.name]}
    value = facts[item.name]
    if item.kind is Kind.CHOICE and value:
        value = dict(item.choices).get(value, value)
    return {"list": value if isinstance(value, list) else [value] if value else []}


def _row_in_words(item: CardField, row: dict[str, str]) -> list[str]:
    """A row's values as one reads them: choices by their labels, days in words.

    Where more than two stand under each other, each is named: a bare 0 could be anything.
    """
    words = []
    for part in item.parts:
        value = row[part.name]
        if part.choices:
            value = str(dict(part.choices).get(value, value))
        elif part.kind is Kind.DATE and (day := as_date(value)):
            value = day_in_words(day)
        words.append(f"{part.label}: {value}" if value and len(item.parts) > 2 else value)
    return words
