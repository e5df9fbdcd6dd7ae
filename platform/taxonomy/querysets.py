"""Questions about terms and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from taxonomy.models import Place, Term  # noqa: F401 - named in strings


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, vocabulary: str) -> TermQuerySet:
        return self.filter(vocabulary=vocabulary)

    def offered(self) -> TermQuerySet:
        """Those that a form offers: not retired."""
        return self.filter(retired_on=None)


class PlaceQuerySet(models.QuerySet["Place"]):
    def with_parents(self) -> PlaceQuerySet:
        """District → municipality → oblast → country in one query."""
        return self.select_related("parent__parent__parent")
