"""What a list of practices is narrowed by, how it is sorted and shown: each choice is a parameter of the address, so that every
view can be sent on, exported and subscribed to.

Owns reading and writing the addresses, and the conditions in the database; how many there are of each choice is
practices.facets'. Unknown codes are as if not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.paging import Page, in_order, latest_first
from directory.models import Organisation
from practices.models import Practice, PracticeTerm
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place, Term, name_column

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict
    from django.utils.functional import _StrPromise

    from practices.querysets import PracticeQuerySet

PAGE_SIZE = 12
"""Cards on a page: six screens of a phone."""
TABLE_SIZE = 15
MAX_CHOSEN = 20
"""Values of one parameter; more than anybody ticks."""
FIRST_YEAR, LAST_YEAR = 1950, 2100

VIEWS: dict[str, str | _StrPromise] = {
    "cards": pgettext_lazy("how practices are shown", "Cards"),
    "table": pgettext_lazy("how practices are shown", "Table"),
    "map": pgettext_lazy("how practices are shown", "Map"),
}
"""How practices are shown; the first is the default."""
SORTS = ("-published", "published", "title", "-title")
"""By when they were published or by title; the first is the default."""

TERM_PARAMETERS = {
    "theme": Vocabulary.THEME,
    "target_group": Vocabulary.TARGET_GROUP,
    "level": Vocabulary.LEVEL,
    "sdg": Vocabulary.SDG,
    "funding": Vocabulary.FUNDING,
}
LABELS: dict[str, str | _StrPromise] = {
    "theme": _("Theme"),
    "target_group": _("Target group"),
    "place": _("Place"),
    "organisation": _("Organisation"),
    "level": _("Level"),
    "funding": _("Funding"),
    "sdg": _("Sustainable development goal"),
    "year": _("Year of start"),
}
"""All parameters that narrow, in the order in which they are offered and stand in an address."""


class TermChoice(NamedTuple):
    """A term as the page needs it: a hundred of them as objects would cost a page a tenth of its time."""

    pk: int
    name: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Removable:
    """A choice with the query string of the view without it."""

    label: str
    query: str


class PracticeFilter:
    """One view of the practices, as an address describes it. Up to three queries: terms, places, chosen organisations."""

    def __init__(self, parameters: QueryDict) -> None:
        self.parameters = parameters

    # --- What was asked for ---------------------------------------------------------------------------------------

    @cached_property
    def terms(self) -> dict[str, dict[str, TermChoice]]:
        """Parameter → code → term, retired ones too: old addresses and old practices keep theirs."""
        found: dict[str, dict[str, TermChoice]] = {name: {} for name in TERM_PARAMETERS}
        names = {str(vocabulary): name for name, vocabulary in TERM_PARAMETERS.items()}
        rows = Term.objects.filter(vocabulary__in=names)
        for vocabulary, code, pk, name, retired_on in rows.values_list(
            "vocabulary", "code", "pk", name_column(), "retired_on"
        ):
            found[names[vocabulary]][code] = TermChoice(pk, name, retired_on is not None)
        return found

    @cached_property
    def places(self) -> dict[str, Place]:
        """Code → place: countries, oblasts, what was asked for, and the parts of it that one may want to narrow to next."""
        asked = self._asked("place")
        wanted = Q(kind__in=(PlaceKind.COUNTRY, PlaceKind.OBLAST))
        if asked:
            wanted |= Q(code__in=asked) | Q(parent__code__in=asked)
        return {place.code: place for place in Place.objects.filter(wanted).order_by()}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Slug → organisation, of those that were asked for."""
        asked = self._asked("organisation")
        return {o.slug: o for o in Organisation.objects.filter(slug__in=asked)} if asked else {}

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Parameter → codes that exist, in the order of LABELS; within a parameter any will do, and all must agree."""
        found = {}
        for name in LABELS:
            known = tuple(code for code in self._asked(name) if self._exists(name, code))
            if known:
                found[name] = known
        return found

    def _asked(self, name: str) -> list[str]:
        # A value with a zero byte can't be asked of PostgreSQL; no code has one.
        values = (
            value for value in self.parameters.getlist(name) if 0 < len(value) <= 80 and value.isprintable()
        )
        return list(dict.fromkeys(values))[:MAX_CHOSEN]

    def _exists(self, name: str, code: str) -> bool:
        if name in TERM_PARAMETERS:
            return code in self.terms[name]
        if name == "year":
            return code.isascii() and code.isdigit() and FIRST_YEAR <= int(code) <= LAST_YEAR
        return code in (self.places if name == "place" else self.organisations)

    @cached_property
    def view(self) -> str:
        asked = self.parameters.get("view", "")
        return asked if asked in VIEWS else next(iter(VIEWS))

    @cached_property
    def sort(self) -> str:
        asked = self.parameters.get("sort", "")
        return asked if asked in SORTS else SORTS[0]

    # --- The practices --------------------------------------------------------------------------------------------

    def narrow(self, practices: PracticeQuerySet) -> PracticeQuerySet:
        """Those that fit, unsorted."""
        for name, codes in self.chosen.items():
            practices = practices.filter(self._condition(name, codes))
        return practices

    def _condition(self, name: str, codes: tuple[str, ...]) -> Q:
        if name == "organisation":
            return Q(organisation__in=[self.organisations[code].pk for code in codes])
        if name == "year":
            years = Q()
            for code in codes:
                years |= Q(starts_on__year=int(code))
            return years
        if name == "place":
            links = Practice.places.through.objects.filter(place__in=self._within(codes))
            return Q(pk__in=links.values("practice"))
        terms = [self.terms[name][code].pk for code in codes]
        if len(terms) == 1:
            return Q(practice_terms__term=terms[0])  # at most one row, and quicker than a subquery
        return Q(Exists(PracticeTerm.objects.filter(practice=OuterRef("pk"), term__in=terms)))

    def _within(self, codes: Iterable[str]) -> QuerySet[Place, Any]:
        """The places with these codes and all that lies in them; a country stands for itself alone."""
        around = [code for code in codes if self.places[code].kind != PlaceKind.COUNTRY]
        return Place.objects.filter(
            Q(code__in=codes) | Q(parent__code__in=around) | Q(parent__parent__code__in=around)
        ).values("pk")

    def sorted(self, practices: PracticeQuerySet) -> PracticeQuerySet:
        """All that fit in the order of the view, for those who read on to the end."""
        sign = "-" if self.sort.startswith("-") else ""
        return self.narrow(practices).order_by(f"{sign}{self._sort_column}", f"{sign}pk")

    def page(self, practices: PracticeQuerySet) -> Page[Practice]:
        """One page of what fits. Raises Http404 for a broken cursor."""
        rows = self.narrow(practices).for_lists(with_pictures=self.view == "cards")
        size = TABLE_SIZE if self.view == "table" else PAGE_SIZE
        cursors = self.parameters.dict()
        if self.sort == SORTS[0]:
            return latest_first(rows, ("published_at",), cursors, size=size)
        return in_order(rows, self._sort_column, cursors, size=size, descending=self.sort.startswith("-"))

    @property
    def _sort_column(self) -> str:
        if self.sort.endswith("published"):
            return "published_at"
        return "title_key_en" if get_language() == "en" else "title_key_bg"

    @property
    def has_cursor(self) -> bool:
        return any(name in self.parameters for name in ("before", "after", "following", "preceding"))

    # --- Addresses ------------------------------------------------------------------------------------------------

    @cached_property
    def query(self) -> str:
        """The whole view as a query string, to go on from; never a page of it."""
        return self.address()

    def address(self, *, view: str | None = None, sort: str | None = None) -> str:
        """The query string of this view, shown or sorted in another way where that is said."""
        return urlencode(self._pairs() + self._manner(view, sort))

    @property
    def narrowing(self) -> str:
        """The choices alone as a query string, for what has no view: exports, feeds."""
        return urlencode(self._pairs() + self._manner(next(iter(VIEWS)), None))

    def _pairs(self, *, without: str = "") -> list[tuple[str, str]]:
        return [(name, code) for name, codes in self.chosen.items() if name != without for code in codes]

    def _manner(self, view: str | None = None, sort: str | None = None) -> list[tuple[str, str]]:
        view, sort = view or self.view, sort or self.sort
        pairs = [("view", view)] if view != next(iter(VIEWS)) else []
        return pairs + ([("sort", sort)] if sort != SORTS[0] else [])

    def toggled(self, name: str, codes: Iterable[str], *, view: str | None = None) -> dict[str, str]:
        """Code → query string with the code chosen, or no longer chosen. Made for many codes at once."""
        chosen = self.chosen.get(name, ())
        order = list(LABELS)
        others = self._pairs(without=name)
        before = urlencode([pair for pair in others if order.index(pair[0]) < order.index(name)])
        after = urlencode(
            [pair for pair in others if order.index(pair[0]) > order.index(name)] + self._manner(view)
        )
        addresses = {}
        for code in codes:
            kept = [other for other in chosen if other != code] + ([] if code in chosen else [code])
            own = "&".join(f"{name}={quote(other)}" for other in kept)
            addresses[code] = "&".join(part for part in (before, own, after) if part)
        return addresses

    @property
    def cleared(self) -> str:
        """The query string of the same view with nothing chosen."""
        return urlencode(self._manner())

    def removable(self) -> list[Removable]:
        """Of each choice its label, and the query string without it."""
        return [
            Removable(self.label(name, code), self.toggled(name, [code])[code])
            for name, codes in self.chosen.items()
            for code in codes
        ]

    def parameter_label(self, name: str) -> str:
        return str(LABELS[name])

    def label(self, name: str, code: str) -> str:
        """What a choice is called beside choices of other parameters."""
        if name in TERM_PARAMETERS:
            return self.terms[name][code].name
        if name == "place":
            place = self.places[code]
            return place.label if place.kind == PlaceKind.OBLAST else place_choice(place)
        return self.organisations[code].name if name == "organisation" else code


COUNTRY = "BG"


def place_choice(place: Place) -> str:
    """A place among those that lie around it: an oblast and its municipality often share a name."""
    if place.code == COUNTRY:
        return str(_("The whole country"))
    if place.kind == PlaceKind.MUNICIPALITY:
        return str(_("%(name)s municipality")) % {"name": place.name}
    return (
        str(_("%(name)s district")) % {"name": place.name} if place.kind == PlaceKind.DISTRICT else place.name
    )
