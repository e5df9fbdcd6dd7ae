"""Organisations as open data: their public entry, with IATI's type. No person and no membership."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

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
from directory.models import Organisation
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Term
from taxonomy.skos import iati_codes

router = Router(tags=["Organisations"])


class PlaceOut(Schema):
    """A country, an oblast, a municipality or a district of a city."""

    code: str = Field(description="Of the national classification; a country's of ISO 3166.")
    kind: str = Field(description="country, oblast, municipality or district.")
    name: Bilingual
    nuts2: str
    nuts3: str


class OrganisationTypeOut(Schema):
    code: str
    name: Bilingual
    iati: list[str] = Field(description="Codes of IATI's OrganisationType (2.03).")


class OrganisationRefOut(Schema):
    """An organisation where something else names it."""

    slug: str
    name: Bilingual
    type: OrganisationTypeOut
    api_url: str


class OrganisationOut(OrganisationRefOut):
    short_name: Bilingual
    description: Bilingual
    address: Bilingual
    website: str
    place: PlaceOut | None
    confirmed_on: datetime.date | None = Field(
        description="When somebody last made sure that the entry is true."
    )
    is_invented: bool = Field(description="Made up for a demonstration.")
    updated_at: datetime.datetime
    url: Bilingual = Field(description="The page for people, in each language.")


class OrganisationPageOut(PageOut):
    results: list[OrganisationOut]


@router.get(
    "/organisations",
    response={200: OrganisationPageOut, 400: ErrorsOut},
    summary="Organisations, by last change",
)
def list_organisations(
    request: HttpRequest,
    type: str = Query("", max_length=60, description="Code of the vocabulary organisation_type."),
    place: str = Query("", max_length=12, description="Code of a place; its parts are included."),
    updated_since: Since = None,
    cursor: Cursor = "",
    page_size: PageSize = DEFAULT_PAGE_SIZE,
) -> OrganisationPageOut:
    """Those that changed longest ago come first, so that a walk to the end misses nothing."""
    found = Organisation.objects.visible_to(VISITOR).select_related("kind", "place")
    if type:
        kinds = Term.objects.of(Vocabulary.ORGANISATION_TYPE)
        if not kinds.filter(code=type).exists():
            raise BadParameterError("type", f"No such type. See {API_ROOT}/vocabularies/organisation_type")
        found = found.filter(kind__code=type)
    if place:
        if not Place.objects.filter(code=place).exists():
            raise BadParameterError("place", "There is no place of this code.")
        found = found.in_place(place)
    if (moment := since(updated_since)) is not None:
        found = found.filter(updated_at__gte=moment)
    rows, following = page_after(found, ("updated_at",), cursor, page_size)
    return OrganisationPageOut(results=[organisation_out(row) for row in rows], next_cursor=following)


@router.get(
    "/organisations/{slug}",
    response={200: OrganisationOut, 404: ErrorsOut},
    summary="An organisation",
    url_name="organisation",
)
def organisation(request: HttpRequest, slug: str) -> OrganisationOut:
    found = Organisation.objects.visible_to(VISITOR).select_related("kind", "place").filter(slug=slug).first()
    if found is None:
        raise NotVisible("There is no organisation of this name.")
    return organisation_out(found)


def organisation_ref(row: Organisation) -> dict[str, Any]:
    """The fields of OrganisationRefOut. Needs the organisation's `kind`."""
    return {
        "slug": row.slug,
        "name": names_of(row),
        "type": OrganisationTypeOut(code=row.kind.code, name=names_of(row.kind), iati=iati_codes(row.kind)),
        "api_url": absolute(f"{API_ROOT}/organisations/{row.slug}"),
    }


def organisation_out(row: Organisation) -> OrganisationOut:
    return OrganisationOut(
        **organisation_ref(row),
        short_name=Bilingual(bg=row.short_name_bg, en=row.short_name_en),
        description=Bilingual(bg=row.description_bg, en=row.description_en),
        address=Bilingual(bg=row.address_bg, en=row.address_en),
        website=row.website,
        place=place_out(row.place) if row.place else None,
        confirmed_on=row.confirmed_on,
        is_invented=row.is_invented,
        updated_at=row.updated_at,
        url=page_addresses(row),
    )


def place_out(place: Place) -> PlaceOut:
    return PlaceOut(
        code=place.code, kind=place.kind, name=names_of(place), nuts2=place.nuts2, nuts3=place.nuts3
    )
