"""What a list of practices is narrowed by: each choice is a parameter of the address, so that every view can be sent on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.functional import cached_property

from core.paging import Page, latest_first
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place, Term

if TYPE_CHECKING:
    from django.http import QueryDict

    from practices.models import Practice
    from practices.querysets import PracticeQuerySet

PAGE_SIZE = 12
TERM_FILTERS = {"theme": Vocabulary.THEME, "target_group": Vocabulary.TARGET_GROUP, "level": Vocabulary.LEVEL}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


class PracticeFilter:
    """Reads theme, target_group, level and place (an oblast) from an address. Unknown codes are as if not there."""

    def __init__(self, parameters: QueryDict) -> None:
        self.parameters = parameters

    @cached_property
    def _terms(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {name: [] for name in TERM_FILTERS}
        names = {str(vocabulary): name for name, vocabulary in TERM_FILTERS.items()}
        for term in Term.objects.filter(vocabulary__in=names, retired_on=None):
            found[names[term.vocabulary]].append(term)
        return found

    @cached_property
    def _oblasts(self) -> list[Place]:
        return sorted(Place.objects.filter(kind=PlaceKind.OBLAST), key=lambda place: place.name)

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Parameter → code, of those that exist."""
        found = {}
        for name, terms in self._terms.items():
            code = self.parameters.get(name, "")
            if code in {term.code for term in terms}:
                found[name] = code
        place = self.parameters.get("place", "")
        if place in {oblast.code for oblast in self._oblasts}:
            found["place"] = place
        return found

    def choices(self) -> dict[str, list[Choice]]:
        """What can be chosen, by parameter."""
        options = {
            name: [Choice(term.code, str(term), self.chosen.get(name) == term.code) for term in terms]
            for name, terms in self._terms.items()
        }
        options["place"] = [
            Choice(place.code, place.name, self.chosen.get("place") == place.code) for place in self._oblasts
        ]
        return options

    def page(self, practices: PracticeQuerySet) -> Page[Practice]:
        """One page of what fits, latest first."""
        for name, vocabulary in TERM_FILTERS.items():
            if name in self.chosen:
                practices = practices.filter(
                    practice_terms__term__vocabulary=vocabulary, practice_terms__term__code=self.chosen[name]
                )
        if "place" in self.chosen:
            code = self.chosen["place"]
            inside = Place.objects.filter(Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code))
            practices = practices.filter(
                pk__in=practices.model.places.through.objects.filter(place__in=inside).values("practice")
            )
        return latest_first(practices.for_cards(), ("published_at",), self.parameters.dict(), size=PAGE_SIZE)

    @property
    def query(self) -> str:
        """The chosen ones as a query string, to go on from."""
        return urlencode(self.chosen)

    def removable(self) -> list[tuple[str, str]]:
        """Of each chosen one its label, and the query string without it."""
        labels = {
            name: choice.label
            for name, choices in self.choices().items()
            for choice in choices
            if choice.is_chosen
        }
        return [
            (labels[name], urlencode({other: code for other, code in self.chosen.items() if other != name}))
            for name in self.chosen
        ]
