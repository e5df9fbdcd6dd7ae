"""What an export says of a practice, in a stable order: new columns come at the end."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practices.card import BY_NAME, ROW_KEY
from practices.enums import OriginalLanguage, PartnerRole, Replicable
from practices.projection import TERM_FACTS
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from practices.records import Named, Record

Cell = str | int | bool | Decimal | datetime.date | None
BETWEEN = "; "
"""Between several values in one cell: names hold commas."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its heading for people, and its value. `width` in characters, for Excel."""

    name: str
    heading: str | _StrPromise
    value: Callable[[Record], Cell]
    width: int = 16


def _text(name: str) -> Callable[[Record], Cell]:
    return lambda record: record.texts[name]


def _fact(name: str) -> Callable[[Record], Cell]:
    def value(record: Record) -> Cell:
        found: Cell = record.facts[name]
        return found

    return value


def _terms(name: str) -> Callable[[Record], Cell]:
    vocabulary = str(TERM_FACTS.get(name, name))
    return lambda record: _names(record.terms.get(vocabulary, ()))


def _names(named: Iterable[Named]) -> str:
    return BETWEEN.join(name for _code, name in named)


def _replicable(record: Record) -> Cell:
    value = record.facts["replicable"]
    return str(Replicable(value).label) if value else ""


def _original_language(record: Record) -> Cell:
    value = record.facts["original_language"]
    return str(OriginalLanguage(value).label) if value in OriginalLanguage.values else ""


def _partners(record: Record) -> Cell:
    roles = dict(PartnerRole.choices)
    return _joined((row["name"], str(roles.get(row["role"], ""))) for row in record.facts["partners"])


def _funding(record: Record) -> Cell:
    """The sources with their contracts, in the order in which they were given."""
    names = dict(record.terms.get(str(Vocabulary.FUNDING), ()))
    return _joined((names.get(row["source"], ""), row["contract"]) for row in record.facts["funding"])


def _results(record: Record) -> Cell:
    rows = record.rows("results")
    return BETWEEN.join(
        f"{row.get('indicator', '')}: {row['baseline'] or '–'} → {row['value'] or '–'} {row.get('unit', '')}".strip()
        for row in rows
    )


def _legal_basis(record: Record) -> Cell:
    return _joined((row.get("act", ""), row["article"]) for row in record.rows("legal_basis"))


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Each with what is known more of it in brackets."""
    return BETWEEN.join(
        f"{first} ({second})" if first and second else first or second for first, second in pairs
    )


def _column(name: str, value: Callable[[Record], Cell], width: int = 16) -> Column:
    return Column(name, BY_NAME[name].label, value, width)


COLUMNS: tuple[Column, ...] = (
    Column("id", pgettext_lazy("of a practice", "Number"), _fact("pk"), 9),
    _column("title", _text("title"), 46),
    _column("tagline", _text("tagline"), 40),
    _column("summary", _text("summary"), 60),
    _column("organisation", lambda record: record.organisation[1], 34),
    _column("themes", _terms("themes"), 30),
    _column("target_groups", _terms("target_groups"), 30),
    Column("country", _("Country"), _fact("country"), 9),
    _column("places", lambda record: _names(record.places), 26),
    _column("level", _terms("level")),
    _column("status", _terms("status")),
    _column("starts_on", _fact("starts_on"), 12),
    _column("ends_on", _fact("ends_on"), 12),
    _column("is_ongoing", _fact("is_ongoing"), 12),
    _column("duration", _text("duration")),
    _column("evidence_level", _terms("evidence_level")),
    _column("replicable", _replicable),
    _column("sdgs", _terms("sdgs"), 30),
    _column("funding", _funding, 26),
    _column("tags", lambda record: BETWEEN.join(record.tags), 20),
    _column("links", lambda record: BETWEEN.join(record.facts["links"]), 30),
    _column("contact_role", _fact("contact_role"), 24),
    _column("licence", _terms("licence"), 20),
    _column("people_total", _fact("people_total"), 12),
    _column("people_women", _fact("people_women"), 12),
    _column("people_children", _fact("people_children"), 12),
    _column("budget_amount", _fact("budget_amount"), 14),
    _column("budget_currency", _fact("budget_currency"), 9),
    _column("partners", _partners, 34),
    _column("results", _results, 40),
    _column("legal_basis", _legal_basis, 30),
    _column("adapted_from", _fact("adapted_from"), 12),
    _column("original_language", _original_language),
    Column("is_full", _("Full card"), _fact("is_full"), 10),
    Column("needs_update", _("Needs update"), _fact("needs_update"), 12),
    Column("language", pgettext_lazy("of a text", "Language"), lambda record: record.language, 8),
    Column("published_on", _("Published"), lambda record: day_of(record.published_at), 12),
    Column("address", _("Address"), lambda record: address_of(record.url), 44),
)


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day in Bulgaria."""
    return timezone.localtime(moment).date()


def address_of(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def as_json(record: Record) -> dict[str, Any]:
    """A practice for programs: codes beside names, days as ISO 8601. docs/api/practice-lists.md describes it."""

    def coded(named: Iterable[Named]) -> list[dict[str, str]]:
        return [{"code": code, "name": name} for code, name in named]

    facts = record.facts
    slug, name = record.organisation
    return {
        "id": record.pk,
        "external_id": facts["external_id"],
        "url": address_of(record.url),
        "language": record.language,
        **record.texts,
        "organisation": {"code": slug, "name": name},
        **{name: coded(record.terms.get(str(word), ())) for name, word in TERM_FACTS.items()},
        "funding": [{"source": row["source"], "contract": row["contract"]} for row in facts["funding"]],
        "country": facts["country"],
        "places": coded(record.places),
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "is_ongoing": facts["is_ongoing"],
        "replicable": facts["replicable"],
        "people": {name: facts[f"people_{name}"] for name in ("total", "women", "children")},
        "budget": {"amount": facts["budget_amount"], "currency": facts["budget_currency"]},
        "partners": [{"name": row["name"], "role": row["role"]} for row in facts["partners"]],
        "results": _without_keys(record.rows("results")),
        "legal_basis": _without_keys(record.rows("legal_basis")),
        "adapted_from": facts["adapted_from"],
        "original_language": facts["original_language"],
        "tags": record.tags,
        "links": facts["links"],
        "contact_role": facts["contact_role"],
        "is_full": facts["is_full"],
        "needs_update": facts["needs_update"],
        "published_at": facts["published_at"],
        "changed_at": facts["changed_at"],
    }


def _without_keys(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: value for name, value in row.items() if name != ROW_KEY} for row in rows]
