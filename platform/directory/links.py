"""Organisations that members' texts link to (core/links.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from core.subjects import Subject
from directory.models import Organisation

if TYPE_CHECKING:
    from core.access import Actor

KIND = "organisation"


class LinkedOrganisations:
    def ids_of(self, values: Iterable[str]) -> Mapping[str, int]:
        return dict(Organisation.objects.filter(slug__in=list(values)).values_list("slug", "pk"))

    def cards(self, ids: Iterable[int], actor: Actor) -> dict[int, Subject]:
        found = Organisation.objects.visible_to(actor).filter(pk__in=list(ids))
        return {each.pk: Subject(KIND, each.pk, each.name, each.get_absolute_url()) for each in found}
