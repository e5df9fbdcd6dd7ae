"""Which organisations and memberships there are for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from core.folding import fold
from directory.enums import MembershipState

if TYPE_CHECKING:
    from core.access import Actor
    from directory.models import Invitation, Membership, Organisation  # noqa: F401 - named in strings


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        """The directory is public, for everybody."""
        return self

    def in_place(self, code: str) -> OrganisationQuerySet:
        """Those in a place or in any part of it: an oblast has its municipalities' and their districts'."""
        within = Q(place__code=code)
        for up in ("place__parent", "place__parent__parent", "place__parent__parent__parent"):
            within |= Q(**{f"{up}__code": code})
        return self.filter(within)

    def named_like(self, text: str) -> OrganisationQuerySet:
        """Those whose names, in any language, have each of these words in them, whatever the case."""
        found = self
        for word in fold(text).split():
            found = found.filter(folded_names__contains=word)
        return found

    def by_name(self) -> OrganisationQuerySet:
        """In the alphabet of the page's language."""
        return self.order_by("name_en" if get_language() == "en" else "name_bg", "pk")

    def for_cards(self) -> OrganisationQuerySet:
        return self.select_related("kind", "place__parent__parent__parent")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Confirmed and not over. An end date is the last day that counts."""
        return self.filter(state=MembershipState.CONFIRMED).filter(
            Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
        )

    def waiting(self) -> MembershipQuerySet:
        """Requests that nobody has decided yet, oldest first."""
        return self.filter(state=MembershipState.REQUESTED).order_by("requested_at", "pk")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Those that can still be taken up."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
