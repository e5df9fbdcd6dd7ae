"""Practices as open data: what the public card says, in both languages. No contact beyond the role, no draft, no person."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import override
from ninja import Field, Query, Router, Schema
from pydantic import create_model

from core.access import NotVisible
from core.open_data import (
    API_ROOT,
    DEFAULT_PAGE_SIZE,
    VISITOR,
    BadParameterError,
    Bilingual,
    Cursor,
    ErrorsOut,
    PageOut,
    PageSize,
    Since,
    absolute,
    names_of,
    page_addresses,
    page_after,
    since,
)
from directory.api import OrganisationRefOut, PlaceOut, organisation_ref, place_out
from directory.models import Organisation
from practices.card import BY_NAME, ROW_KEY, SHARED_GROUPS, TEXT_FIELDS, CardField, Kind
from practices.enums import PracticeState
from practices.models import Practice, PracticeText
from practices.querysets import PracticeQuerySet
from taxonomy.api import term_uri
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Term

router = Router(tags=["Practices"])

TERM_PARAMETERS = {
    "theme": Vocabulary.THEME,
    "target_group": Vocabulary.TARGET_GROUP,
    "level": Vocabulary.LEVEL,
    "sdg": Vocabulary.SDG,
}


class TermRefOut(Schema):
    """A word of a vocabulary where a practice names it."""

    code: str
    name: Bilingual
    uri: str


class LicenceOut(TermRefOut):
    url: str = Field(description="The licence's deed; empty where all rights are reserved.")


class PeopleOut(Schema):
    """Persons reached, each once; null where it isn't known."""

    total: int | None
    women: int | None
    children: int | None


class BudgetOut(Schema):
    amount: Decimal
    currency: str = Field(description="EUR or BGN; 1 EUR is 1.95583 BGN.")


class PartnerOut(Schema):
    name: str
    role: str = Field(description="A code, or empty.")


class FundingOut(Schema):
    source: str = Field(description="Code of the vocabulary funding, or empty.")
    contract: str


class ArchivedOut(Schema):
    at: datetime.datetime | None
    reason: str
    replaced_by: int | None = Field(description="Number of the practice that takes its place.")


def _words_of(field: CardField) -> Any:
    """A text field's type and description for the schema, out of the catalogue."""
    with override("en"):
        label = str(field.label)
    if field.kind is Kind.GROUP:
        parts = ", ".join(part.name for part in field.parts)
        return list[dict[str, str]], Field(description=f"{label}: rows of {parts}.")
    return str, Field(description=f"{label} (HTML)." if field.kind is Kind.RICH else f"{label}.")


_WORDS: dict[str, Any] = {field.name: _words_of(field) for field in (*TEXT_FIELDS, *SHARED_GROUPS)}
TextsOut: Any = create_model("PracticeTextsOut", __base__=Schema, **_WORDS)


class PracticeOut(Schema):
    id: int
    url: Bilingual = Field(description="The card for people, in each language.")
    api_url: str
    state: str = Field(description="published or archived.")
    archived: ArchivedOut | None
    is_full: bool = Field(description="A full card; otherwise a snapshot.")
    needs_update: bool = Field(description="Nobody has confirmed for more than a year that it still runs.")
    published_at: datetime.datetime
    updated_at: datetime.datetime = Field(description="When what everybody can see last changed.")
    last_confirmed_on: datetime.date | None
    original_language: str = Field(description="bg or en, or empty; the other one is its translation.")
    languages: list[str] = Field(description="Those that texts has.")
    texts: dict[str, TextsOut] = Field(
        description="By language; a language appears when its authors call it ready."
    )
    organisation: OrganisationRefOut
    partners: list[PartnerOut]
    country: str = Field(description="ISO 3166, two letters.")
    places: list[PlaceOut]
    themes: list[TermRefOut] = Field(description="The most important first.")
    target_groups: list[TermRefOut]
    level: TermRefOut | None
    status: TermRefOut | None
    evidence_level: TermRefOut | None
    sdgs: list[TermRefOut]
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    is_ongoing: bool
    people: PeopleOut
    budget: BudgetOut | None
    funding: list[FundingOut]
    replicable: str = Field(description="yes, partly, no, or empty.")
    adapted_from: int | None = Field(description="Number of the practice that it was adapted from.")
    links: list[str]
    tags: list[str]
    contact_role: str
    licence: LicenceOut | None


class PracticePageOut(PageOut):
    results: list[PracticeOut]


@router.get(
    "/practices",
    response={200: PracticePageOut, 400: ErrorsOut},
    summary="Published practices, by last change",
)
def list_practices(
    request: HttpRequest,
    theme: str = Query("", max_length=60, description="Code of the vocabulary theme."),
    target_group: str = Query("", max_length=60, description="Code of the vocabulary target_group."),
    level: str = Query("", max_length=60, description="Code of the vocabulary level."),
    sdg: str = Query("", max_length=60, description="Code of the vocabulary sdg."),
    place: str = Query("", max_length=12, description="Code of a place; its parts are included."),
    organisation: str = Query("", max_length=80, description="slug of an organisation."),
    updated_since: Since = None,
    cursor: Cursor = "",
    page_size: PageSize = DEFAULT_PAGE_SIZE,
) -> PracticePageOut:
    """Those that changed longest ago come first, so that a walk to the end misses nothing; archived ones are left out."""
    found = _with_terms(
        Practice.objects.published().visible_to(VISITOR),
        {"theme": theme, "target_group": target_group, "level": level, "sdg": sdg},
    )
    if place:
        found = _in_place(found, place)
    if organisation:
        if not Organisation.objects.visible_to(VISITOR).filter(slug=organisation).exists():
            raise BadParameterError("organisation", f"No such organisation. See {API_ROOT}/organisations")
        found = found.filter(organisation__slug=organisation)
    if (moment := since(updated_since)) is not None:
        found = found.filter(public_changed_at__gte=moment)
    rows, following = page_after(found.for_open_data(), ("public_changed_at",), cursor, page_size)
    return PracticePageOut(results=[practice_out(row) for row in rows], next_cursor=following)


@router.get(
    "/practices/{int:number}",
    response={200: PracticeOut, 404: ErrorsOut},
    summary="A practice",
    url_name="practice",
)
def practice(request: HttpRequest, number: int) -> PracticeOut:
    """An archived practice keeps its address and says that it is archived."""
    found = Practice.objects.public().visible_to(VISITOR).for_open_data().filter(pk=number).first()
    if found is None:
        raise NotVisible("There is no published practice of this number.")
    return practice_out(found)


def _with_terms(practices: PracticeQuerySet, codes: dict[str, str]) -> PracticeQuerySet:
    """Narrowed by terms. One query for all of them. Raises BadParameterError."""
    asked = {name: code for name, code in codes.items() if code}
    if not asked:
        return practices
    wanted = Q()
    for name, code in asked.items():
        wanted |= Q(vocabulary=TERM_PARAMETERS[name], code=code)
    known = {(term.vocabulary, term.code): term.pk for term in Term.objects.filter(wanted)}
    for name, code in asked.items():
        vocabulary = str(TERM_PARAMETERS[name].value)
        if (vocabulary, code) not in known:
            raise BadParameterError(name, f"No such code. See {API_ROOT}/vocabularies/{vocabulary}")
        practices = practices.filter(practice_terms__term=known[vocabulary, code])
    return practices


def _in_place(practices: PracticeQuerySet, code: str) -> PracticeQuerySet:
    """Those in a place or in a part of it. Raises BadParameterError."""
    if not Place.objects.filter(code=code).exists():
        raise BadParameterError("place", "There is no place of this code.")
    up = ("code", "parent__code", "parent__parent__code", "parent__parent__parent__code")
    inside = Q()
    for column in up:
        inside |= Q(**{column: code})
    links = practices.model.places.through.objects.filter(place__in=Place.objects.filter(inside))
    return practices.filter(pk__in=links.values("practice"))


def practice_out(row: Practice) -> PracticeOut:
    """Needs `for_open_data()`; no query of its own."""
    ready = {text.language: text for text in row.texts.all()}

    def terms(vocabulary: Vocabulary) -> list[TermRefOut]:
        return [_term(term) for term in row.terms_of(vocabulary)]

    def term(vocabulary: Vocabulary) -> TermRefOut | None:
        return next(iter(terms(vocabulary)), None)

    assert row.published_at is not None  # the database holds it of what is public
    licence = next(iter(row.terms_of(Vocabulary.LICENCE)), None)
    is_archived = row.state == PracticeState.ARCHIVED
    return PracticeOut(
        id=row.pk,
        url=page_addresses(row),
        api_url=absolute(f"{API_ROOT}/practices/{row.pk}"),
        state=row.state,
        archived=ArchivedOut(at=row.archived_at, reason=row.archive_reason, replaced_by=row.replaced_by_id)
        if is_archived
        else None,
        is_full=row.is_full,
        needs_update=row.needs_update,
        published_at=row.published_at,
        updated_at=row.public_changed_at or row.published_at,
        last_confirmed_on=row.last_confirmed_on,
        original_language=row.original_language,
        languages=sorted(ready),
        texts={language: _texts(row, text) for language, text in sorted(ready.items())},
        organisation=OrganisationRefOut(**organisation_ref(row.organisation)),
        partners=[PartnerOut(**_row(one, "name", "role")) for one in row.partners],
        country=row.country,
        places=[place_out(place) for place in row.places.all()],
        themes=terms(Vocabulary.THEME),
        target_groups=terms(Vocabulary.TARGET_GROUP),
        level=term(Vocabulary.LEVEL),
        status=term(Vocabulary.STATUS),
        evidence_level=term(Vocabulary.EVIDENCE),
        sdgs=terms(Vocabulary.SDG),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_ongoing=row.is_ongoing,
        people=PeopleOut(total=row.people_total, women=row.people_women, children=row.people_children),
        budget=None
        if row.budget_amount is None
        else BudgetOut(amount=row.budget_amount, currency=row.budget_currency),
        funding=[FundingOut(**_row(one, "source", "contract")) for one in row.funding],
        replicable=row.replicable,
        adapted_from=row.adapted_from_id,
        links=row.links,
        tags=sorted(tag.name for tag in row.tags.all()),
        contact_role=row.contact_role,
        licence=LicenceOut(**dict(_term(licence)), url=licence.extra.get("url", "")) if licence else None,
    )


def _texts(row: Practice, text: PracticeText) -> Any:
    """The words in one language; of a shared group the practice's rows with these words."""
    words = {field.name: getattr(text, field.name) for field in TEXT_FIELDS}
    for field in SHARED_GROUPS:
        of_rows = getattr(text, field.name)
        words[field.name] = [
            _row(one | of_rows.get(one[ROW_KEY], {}), *(part.name for part in BY_NAME[field.name].parts))
            for one in getattr(row, field.name)
        ]
    return TextsOut(**words)


def _row(values: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: str(values.get(name, "")) for name in names}


def _term(term: Term) -> TermRefOut:
    return TermRefOut(code=term.code, name=names_of(term), uri=term_uri(term))
