"""What is missing or wrong in a card document, said at the field and as something one can do about it."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sanitising import html_to_text
from practices.card import BY_NAME, FIELDS, LANGUAGES, CardField, Document, Kind, empty_texts
from taxonomy.models import Place, Term

EARLIEST = datetime.date(1990, 1, 1)
"""Before this no programme that the site is about existed; an earlier date is a slip of the keyboard."""
LATEST_YEARS_AHEAD = 15


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

    @classmethod
    def of(cls, document: Document) -> Known:
        """Two queries, for what this document names."""
        named_terms = {
            code
            for field in FIELDS
            if field.vocabulary
            for code in _as_codes(document["facts"].get(field.name))
        }
        return cls(
            terms=frozenset(Term.objects.filter(code__in=named_terms).values_list("vocabulary", "code")),
            places=frozenset(
                Place.objects.filter(code__in=document["facts"]["places"]).values_list("code", flat=True)
            ),
        )


def _as_codes(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def check_card(document: Document, *, level: Completeness, known: Known | None = None) -> list[Problem]:
    """All problems of a clean document at this level, in the order of the form.

    A language counts as soon as something is written in it; at least one must be complete.
    """
    known = known or Known.of(document)
    problems: list[Problem] = []
    written = [
        code for code in LANGUAGES if document["texts"].get(code, {}) not in ({}, empty_texts())
    ] or list(document["texts"])[:1]
    for field in FIELDS:
        if field.is_text:
            for code in written:
                for problem in _of_field(field, document["texts"][code].get(field.name), level, known):
                    problems.append(Problem(problem.field, problem.message, code, problem.is_missing))
        else:
            problems += _of_field(field, document["facts"].get(field.name), level, known)
    return problems + list(_of_dates(document["facts"]))


def missing_fields(document: Document, *, language: str, level: Completeness) -> list[CardField]:
    """Fields that this level wants and that are empty, without a look into the database."""
    texts, facts = document["texts"].get(language, empty_texts()), document["facts"]
    return [
        field
        for field in FIELDS
        if is_wanted(field, level)
        and not has_value(field, texts.get(field.name) if field.is_text else facts.get(field.name))
    ]


def is_wanted(field: CardField, level: Completeness) -> bool:
    if level is Completeness.FULL:
        return field.for_full
    return field.name == "title" or (level is Completeness.SNAPSHOT and field.for_snapshot)


def has_value(field: CardField, value: Any) -> bool:
    return True if field.kind is Kind.BOOLEAN else bool(value)


def text_length(field: CardField, value: str) -> int:
    """Characters as a reader counts them: of rich text the words, without markup."""
    return len(html_to_text(value)) if field.kind is Kind.RICH else len(value)


def _of_field(field: CardField, value: Any, level: Completeness, known: Known) -> Iterator[Problem]:
    if not has_value(field, value):
        if is_wanted(field, level):
            yield Problem(field.name, _missing_message(field), is_missing=True)
        return
    if field.kind in {Kind.LINE, Kind.TEXT, Kind.RICH}:
        yield from _too_long(field, field.name, value)
        if field.name == "contact_email":
            yield from _invalid(
                field.name, value, validate_email, _("Write an address such as office@example.org.")
            )
    elif field.kind is Kind.GROUP:
        if len(value) > field.at_most:
            yield Problem(field.name, _("Keep at most %(max)d.") % {"max": field.at_most})
        for number, row in enumerate(value):
            for part in field.parts:
                yield from _too_long(part, f"{field.name}-{number}-{part.name}", row[part.name])
    elif field.kind in {Kind.TERM, Kind.TERMS}:
        codes = _as_codes(value)
        if any((field.vocabulary, code) not in known.terms for code in codes):
            yield Problem(field.name, _("Choose from the list."))
        if field.at_most and len(codes) > field.at_most:
            yield Problem(field.name, _("Choose at most %(max)d.") % {"max": field.at_most})
    elif field.kind is Kind.PLACES:
        unknown = [code for code in value if code not in known.places]
        if unknown:
            yield Problem(
                field.name,
                _("We don't know a place called “%(name)s”. Start typing and choose from the list.")
                % {"name": unknown[0]},
            )
    elif field.kind is Kind.DATE:
        day = as_date(value)
        if day is None:
            yield Problem(field.name, _("Write the date as day.month.year, e.g. 15.03.2026."))
        elif not EARLIEST <= day <= timezone.localdate() + datetime.timedelta(days=366 * LATEST_YEARS_AHEAD):
            yield Problem(field.name, _("Check the year."))
    elif field.kind is Kind.CHOICE:
        if value not in {code for code, _label in field.choices}:
            yield Problem(field.name, _("Choose from the list."))
    elif field.kind is Kind.LINKS:
        for link in value:
            yield from _invalid(
                field.name,
                link,
                URLValidator(schemes=["https", "http"]),
                _("“%(link)s” isn't a web address. It starts with https://") % {"link": link[:60]},
            )
    if field.kind is Kind.TAGS:
        for tag in value:
            if len(tag) > field.max_length:
                yield Problem(
                    field.name,
                    _(
                        "“%(tag)s…” is too long for a tag: at most %(max)d characters. Put commas between tags."
                    )
                    % {"tag": tag[:20], "max": field.max_length},
                )
    if field.kind in {Kind.LINKS, Kind.TAGS, Kind.PLACES} and len(value) > field.at_most:
        yield Problem(field.name, _("Keep at most %(max)d.") % {"max": field.at_most})


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


def _of_dates(facts: Document) -> Iterator[Problem]:
    start, end = as_date(facts["starts_on"]), as_date(facts["ends_on"])
    if start and end and end < start:
        yield Problem("ends_on", _("The end lies before the start."))
    if end and facts["is_ongoing"] and end < timezone.localdate():
        yield Problem("is_ongoing", _("The end has passed: untick this or change the end."))


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
    field = BY_NAME.get(name.split("-")[0])
    return str(field.label) if field else name
