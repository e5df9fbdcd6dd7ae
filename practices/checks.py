"""What is missing or wrong in a card document, said at the field and as something one can do about it."""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sanitising import html_to_text
from practices.card import (
    BY_NAME,
    FIELDS,
    CardField,
    Document,
    Kind,
    ready_languages,
    value_of,
    written_languages,
)
from practices.models import Practice
from practices.privacy import MEDIA, personal_data_in
from taxonomy.models import Term
from taxonomy.place_labels import known_places

EARLIEST = datetime.date(1990, 1, 1)
"""Before this no programme that the site is about existed; an earlier date is a slip of the keyboard."""
LATEST_YEARS_AHEAD = 15
MOST_PEOPLE = 7_000_000
"""More than live in Bulgaria: a slip of the keyboard."""
MOST_MONEY = Decimal(1_000_000_000)
"""More than any integration programme of the country ever had, in euro or leva: a slip of the keyboard."""
LOCAL_LEVELS = frozenset({"neighbourhood", "local", "district", "regional"})
"""At these levels a practice in Bulgaria has a place. A nation-wide or European one may do without."""


class Completeness(enum.IntEnum):
    """How complete a card has to be. A draft needs a title; a snapshot may be published, labelled as one."""

    DRAFT = 0
    SNAPSHOT = 1
    FULL = 2


@dataclass(frozen=True)
class Problem:
    """Something to mend at one field. `field` is a form field's name, e.g. `summary` or `activities-0-text`."""

    field: str
    message: str
    language: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class Known:
    """The codes that there are, read once for a check."""

    terms: frozenset[tuple[str, str]]
    places: frozenset[str]
    practices: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> Known:
        """Two queries at the most, for what this document names; the places are known already."""
        facts = document["facts"]
        places = known_places()
        named_terms: set[str] = set()
        for field in FIELDS:
            if field.vocabulary:
                named_terms |= set(_as_codes(facts.get(field.name)))
            for part in field.parts:
                if part.vocabulary:
                    named_terms |= {row[part.name] for row in facts[field.name]}
        practice_id = practice_id_in(facts["adapted_from"])
        return cls(
            terms=frozenset(Term.objects.filter(code__in=named_terms).values_list("vocabulary", "code")),
            places=frozenset(code for code in facts["places"] if places.coded(code)),
            practices=frozenset(Practice.objects.public().filter(pk=practice_id).values_list("pk", flat=True))
            if practice_id
            else frozenset(),
        )


def _as_codes(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def check_card(document: Document, *, level: Completeness, known: Known | None = None) -> list[Problem]:
    """All problems of a clean document at this level, in the order of the form.

    Whatever is written has to be right; something may be missing in a language that isn't called ready. One has to be.
    """
    known = known or Known.of(document)
    problems: list[Problem] = []
    written = written_languages(document) or list(document["texts"])[:1]
    ready = ready_languages(document) or written[:1]
    for field in FIELDS:
        languages = written if field.is_text or field.is_shared_group else [""]
        found: dict[Problem, None] = {}
        for code in languages:
            value = value_of(document, field, code)
            if not has_value(field, value):
                if (not code or code in ready) and is_wanted(field, level, document):
                    found[_missing(field, code if field.is_text else "")] = None
                continue
            for problem in _of_value(field, field.name, value, known):
                found[replace(problem, language=code if field.is_text else "")] = None
        problems += found
    problems += [*_of_facts(document["facts"]), *_of_personal_numbers(document)]
    order = {
        name: number for number, name in enumerate(BY_NAME)
    }  # pictures and files come after the form's fields
    return sorted(problems, key=lambda problem: order.get(problem.field.split("-")[0], len(order)))


def missing_fields(document: Document, *, language: str, level: Completeness) -> list[CardField]:
    """Fields that this level wants and that are empty, without a look into the database."""
    return [
        field
        for field in FIELDS
        if is_wanted(field, level, document) and not has_value(field, value_of(document, field, language))
    ]


def is_wanted(field: CardField, level: Completeness, document: Document) -> bool:
    """Whether a card like this one has to have the field. Some depend on others: a place, a duration in words."""
    if field.name == "places" and not needs_place(document["facts"]):
        return False
    if field.name == "duration" and (document["facts"]["starts_on"] or document["facts"]["ends_on"]):
        return False
    if level is Completeness.FULL:
        return field.for_full
    return field.name == "title" or (level is Completeness.SNAPSHOT and field.for_snapshot)


def needs_place(facts: Document) -> bool:
    """A practice in Bulgaria has a place, unless it is nation-wide or wider."""
    return facts["country"] in {"", "BG"} and (not facts["level"] or facts["level"] in LOCAL_LEVELS)


def has_value(field: CardField, value: Any) -> bool:
    return True if field.kind is Kind.BOOLEAN else bool(value)


def text_length(field: CardField, value: str) -> int:
    """Characters as a reader counts them: of rich text the words, without markup."""
    return len(html_to_text(value)) if field.kind is Kind.RICH else len(value)


def _missing(field: CardField, language: str) -> Problem:
    return Problem(field.name, _missing_message(field), language, is_missing=True)


def _of_value(field: CardField, name: str, value: Any, known: Known) -> Iterator[Problem]:
    """What is wrong with a value that is there. `name` is the form field's, e.g. `funding-0-source`."""
    kind = field.kind
    if kind in {Kind.LINE, Kind.TEXT, Kind.RICH}:
        yield from _too_long(field, name, value)
        if field.name == "contact_email":
            yield from _invalid(
                name, value, validate_email, _("Write an address such as office@example.org.")
            )
    elif kind is Kind.GROUP:
        if len(value) > field.at_most:
            yield Problem(name, _("Keep at most %(max)d.") % {"max": field.at_most})
        for number, row in enumerate(value):
            for part in field.parts:
                if row[part.name]:
                    yield from _of_value(part, f"{name}-{number}-{part.name}", row[part.name], known)
    elif kind in {Kind.TERM, Kind.TERMS}:
        yield from _of_terms(field, name, _as_codes(value), known)
    elif kind is Kind.PLACES:
        unknown = [code for code in value if code not in known.places]
        if unknown:
            message = _("We don't know a place called “%(name)s”. Start typing and choose from the list.")
            yield Problem(name, message % {"name": unknown[0]})
    elif kind is Kind.DATE:
        yield from _of_date(name, value)
    elif kind is Kind.NUMBER:
        people = as_number(value)
        if people is None:
            yield Problem(name, _("Write a whole number, e.g. 120."))
        elif people > MOST_PEOPLE:
            yield Problem(name, _("Check the number: it can't be that high."))
    elif kind is Kind.AMOUNT:
        amount = as_amount(value)
        if amount is None:
            yield Problem(name, _("Write a number that isn't below zero, e.g. 12 500 or 4,5."))
        elif amount > MOST_MONEY:
            yield Problem(name, _("Check the number: it can't be that high."))
    elif kind is Kind.CHOICE:
        if value not in {code for code, _label in field.choices}:
            yield Problem(name, _("Choose from the list."))
    elif kind is Kind.LINK:
        yield from _of_link(name, value)
    elif kind is Kind.LINKS:
        for link in value:
            yield from _of_link(name, link)
    elif kind is Kind.PRACTICE:
        if practice_id_in(value) not in known.practices:
            yield Problem(
                name,
                _(
                    "There is no published practice at this address. Open it and copy its address from the browser."
                ),
            )
    elif kind is Kind.TAGS:
        for tag in value:
            if len(tag) > field.max_length:
                message = _(
                    "“%(tag)s…” is too long for a tag: at most %(max)d characters. Put commas between tags."
                )
                yield Problem(name, message % {"tag": tag[:20], "max": field.max_length})
    if kind in {Kind.LINKS, Kind.TAGS, Kind.PLACES} and len(value) > field.at_most:
        yield Problem(name, _("Keep at most %(max)d.") % {"max": field.at_most})


def _of_terms(field: CardField, name: str, codes: list[str], known: Known) -> Iterator[Problem]:
    if any((field.vocabulary, code) not in known.terms for code in codes):
        yield Problem(name, _("Choose from the list."))
    if field.at_most and len(codes) > field.at_most:
        yield Problem(name, _("Choose at most %(max)d.") % {"max": field.at_most})
    if len(set(codes)) < len(codes):
        again = next(place for place, code in enumerate(codes) if code in codes[:place])
        yield Problem(
            f"{name}-{again}", _("You have chosen this already. Choose another one or leave it empty.")
        )


def _of_date(name: str, value: str) -> Iterator[Problem]:
    day = as_date(value)
    if day is None:
        yield Problem(name, _("Write the date as day.month.year, e.g. 15.03.2026."))
    elif not EARLIEST <= day <= timezone.localdate() + datetime.timedelta(days=366 * LATEST_YEARS_AHEAD):
        yield Problem(name, _("Check the year."))


def _of_link(name: str, value: str) -> Iterator[Problem]:
    message = _("“%(link)s” isn't a web address. It starts with https://") % {"link": value[:60]}
    problems = list(_invalid(name, value, URLValidator(schemes=["https", "http"]), message))
    yield from problems
    if not problems and urlsplit(value).username is not None:
        hides = _("“%(link)s” hides where it leads: leave out what stands before the @.")
        yield Problem(name, hides % {"link": value[:60]})


def _missing_message(field: CardField) -> str:
    if field.kind in {Kind.TERM, Kind.TERMS, Kind.CHOICE, Kind.PLACES, Kind.ORGANISATION}:
        return _("Choose one, please.")
    return _("Please fill this in.")


def _too_long(field: CardField, name: str, value: str) -> Iterator[Problem]:
    over = text_length(field, value) - field.max_length
    if field.max_length and over > 0:
        yield Problem(
            name,
            ngettext(
                "Shorten it by %(over)d character: at most %(max)d.",
                "Shorten it by %(over)d characters: at most %(max)d.",
                over,
            )
            % {"over": over, "max": field.max_length},
        )


def _invalid(name: str, value: str, validate: Any, message: str | Promise) -> Iterator[Problem]:
    try:
        validate(value)
    except ValidationError:
        yield Problem(name, str(message))


def _of_facts(facts: Document) -> Iterator[Problem]:
    """What two fields say against each other."""
    start, end = as_date(facts["starts_on"]), as_date(facts["ends_on"])
    if start and end and end < start:
        yield Problem("ends_on", _("The end lies before the start."))
    if end and facts["is_ongoing"] and end < timezone.localdate():
        yield Problem("is_ongoing", _("The end has passed: untick this or change the end."))
    total = as_number(facts["people_total"])
    for name in ("people_women", "people_children"):
        part = as_number(facts[name])
        if total is not None and part is not None and part > total:
            yield Problem(name, _("These can't be more than all people reached."))
    if as_amount(facts["budget_amount"]) and not facts["budget_currency"]:
        yield Problem("budget_currency", _("Say in which currency."))


def as_number(value: str) -> int | None:
    """A whole number as people write it (1200, 1 200, 1.200); None if it isn't one."""
    digits = re.sub(r"[ \u00a0\u202f]|[.,](?=\d{3}(\D|$))", "", value.strip())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None


def as_amount(value: str) -> Decimal | None:
    """A number with a fraction as people write it (12500, 12 500,50, 12.500,50, 12,500.50); None if it isn't one.

    A single mark with three digits behind it parts thousands: nobody writes sums to the thousandth.
    """
    text = re.sub(r"[ \u00a0\u202f]", "", value.strip())
    match = re.fullmatch(r"(\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?", text, re.ASCII)
    if match is None or len(text) > 20:
        return None
    return Decimal(f"{re.sub(r'[.,]', '', match.group(1))}.{match.group(2) or '0'}")


_PRACTICE_ADDRESS = re.compile(r"(?:^|/practices/)(\d{1,9})/?(?:[?#].*)?$", re.ASCII)


def practice_id_in(value: str) -> int | None:
    """The number in a practice's address, or typed alone; None if there is none."""
    match = _PRACTICE_ADDRESS.search(value.strip())
    return int(match.group(1)) if match else None


def _of_personal_numbers(document: Document) -> Iterator[Problem]:
    for finding in personal_data_in(document):
        if finding.is_forbidden:
            message = _(
                "There is a personal number here (%(number)s). Take it out: such numbers are never published."
            )
            yield Problem(finding.field, message % {"number": finding.masked}, finding.language)


def as_date(value: str) -> datetime.date | None:
    """A date as browsers send it (2026-03-15) or as people write it (15.03.2026, 15/3/2026); None if it isn't one."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%Y г."):
        try:
            return datetime.datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def label_of(name: str) -> str:
    """The label of a form field's name, whatever its row."""
    first = name.split("-")[0]
    if first == MEDIA:
        return _("Pictures and files")
    field = BY_NAME.get(first)
    return str(field.label) if field else name
