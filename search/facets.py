"""Names for the values of facets. This package knows no taxonomy: the apps that own the codes register their names.

    register_facet("theme", gettext_lazy("Theme"), names=theme_names)

`names(codes, language)` answers code → name in one query. A code without a name is not offered as a choice: so a place
facet can leave the country out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from search.contract import RESULT_FACETS
from search.documents import documents

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FacetNames = Callable[[Sequence[str], str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet that results can be narrowed by, with its heading."""

    name: str
    label: str | _StrPromise
    names: FacetNames


def _kind_names(kinds: Sequence[str], language: str) -> dict[str, str]:
    known = documents()
    return {kind: str(known[kind].label) for kind in kinds if kind in known}


_facets: dict[str, Facet] = {"kind": Facet("kind", _("Kind"), _kind_names)}


def register_facet(name: str, label: str | _StrPromise, names: FacetNames) -> None:
    """Offer a facet on the results page. `name` is one of search.contract.RESULT_FACETS; raises ValueError for another."""
    if name not in RESULT_FACETS:
        raise ValueError(f"There is no facet “{name}”; the results page knows {', '.join(RESULT_FACETS)}.")
    _facets[name] = Facet(name, label, names)


def facets() -> list[Facet]:
    """The registered facets in the order of search.contract.RESULT_FACETS."""
    return [_facets[name] for name in RESULT_FACETS if name in _facets]
