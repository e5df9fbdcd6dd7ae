"""What forms and filters offer, and the names that go with codes; each in as few queries as there are tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from taxonomy.enums import PlaceKind
from taxonomy.models import Place, Term, name_column

Choices = list[tuple[str, str]]
GroupedChoices = list[tuple[str, str | Choices]]


def terms_of(vocabulary: str) -> list[Term]:
    """The terms that a form offers, in order. One query."""
    return list(Term.objects.of(vocabulary).offered())


def term_choices(vocabulary: str) -> Choices:
    """(code, name) of the terms that a form offers. One query."""
    return [(term.code, term.name) for term in terms_of(vocabulary)]


def choices_of(vocabularies: Iterable[str]) -> dict[str, Choices]:
    """(code, name) pairs for each of several vocabularies, in one query."""
    found: dict[str, Choices] = {vocabulary: [] for vocabulary in vocabularies}
    for term in Term.objects.filter(vocabulary__in=list(found)).offered():
        found[term.vocabulary].append((term.code, term.name))
    return found


def names_of(codes: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Vocabulary → codes becomes (vocabulary, code) → name, retired terms too, in one query. Unknown codes are left out."""
    wanted = Q()
    for vocabulary, wanted_codes in codes.items():
        if code_list := list(wanted_codes):
            wanted |= Q(vocabulary=vocabulary, code__in=code_list)
    if not wanted:
        return {}
    # Names alone: whole terms with their synonyms would cost a results page a tenth of its time.
    rows = Term.objects.filter(wanted).order_by().values_list("vocabulary", "code", name_column())
    return {(vocabulary, code): name for vocabulary, code, name in rows}


def place_names(codes: Iterable[str], *, without: Iterable[str] = ()) -> dict[str, str]:
    """Code → label of places, in one query; unknown codes and those of the kinds `without` are left out."""
    code_list = list(codes)
    if not code_list:
        return {}
    return {
        place.code: place.label
        for place in Place.objects.filter(code__in=code_list)
        .exclude(kind__in=list(without))
        .with_parents()
        .order_by()
    }


def place_choices(*, districts: bool = True, countries: bool = False) -> GroupedChoices:
    """Places for a select: the country, then each oblast as a group of itself, its municipalities and their districts.

    One query. An oblast stands first in its own group, so that it can be chosen as a whole.
    """
    kinds = [PlaceKind.OBLAST, PlaceKind.MUNICIPALITY]
    kinds += [PlaceKind.DISTRICT] if districts else []
    places = list(Place.objects.filter(Q(kind__in=kinds) | Q(kind=PlaceKind.COUNTRY)).order_by("name_bg"))
    parts: dict[int | None, list[Place]] = {}
    for place in sorted(places, key=lambda place: place.name):
        parts.setdefault(place.parent_id, []).append(place)
    offered: GroupedChoices = []
    for country in sorted(parts.get(None, []), key=lambda place: (place.code != "BG", place.name)):
        oblasts = parts.get(country.pk, [])
        if oblasts or countries:
            offered.append((country.code, country.name))
        for oblast in oblasts:
            group = [(oblast.code, _("%(oblast)s – the whole oblast") % {"oblast": oblast.name})]
            for municipality in parts.get(oblast.pk, []):
                group.append((municipality.code, municipality.name))
                group += [
                    (district.code, f"{municipality.name} · {district.name}")
                    for district in parts.get(municipality.pk, [])
                ]
            offered.append((oblast.name, group))
    return offered
