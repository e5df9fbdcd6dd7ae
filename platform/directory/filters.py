"""What the list of organisations can be narrowed by, read from the address."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.sanitising import clean_plain_text
from taxonomy.choices import term_choices
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place

if TYPE_CHECKING:
    from directory.querysets import OrganisationQuerySet

MAX_QUERY_LENGTH = 100


class OrganisationFilter:
    """Words of the name, type, oblast. Values that don't exist narrow to nothing, as any other value would."""

    def __init__(self, data: QueryDict) -> None:
        self.q = " ".join(clean_plain_text(data.get("q", "")).split())[:MAX_QUERY_LENGTH]
        self.kind = data.get("kind", "")[:60]
        self.place = data.get("place", "")[:12]

    def apply(self, organisations: OrganisationQuerySet) -> OrganisationQuerySet:
        if self.q:
            organisations = organisations.named_like(self.q)
        if self.kind:
            organisations = organisations.filter(kind__code=self.kind)
        if self.place:
            organisations = organisations.in_place(self.place)
        return organisations

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.kind or self.place)

    @property
    def base_query(self) -> str:
        """For the links of the pages: what is chosen, and an ampersand."""
        chosen = QueryDict(mutable=True)
        chosen.update({name: value for name in ("q", "kind", "place") if (value := getattr(self, name))})
        return f"{chosen.urlencode()}&" if chosen else ""

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        return [("", _("All types")), *term_choices(Vocabulary.ORGANISATION_TYPE)]

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        oblasts = Place.objects.filter(kind=PlaceKind.OBLAST)
        return [
            ("", _("The whole country")),
            *sorted(((p.code, p.name) for p in oblasts), key=lambda pair: pair[1]),
        ]
