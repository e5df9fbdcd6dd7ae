"""A card as pages show it, in the source card's order: made from the published rows, or from a draft for its preview.

Holds no markup and decides no permission; templates draw it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.sanitising import plain_to_html
from practices.card import BY_NAME, TEXT_FIELDS, CardField, Document, Kind, empty_texts
from practices.checks import as_date
from practices.enums import Replicable
from practices.models import Practice, PracticeText
from practices.projection import TERM_FACTS
from taxonomy.models import Place, Term

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
    tags: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.texts["title"])

    @property
    def web_addresses(self) -> list[tuple[str, bool]]:
        """(what was written, whether it may be followed): a draft keeps whatever was typed, `javascript:` too."""
        return [(link, link.lower().startswith(("https://", "http://"))) for link in self.links]

    @property
    def is_translated(self) -> bool:
        """The text is in the language of the page."""
        return self.language == get_language()

    @property
    def period(self) -> str:
        if self.starts_on and self.ends_on:
            return _("%(start)s – %(end)s") % {"start": _day(self.starts_on), "end": _day(self.ends_on)}
        if self.starts_on and self.is_ongoing:
            return _("since %(start)s, still running") % {"start": _day(self.starts_on)}
        if self.starts_on:
            return _("since %(start)s") % {"start": _day(self.starts_on)}
        if self.ends_on:
            return _("until %(end)s") % {"end": _day(self.ends_on)}
        return str(self.texts["duration"]) or (_("still running") if self.is_ongoing else "")

    @property
    def replicable_label(self) -> str:
        return str(Replicable(self.replicable).label) if self.replicable in Replicable.values else ""

    @property
    def sections(self) -> list[SimpleNamespace]:
        """What was written, in the order of the source card; empty ones are left out."""
        order = ("summary", "activities", "origin", "goals", "challenges", "impact", "replication")
        sections = []
        for name in order:
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
            (_("Country"), _("Bulgaria")),
            (_("Place"), self.places),
            (_("Duration"), self.period),
            (_("Level of implementation"), self.terms["level"]),
            (_("Status"), self.terms["status"]),
            (_("Target groups"), self.terms["target_groups"]),
            (_("Sustainable development goals"), self.terms["sdgs"]),
            (_("Evidence"), self.terms["evidence_level"]),
            (_("Contact"), self.contact_role),
            (_("Licence of the text"), self.terms["licence"]),
        ]
        return [row for row in rows if row[1]]

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


def card_of_published(practice: Practice) -> Card:
    """From the rows that were fetched with `for_cards()` and `tags`; no query of its own."""
    text = practice.text
    assert text is not None  # a public practice has a text
    terms = {
        name: [str(term) for term in practice.terms_of(vocabulary)] for name, vocabulary in TERM_FACTS.items()
    }
    return Card(
        language=text.language,
        organisation=practice.organisation.name,
        organisation_url=_organisation_url(practice),
        texts={f.name: getattr(text, f.name) for f in TEXT_FIELDS},
        terms=terms,
        places=[_place_name(place) for place in practice.places.all()],
        starts_on=practice.starts_on,
        ends_on=practice.ends_on,
        is_ongoing=practice.is_ongoing,
        replicable=practice.replicable,
        links=practice.links,
        contact_role=practice.contact_role,
        tags=[tag.name for tag in practice.tags.all()],
    )


def card_of_draft(practice: Practice, document: Document, *, language: str = "") -> Card:
    """From the card document, for preview and review. Two queries: terms and places."""
    written = [code for code, words in document["texts"].items() if words != empty_texts()]
    wanted = language or get_language() or "bg"
    shown = wanted if wanted in written else (written or ["bg"])[0]
    facts = document["facts"]
    codes = {name: facts[name] if isinstance(facts[name], list) else [facts[name]] for name in TERM_FACTS}
    known = {
        (term.vocabulary, term.code): term.name
        for term in Term.objects.filter(code__in={code for some in codes.values() for code in some})
    }
    return Card(
        language=shown,
        organisation=practice.organisation.name,
        organisation_url=_organisation_url(practice),
        texts=document["texts"].get(shown, empty_texts()),
        terms={
            name: [known.get((str(TERM_FACTS[name]), code), code) for code in some if code]
            for name, some in codes.items()
        },
        places=[
            _place_name(place) for place in Place.objects.filter(code__in=facts["places"]).with_parents()
        ],
        starts_on=as_date(facts["starts_on"]),
        ends_on=as_date(facts["ends_on"]),
        is_ongoing=facts["is_ongoing"],
        replicable=facts["replicable"],
        links=facts["links"],
        contact_role=facts["contact_role"],
        tags=facts["tags"],
    )


def list_item(practice: Practice, *, state: bool = False) -> SimpleNamespace:
    """A published practice as the `practice_card` component takes it; needs `for_cards()`."""
    text: PracticeText | None = practice.text
    places = [_place_name(place) for place in practice.places.all()]
    return SimpleNamespace(
        title=text.title if text else "",
        url=practice.get_absolute_url(),
        summary=(text.tagline or text.summary) if text else "",
        organisation=practice.organisation.name,
        place="; ".join(places[:2]),
        themes=[str(term) for term in practice.themes],
        date=practice.published_at,
        language=text.language if text and text.language != get_language() else "",
        state_label=practice.get_state_display() if state else "",
        state_tone="neutral",
    )


def _place_name(place: Place) -> str:
    """„район Витоша, София“ reads as a place; the parent is named for districts and municipalities."""
    if place.kind == "district" and place.parent:
        return _("%(district)s district, %(city)s") % {"district": place.name, "city": place.parent.city}
    if place.kind == "oblast":
        return _("%(name)s oblast") % {"name": place.name}
    return place.name


def _organisation_url(practice: Practice) -> str:
    return practice.organisation.get_absolute_url()


def _day(day: datetime.date) -> str:
    return format_date(day, "SHORT_DATE_FORMAT")


def shown_value(card: Card, item: CardField, document: Document) -> dict[str, Any]:
    """A field's value for the review page: `html` (safe), `rows` of a group, or a `list` of words; {} when empty."""
    facts = document["facts"]
    if item.is_text:
        value = card.texts[item.name]
        if item.kind is Kind.GROUP:
            return {"rows": [list(row.values()) for row in value]}
        return {"html": card.rich(item.name)} if value else {}
    words: dict[str, list[str]] = {
        **card.terms,
        "places": card.places,
        "organisation": [card.organisation],
        "is_ongoing": [_("Yes") if facts["is_ongoing"] else _("No")],
        "starts_on": [_day(card.starts_on)] if card.starts_on else [],
        "ends_on": [_day(card.ends_on)] if card.ends_on else [],
    }
    if item.name in words:
        return {"list": words[item.name]}
    value = facts[item.name]
    if item.kind is Kind.CHOICE and value:
        value = dict(item.choices).get(value, value)
    return {"list": value if isinstance(value, list) else [value] if value else []}
