"""Which practices there are for whom. The only place that decides it for lists; policies.py asks the same questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from directory.models import Membership
from practices.enums import EDITABLE_STATES, PUBLIC_STATES, PracticeState
from taxonomy.models import Place

if TYPE_CHECKING:
    from core.access import Actor


def _memberships_of(actor: Actor) -> models.QuerySet[Membership]:
    return Membership.objects.filter(user=actor.pk, organisation=OuterRef("organisation")).current()


class PracticeQuerySet(models.QuerySet["Practice"]):  # type: ignore[name-defined] # the two modules need each other
    def public(self) -> PracticeQuerySet:
        """What everybody may read: published ones, and archived ones with their notice."""
        return self.filter(state__in=PUBLIC_STATES)

    def published(self) -> PracticeQuerySet:
        return self.filter(state=PracticeState.PUBLISHED)

    def visible_to(self, actor: Actor) -> PracticeQuerySet:
        """Public ones; to coordinators also what was sent for review; to the organisation all of theirs.

        Somebody who left the organisation leaves its drafts behind, also those that they wrote.
        """
        if not actor.is_authenticated:
            return self.public()
        seen: Q = Q(state__in=PUBLIC_STATES) | Q(Exists(_memberships_of(actor)))
        if actor.is_coordinator:
            seen |= Q(state__in=(PracticeState.SUBMITTED, PracticeState.RETURNED))
        return self.filter(seen)

    def with_membership_of(self, actor: Actor) -> PracticeQuerySet:
        """With `is_theirs`, for this actor alone: the policies then needn't ask for the actor's memberships."""
        return self.annotate(is_theirs=Exists(_memberships_of(actor)), asked_by=models.Value(actor.pk or 0))

    def editable_by(self, actor: Actor) -> PracticeQuerySet:
        """Drafts and returned ones of the actor's organisations."""
        return self.mine(actor).filter(state__in=EDITABLE_STATES)

    def mine(self, actor: Actor) -> PracticeQuerySet:
        """Those of the actor's organisations, in whatever state."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(Exists(_memberships_of(actor)))

    def waiting_for(self, actor: Actor) -> PracticeQuerySet:
        """The queue of a coordinator: submitted, oldest first, without their own organisations' practices."""
        if not actor.is_authenticated or not actor.is_coordinator:
            return self.none()
        return (
            self.filter(state=PracticeState.SUBMITTED)
            .exclude(Exists(_memberships_of(actor)))
            .exclude(author=actor)
            .order_by("submitted_at", "pk")
        )

    def for_cards(self) -> PracticeQuerySet:
        """With what a card or a list of cards shows: organisation, texts, terms and places, in four queries."""
        links = (
            apps.get_model("practices", "PracticeTerm")
            ._default_manager.select_related("term")
            .defer("term__synonyms", "term__extra")
        )
        # What hangs on a card isn't shown in lists; the page of a card asks for it with `defer(None)`.
        return (
            self.select_related("organisation")
            .defer("shown_media")
            .prefetch_related(
                "texts",
                models.Prefetch("practice_terms", links.order_by("position")),
                models.Prefetch("places", Place.objects.with_parents()),
            )
        )


class PracticeMediaQuerySet(models.QuerySet["PracticeMedia"]):  # type: ignore[name-defined] # as above
    def public(self) -> PracticeMediaQuerySet:
        """What everybody may see: published with a card that is public."""
        return self.filter(is_public=True, practice__state__in=PUBLIC_STATES)

    def of_practices_visible_to(self, actor: Actor) -> PracticeMediaQuerySet:
        """With the practice and its draft; whether the actor sees the draft is for `check_view_media` to say."""
        practices = apps.get_model("practices", "Practice")._default_manager
        return self.filter(practice__in=practices.visible_to(actor)).select_related("practice__draft")
