"""What a card's page shows, in the source card's order. Holds no markup and decides no permission; templates draw it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.sanitising import plain_to_html
from practices.card import (
    BY_NAME,
    TEXT_FIELDS,
)
from practices.charts import Bar, Result, people_bars, results_of
from practices.enums import BGN_PER_EUR, Currency, PartnerRole, Replicable
from practices.presentation.links import CardLink
from taxonomy.countries import country_name
from taxonomy.enums import PlaceKind
from taxonomy.models import Place
from taxonomy.oblast_map import POSITIONS, Tile, oblast_tiles

SECTIONS = (
    "summary",
    "activities",
    "origin",
    "goals",
    "building_blocks",
    "participation",
    "challenges",
    "failures",
    "results",
    "impact",
    "evaluation",
    "replication",
    "preconditions",
    "staff",
    "sustainability",
    "legal_basis",
)
"""What was written, in the order of the source card; what it lacks stands where one would look for it."""
FROM_HERE_WHOLE_EURO = 100
LANGUAGE_LABELS = {"bg": "Български", "en": "English"}


@dataclass
class Card:
    """Everything that the card's page shows."""

    language: str
    organisation: str
    organisation_url: str
    texts: dict[str, Any]
    terms: dict[str, list[str]]
    places: list[str]
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    is_ongoing: bool
    replicable: str
    links: list[str]
    contact_role: str
    contact_name: str = ""
    country: str = "BG"
    people: tuple[int | None, int | None, int | None] = (None, None, None)
    """Reached in all, women and children among them."""
    budget: tuple[Decimal, str] | None = None
    """A sum and its currency's code."""
    partners: list[dict[str, str]] = field(default_factory=list)
    funding: list[dict[str, str]] = field(default_factory=list)
    """Rows of a source's name and a contract number."""
    adapted_from: CardLink | None = None
    tags: list[str] = field(default_factory=list)
    oblasts: list[Place] = field(default_factory=list)
    """That the places are or lie in."""
    languages_of: dict[str, str] = field(default_factory=dict)
    """Texts that this language lacks, by name, with the language that stands in for it."""
    stale: frozenset[str] = frozenset()
    """Texts whose original was changed after they were translated."""

    @property
    def title(self) -> str:
        return str(self.texts["title"])

    @property
    def web_addresses(self) -> list[tuple[str, bool]]:
        """(what was written, whether it may be followed): a draft keeps whatever was typed, `javascript:` too."""
        return [(link, _may_be_followed(link)) for link in self.links]

    @property
    def acts(self) -> list[SimpleNamespace]:
        """The legal basis; an address that may not be followed stays text."""
        return [
            SimpleNamespace(**row, is_address=_may_be_followed(row["link"]))
            for row in self.texts["legal_basis"]
        ]

    @property
    def is_translated(self) -> bool:
        """The text is in the language of the page."""
        return self.language == get_language()

    @property
    def period(self) -> str:
        if self.starts_on and self.ends_on:
            return _("%(start)s – %(end)s") % {
                "start": day_in_words(self.starts_on),
                "end": day_in_words(self.ends_on),
            }
        if self.starts_on and self.is_ongoing:
            return _("since %(start)s, still running") % {"start": day_in_words(self.starts_on)}
        if self.starts_on:
            return _("since %(start)s") % {"start": day_in_words(self.starts_on)}
        if self.ends_on:
            return _("until %(end)s") % {"end": day_in_words(self.ends_on)}
        return str(self.texts["duration"]) or (_("still running") if self.is_ongoing else "")

    @property
    def replicable_label(self) -> str:
        return str(Replicable(self.replicable).label) if self.replicable in Replicable.values else ""

    @cached_property
    def sections(self) -> list[SimpleNamespace]:
        """What was written, in the order of the source card; empty ones are left out."""
        sections = []
        for name in SECTIONS:
            value = self.texts[name]
            note = self.replicable_label if name == "replication" else ""
            if not value and not note:
                continue
            label = (
                _("Can it be replicated or scaled up?") if name == "replication" else str(BY_NAME[name].label)
            )
            is_group = isinstance(value, list)
            sections.append(
                SimpleNamespace(
                    name=name,
                    label=label,
                    rows=value if is_group else [],
                    html="" if is_group else self.rich(name),
                    note=note,
                    language=self.languages_of.get(name, self.language),
                    is_stale=name in self.stale,
                )
            )
        return sections

    @property
    def outline(self) -> list[tuple[str, str]]:
        return [(section.label, f"#{section.name}") for section in self.sections]

    def rich(self, name: str) -> SafeString:
        """A rich or plain text as safe HTML: rich fields were sanitised when written, plain ones are escaped here."""
        value = self.texts[name]
        return mark_safe(value if BY_NAME[name].kind.value == "rich" else plain_to_html(value))

    @property
    def facts(self) -> list[tuple[Any, ...]]:
        """The facts at a glance, without the empty ones."""
        rows: list[tuple[Any, ...]] = [
            (_("Organisation"), self.organisation, self.organisation_url),
            (_("Partners"), [self._partner(row) for row in self.partners]),
            (_("Country"), country_name(self.country) if self.country else ""),
            (_("Place"), self.places),
            (_("Duration"), self.period),
            (_("Level of implementation"), self.terms["level"]),
            (_("Status"), self.terms["status"]),
            (_("Target groups"), self.terms["target_groups"]),
            (_("People reached"), "" if self.people_chart else self.people_in_words),
            (_("Budget"), self.budget_in_words),
            (_("Funding"), [_with_brackets(row["source"], row["contract"]) for row in self.funding]),
            (_("Sustainable development goals"), self.terms["sdgs"]),
            (
                (_("Adapted from"), self.adapted_from.title, self.adapted_from.url)
                if self.adapted_from
                else (_("Adapted from"), "")
            ),
            (_("Evidence"), self.terms["evidence_level"]),
            (_("Contact"), self.contact_role),
            (_("Licence of the text"), self.terms["licence"]),
        ]
        return [row for row in rows if row[1]]

    @staticmethod
    def _partner(row: dict[str, str]) -> str:
        role = str(PartnerRole(row["role"]).label) if row["role"] in PartnerRole.values else ""
        return _with_brackets(row["name"], role)

    @property
    def people_in_words(self) -> str:
        """E.g. „120, от тях 64 жени и 31 деца“."""
        total, women, children = (
            number_format(n, force_grouping=True) if n is not None else "" for n in self.people
        )
        if total and women and children:
            text = _("%(total)s, of them %(women)s women and %(children)s children")
        elif total and women:
            text = _("%(total)s, of them %(women)s women")
        elif total and children:
            text = _("%(total)s, of them %(children)s children")
        else:
            return total
        return text % {"total": total, "women": women, "children": children}

    @property
    def budget_in_words(self) -> str:
        if self.budget is None:
            return ""
        return sum_in_words(*self.budget)

    @cached_property
    def people_chart(self) -> list[Bar]:
        return people_bars(self.people)

    @cached_property
    def results(self) -> list[Result]:
        return results_of(self.texts["results"])

    @cached_property
    def drawing(self) -> list[Tile]:
        """Bulgaria by oblasts with this practice's ones marked; nothing where it isn't tied to any."""
        if not self.oblasts:
            return []
        every = [Place(kind=PlaceKind.OBLAST, code=code) for code in POSITIONS]
        return oblast_tiles(every, chosen={oblast.code for oblast in self.oblasts})

    @property
    def drawing_label(self) -> str:
        names = ", ".join(sorted(oblast.name for oblast in self.oblasts))
        return _("A drawing of Bulgaria by oblasts. Marked: %(names)s") % {"names": names}

    @property
    def missing(self) -> list[str]:
        """Labels of what a full card has and this one doesn't."""
        names = [
            f.name for f in TEXT_FIELDS if f.for_full and not self.texts[f.name] and f.name != "duration"
        ]
        names += [name for name in ("status", "evidence_level") if not self.terms[name]]
        if not self.period:
            names.append("duration")
        if not self.contact_role:
            names.append("contact_role")
        return [str(BY_NAME[name].label) for name in names]


def sum_in_words(amount: Decimal, currency: str) -> str:
    """A sum in its own currency; one in leva also in euro, at the fixed rate. Euro need no leva any more.

    From a hundred euro on the cents say nothing. A draft's sum may have no currency yet.
    """
    if currency == Currency.BGN:
        euro = amount / BGN_PER_EUR
        euro = euro.quantize(Decimal(1) if euro >= FROM_HERE_WHOLE_EURO else Decimal("0.01"))
        return _("BGN %(leva)s (≈ €%(euro)s)") % {"leva": _sum(amount), "euro": _sum(euro)}
    return _("€%(euro)s") % {"euro": _sum(amount)} if currency else _sum(amount)


def _may_be_followed(address: str) -> bool:
    """Not what runs, and not what names another host before an @ than the one that it leads to."""
    scheme, _colon, rest = address.lower().partition("://")
    return scheme in {"https", "http"} and "@" not in re.split(r"[/?#\\]", rest, maxsplit=1)[0]


def _with_brackets(text: str, more: str) -> str:
    """E.g. „Община Хасково (дава жилищата)“; one of the two may be empty."""
    return f"{text} ({more})" if text and more else text or more


def _sum(amount: Decimal) -> str:
    return str(number_format(amount, 0 if amount == amount.to_integral() else 2, force_grouping=True))


def day_in_words(day: datetime.date) -> str:
    return format_date(day, "SHORT_DATE_FORMAT")
