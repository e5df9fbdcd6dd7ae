"""Which practices there are for whom. The only place that decides it for lists; policies.py asks the same questions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from directory.memberships import organisation_ids_of
from directory.models import Membership
from notifications.models import Subscription
from practices.enums import EDITABLE_STATES, PUBLIC_STATES, WRITING, PracticeState
from taxonomy.enums import Vocabulary
from taxonomy.models import Place

if TYPE_CHECKING:
    from core.access import Actor

ENDED_STATUSES = ("completed", "discontinued")
"""Codes of the vocabulary of statuses: a practice that is over can't stop running."""
READ_BY_LISTS = (
    *(
        "state",
        "label",
        "published_at",
        "starts_on",
        "ends_on",
        "organisation__name_bg",
        "organisation__name_en",
    ),
    # What they are sorted by (practices.sorting).
    *("title_key_bg", "title_key_en", "organisation_key_bg", "organisation_key_en"),
    *("start_year", "level_position", "label_rank"),
)
"""To read whole rows for a page of practices would take longer than to show it."""
UNREAD_BY_PAGES = (
    *("creation_token", "update_note", "start_year", "level_position", "label_rank"),
    *("title_key_bg", "title_key_en", "organisation_key_bg", "organisation_key_en"),
    *("organisation__folded_names", "organisation__source_note_bg", "organisation__source_note_en"),
)
"""Of a practice and its organisation what the page of a card doesn't show."""
READ_BY_QUEUE = (
    *("state", "update_state", "submitted_at", "review_round"),
    *("organisation__name_bg", "organisation__name_en"),
    *("author__display_name", "claim__claimed_at", "claim__coordinator__display_name"),
)


def _memberships_of(actor: Actor) -> models.QuerySet[Membership]:
    return Membership.objects.filter(user=actor.pk, organisation=OuterRef("organisation")).current()


def _written_by(actor: Actor) -> Exists:
    """Whether the actor had a hand in the card, also for an organisation that they have left."""
    events = apps.get_model("practices", "PracticeEvent")._default_manager
    return Exists(events.filter(practice=OuterRef("pk"), actor=actor.pk, action__in=WRITING))


def _draft_title(language: str) -> KeyTextTransform:
    """The title of the card document in a language, None where it isn't written in it."""
    texts = KeyTransform(language, KeyTransform("texts", "draft__document"))
    return KeyTextTransform("title", texts)


def working_in(*states: str) -> Q:
    """Those whose card document stands there: the practice itself, or the update of a published one (`working_state`)."""
    own = Q(state__in=[state for state in states if state != PracticeState.PUBLISHED])
    if PracticeState.PUBLISHED in states:
        own |= Q(state=PracticeState.PUBLISHED, update_state="")
    # That there is an update is said once more as the index of updates says it, which is found by that alone.
    return own | (Q(state=PracticeState.PUBLISHED, update_state__in=states) & ~Q(update_state=""))


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
        # By the ids, which the request knows already or is going to need: cheaper than a subquery.
        seen: Q = Q(state__in=PUBLIC_STATES) | Q(organisation__in=organisation_ids_of(actor))
        if actor.is_coordinator:
            seen |= Q(state__in=(PracticeState.SUBMITTED, PracticeState.RETURNED))
        return self.filter(seen)

    def with_membership_of(self, actor: Actor) -> PracticeQuerySet:
        """With `is_theirs` and `is_written`, for this actor alone: the policies then needn't ask for them."""
        return self.annotate(
            is_theirs=Exists(_memberships_of(actor)),
            is_written=_written_by(actor),
            asked_by=models.Value(actor.pk or 0),
        )

    def with_marks_of(self, actor: Actor) -> PracticeQuerySet:
        """With what the actor made of each: `is_followed`, `is_kept` (in a collection), `own_adaptation_id`.

        `own_adaptations` is how many of the actor's organisations apply it, `has_lineage` whether it was adapted from
        something, or somebody applies it.
        """
        adaptations = apps.get_model("practices", "Adaptation")._default_manager.all()
        found = self.annotate(
            has_lineage=Exists(
                adaptations.filter(Q(practice=OuterRef("pk")) | Q(own_practice=OuterRef("pk")))
            )
        )
        if not actor.is_authenticated:
            nothing = models.Value(None, output_field=models.BigIntegerField())
            return found.annotate(
                is_followed=models.Value(False),
                is_kept=models.Value(False),
                own_adaptation_id=nothing,
                own_adaptations=models.Value(0),
            )
        followed = Subscription.objects.filter(
            user=actor.pk, kind="practice", key=Cast(OuterRef("pk"), models.CharField(max_length=20))
        )
        kept = apps.get_model("practices", "Bookmark")._default_manager.filter(
            collection__owner=actor.pk, practice=OuterRef("pk")
        )
        applied = adaptations.filter(practice=OuterRef("pk"), organisation__in=organisation_ids_of(actor))
        return found.annotate(
            is_followed=Exists(followed),
            is_kept=Exists(kept),
            own_adaptation_id=Subquery(applied.order_by("pk").values("pk")[:1]),
            own_adaptations=Coalesce(
                Subquery(applied.order_by().values("practice").annotate(number=Count("pk")).values("number")),
                0,
            ),
        )

    def editable_by(self, actor: Actor) -> PracticeQuerySet:
        """Drafts, returned and published ones of the actor's organisations, and updates that don't wait for review."""
        return self.mine(actor).filter(working_in(*EDITABLE_STATES))

    def mine(self, actor: Actor) -> PracticeQuerySet:
        """Those of the actor's organisations, in whatever state."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(Exists(_memberships_of(actor)))

    def waiting_for(self, actor: Actor) -> PracticeQuerySet:
        """The queue of a coordinator: submitted cards and updates, oldest first, without those that are theirs in any way."""
        if not actor.is_authenticated or not actor.is_coordinator:
            return self.none()
        return (
            self.filter(working_in(PracticeState.SUBMITTED))
            .exclude(Exists(_memberships_of(actor)))
            .exclude(author=actor)
            .exclude(_written_by(actor))
            .order_by("submitted_at", "pk")
        )

    def for_queue(self) -> PracticeQuerySet:
        """With what a line of the queue shows and no more; of the card document the titles alone, `draft_title_bg` and `_en`.

        To read thirty documents would take longer than to show the page.
        """
        return (
            self.select_related("organisation", "author", "claim__coordinator")
            .only(*READ_BY_QUEUE)
            .annotate(
                draft_title_bg=_draft_title("bg"),
                draft_title_en=_draft_title("en"),
            )
        )

    def asking_due(self, confirmed_until: datetime.date) -> PracticeQuerySet:
        """Those that nobody has confirmed since that day and that were not asked yet. What has ended isn't asked."""
        statuses = apps.get_model("practices", "PracticeTerm")._default_manager.filter(
            practice=OuterRef("pk"), term__vocabulary=Vocabulary.STATUS, term__code__in=ENDED_STATUSES
        )
        return (
            self.filter(asked_on=None, needs_update=False, last_confirmed_on__lte=confirmed_until)
            .exclude(Exists(statuses))
            .order_by("last_confirmed_on", "pk")
        )

    def reminding_due(self, asked_until: datetime.date) -> PracticeQuerySet:
        """Those that were asked by that day and that nobody was reminded of."""
        return self.filter(asked_on__lte=asked_until, reminded_on=None, needs_update=False).order_by(
            "asked_on", "pk"
        )

    def flagging_due(self, asked_until: datetime.date) -> PracticeQuerySet:
        """Those that were asked by that day, without an answer and not marked yet."""
        return self.filter(asked_on__lte=asked_until, needs_update=False).order_by("asked_on", "pk")

    def for_open_data(self) -> PracticeQuerySet:
        """With all that the API says of a practice, in five queries."""
        links = apps.get_model("practices", "PracticeTerm")._default_manager.select_related("term")
        return self.select_related("organisation__kind").prefetch_related(
            "texts", models.Prefetch("practice_terms", links.order_by("position")), "places", "tags"
        )

    def needing_score_by(self, actor: Actor) -> PracticeQuerySet:
        """The queue of second reviewers: full cards that nobody has scored as they are published now, oldest first.

        Without those that the actor published and those of their own organisations.
        """
        if not actor.is_authenticated or not actor.is_coordinator:
            return self.none()
        return (
            self.published()
            .filter(needs_score=True)
            .exclude(Exists(_memberships_of(actor)))
            .exclude(author=actor)
            .exclude(_written_by(actor))
            .exclude(published_by=actor)
            .order_by("published_at", "pk")
        )

    def with_previous_round(self) -> PracticeQuerySet:
        """With `previous_document`: what was sent in the round that the card as it is now is compared with, or None."""
        earlier = (
            apps.get_model("practices", "PracticeRound")
            ._default_manager.filter(practice=OuterRef("pk"))
            .filter(
                Q(number__lt=OuterRef("review_round"))
                | ~Q(practice__in=self.model._default_manager.filter(working_in(PracticeState.SUBMITTED)))
            )
            .order_by("-number")
        )
        return self.annotate(previous_document=Subquery(earlier.values("document")[:1]))

    def for_cards(self) -> PracticeQuerySet:
        """With what a card shows: organisation, texts, terms and places, in four queries."""
        links = (
            apps.get_model("practices", "PracticeTerm")
            ._default_manager.select_related("term")
            .defer("term__synonyms", "term__extra")
        )
        # What hangs on a card isn't shown with many; its page is read with `for_page`.
        return (
            self.select_related("organisation")
            .defer("shown_media")
            .prefetch_related(
                models.Prefetch("practice_terms", links.order_by("position")),
                models.Prefetch("places", Place.objects.with_parents()),
                "texts",
            )
        )

    def for_lists(self, *, with_pictures: bool = False) -> PracticeQuerySet:
        """With what lists show beside the words (practices.list_words) and are sorted by: no more columns than that."""
        pictures = ("shown_media",) if with_pictures else ()
        return self.select_related("organisation").only(*READ_BY_LISTS, *pictures)

    def for_page(self) -> PracticeQuerySet:
        """With what the page of one card shows beside its words (practices.words), in two queries: organisation and texts.

        `others_of_organisation` is how many other practices of the organisation are published.
        """
        others = (
            apps.get_model("practices", "Practice")
            ._default_manager.filter(organisation=OuterRef("organisation"))
            .exclude(pk=OuterRef("pk"))
            .order_by()
            .values("organisation")
            # Counted among the organisation's: with a condition on the state SQLite would go through all published ones.
            .annotate(number=Count("pk", filter=Q(state=PracticeState.PUBLISHED)))
        )
        return (
            self.select_related("organisation__kind")
            .defer(*UNREAD_BY_PAGES)
            .prefetch_related("texts")
            .annotate(others_of_organisation=Coalesce(Subquery(others.values("number")), 0))
        )


class AdaptationQuerySet(models.QuerySet["Adaptation"]):  # type: ignore[name-defined] # the two modules need each other
    def visible_to(self, actor: Actor) -> AdaptationQuerySet:
        """As public as the card on which they stand; the organisation sees its own in any case."""
        seen = Q(practice__state__in=PUBLIC_STATES)
        return self.filter(seen | Q(organisation__in=organisation_ids_of(actor)))

    def kept_by(self, actor: Actor) -> AdaptationQuerySet:
        """Those that the actor's organisations tell about."""
        return self.filter(organisation__in=organisation_ids_of(actor))


class CollectionQuerySet(models.QuerySet["Collection"]):  # type: ignore[name-defined] # the two modules need each other
    def owned_by(self, actor: Actor) -> CollectionQuerySet:
        """The actor's own, shared or not, the one that changed last first."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(owner=actor).order_by("-changed_at", "-pk")

    def shared(self) -> CollectionQuerySet:
        """Those that whoever has the address may read."""
        return self.filter(is_shared=True, owner__is_active=True)


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):  # type: ignore[name-defined] # the two modules need each other
    def visible_to(self, actor: Actor) -> ImportBatchQuerySet:
        """Their own alone: it holds cards that nobody else has seen."""
        return self.filter(owner=actor.pk) if actor.is_authenticated else self.none()


class PracticeMediaQuerySet(models.QuerySet["PracticeMedia"]):  # type: ignore[name-defined] # as above
    def public(self) -> PracticeMediaQuerySet:
        """What everybody may see: published with a card that is public."""
        return self.filter(is_public=True, practice__state__in=PUBLIC_STATES)

    def of_practices_visible_to(self, actor: Actor) -> PracticeMediaQuerySet:
        """With the practice and its draft; whether the actor sees the draft is for `check_view_media` to say."""
        practices = apps.get_model("practices", "Practice")._default_manager
        return self.filter(practice__in=practices.visible_to(actor)).select_related("practice__draft")
