"""How many practices each further choice would leave: asked of the search engine in one request, put into boxes for the page.

The engine counts what is public, under the choices of all other facets. While it is away, everything can still be chosen,
without numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from directory.models import Organisation
from practices.filters import COUNTRY, LABELS, PracticeFilter, place_choice
from search.contract import EngineUnavailable, FacetCounts, SearchQuery
from search.service import count_facets
from taxonomy.enums import PlaceKind
from taxonomy.oblast_map import Tile, oblast_tiles

FACET_OF = {name: "area" if name == "place" else name for name in LABELS}
"""Parameter → facet of the index."""
IN_THEIR_ORDER = ("level", "sdg")
"""Terms that are a scale or have numbers; the others are offered by how many there are."""
MAX_ORGANISATIONS = 12
"""Offered by count; the others are found by name among the organisations."""


class Option(TypedDict):
    """One choice as the `facet` component takes it. A dictionary: a template finds its way in it quickest."""

    label: str
    count: int | None
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Box:
    """The choices of one parameter."""

    name: str
    title: str
    options: list[Option]


def count_practices(found: PracticeFilter) -> FacetCounts | None:
    """How many there are in all and by facet, or None while no engine answers.

    Published practices are public, so a visitor's counts are everybody's, and nobody's boards need looking up.
    """
    codes = {FACET_OF[name]: chosen for name, chosen in found.chosen.items()}
    query = SearchQuery(
        kinds=("practice",),
        themes=codes.pop("theme", ()),
        target_groups=codes.pop("target_group", ()),
        facets=codes,
        counted=tuple(FACET_OF.values()),
    )
    try:
        counts = count_facets(query, AnonymousUser())
    except EngineUnavailable:
        return None
    return counts if counts.facets else None  # without an index nothing is counted


def boxes(found: PracticeFilter, counts: FacetCounts | None) -> list[Box]:
    """What the page offers to narrow by, chosen ones first. One query, for the names of organisations."""
    made = []
    for name, title in LABELS.items():
        numbers = counts.facets[FACET_OF[name]] if counts else None
        labels = _labels(found, name, numbers)
        chosen = found.chosen.get(name, ())
        addresses = found.toggled(name, labels)
        options = [
            Option(
                label=label,
                count=None if numbers is None else numbers.get(code, 0),
                url=f"?{addresses[code]}",
                is_chosen=code in chosen,
            )
            for code, label in labels.items()
        ]
        if options:
            options.sort(key=lambda option: not option["is_chosen"])  # stable
            made.append(Box(name, str(title), options))
    return made


def _labels(found: PracticeFilter, name: str, numbers: Mapping[str, int] | None) -> dict[str, str]:
    """Code → name of what is offered, in order: what there is something of, and what is chosen."""
    chosen = found.chosen.get(name, ())
    if name == "organisation":
        return _organisation_labels(found, numbers)
    if name == "year":
        return {year: year for year in sorted({*(numbers or ()), *chosen}, reverse=True)}
    if name == "place":
        return _place_labels(found, numbers)
    terms = found.terms[name]
    if numbers is None:
        codes = [code for code, term in terms.items() if not term.is_retired or code in chosen]
    else:
        codes = [code for code in terms if code in numbers or code in chosen]
        if name not in IN_THEIR_ORDER:
            codes.sort(key=lambda code: -numbers.get(code, 0))
    return {code: f"{code}. {terms[code].name}" if name == "sdg" else terms[code].name for code in codes}


def _place_labels(found: PracticeFilter, numbers: Mapping[str, int] | None) -> dict[str, str]:
    """Parts of what was chosen come first, then oblasts, then whole countries."""
    chosen = found.chosen.get("place", ())
    ranks = {PlaceKind.OBLAST: 1, PlaceKind.COUNTRY: 2}
    places = [
        place
        for code, place in found.places.items()
        if code in chosen
        or (place.kind != PlaceKind.COUNTRY or code == COUNTRY if numbers is None else code in numbers)
    ]
    places.sort(
        key=lambda place: (
            ranks.get(PlaceKind(place.kind), 0),
            -(numbers or {}).get(place.code, 0),
            place.name,
        )
    )
    return {place.code: place_choice(place) for place in places}


def _organisation_labels(found: PracticeFilter, numbers: Mapping[str, int] | None) -> dict[str, str]:
    known = {slug: organisation.name for slug, organisation in found.organisations.items()}
    if numbers is None:
        return known
    most = [*numbers][:MAX_ORGANISATIONS]
    for organisation in Organisation.objects.filter(slug__in=most).only("slug", "name_bg", "name_en"):
        known[organisation.slug] = organisation.name
    slugs = [*most, *(slug for slug in known if slug not in most)]
    return {slug: known[slug] for slug in slugs if slug in known}


def tiles(found: PracticeFilter, counts: FacetCounts | None) -> list[Tile]:
    """The oblasts of the drawing; each leads to the cards of what is done there."""
    oblasts = [place for place in found.places.values() if place.kind == PlaceKind.OBLAST]
    addresses = found.toggled("place", [oblast.code for oblast in oblasts], view="cards")
    return oblast_tiles(
        oblasts,
        counts=None if counts is None else counts.facets["area"],
        chosen=found.chosen.get("place", ()),
        url_of=lambda code: f"?{addresses[code]}",
    )


def whole_country(found: PracticeFilter, counts: FacetCounts | None) -> Option:
    """What is done in all of Bulgaria, which no tile shows."""
    return Option(
        label=_("The whole country"),
        count=None if counts is None else counts.facets["area"].get(COUNTRY, 0),
        url=f"?{found.toggled('place', [COUNTRY], view='cards')[COUNTRY]}",
        is_chosen=COUNTRY in found.chosen.get("place", ()),
    )
