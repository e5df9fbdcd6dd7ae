"""Practices that members' texts link to (core/links.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language

from core.subjects import Subject
from practices.models import Practice

if TYPE_CHECKING:
    from core.access import Actor

KIND = "practice"


class LinkedPractices:
    def ids_of(self, values: Iterable[int]) -> Mapping[int, int]:
        """The address names the id. No query: what isn't there, or not for the reader, gets no card."""
        return {value: value for value in values if value < 2**63}

    def cards(self, ids: Iterable[int], actor: Actor) -> dict[int, Subject]:
        """Public ones, by their title in the language of the page, else in the other one."""
        rows = (
            Practice.objects.public()
            .visible_to(actor)
            .filter(pk__in=list(ids))
            .values_list("pk", "texts__language", "texts__title")
        )
        titles: dict[int, dict[str, str]] = {}
        for pk, language, title in rows:
            titles.setdefault(pk, {})[language] = title
        return {
            pk: Subject(
                KIND,
                pk,
                known.get(get_language() or "bg") or known.get("bg") or known["en"],
                reverse("practices:practice_detail", args=[pk]),
            )
            for pk, known in titles.items()
        }
