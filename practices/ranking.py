"""Which practices fit a municipality, and why: for an officer who asks “what could we do here?”.

A practice is there for *reasons*, each a fact that the reader can check, and shown beside it. The rank is the sum of the
reasons' weights (`score`), nothing else; of two with the same sum the later published one comes first. What is known of a
municipality is what is in the database: its place, what is carried out there, what its people ask.
A reason for which there are no data is never given.

Only a bounded set is looked at: of each reason the latest practices that have it. With 20,000 practices a page costs what it
costs with 200.
"""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Cast

from core.open_questions import open_questions_in
from practices.enums import BGN_PER_EUR, Currency
from practices.models import Practice, PracticeTerm, TaggedPractice
from taxonomy.enums import Vocabulary
from taxonomy.place_labels import known_places

if TYPE_CHECKING:
    from core.access import Actor
    from practices.querysets import PracticeQuerySet
    from taxonomy.models import Place


class Reason(models.TextChoices):
    """Why a practice is there. In the order in which they are named beside it."""

    QUESTION = "question"
    HERE = "here"
    OBLAST = "oblast"
    GROUPS = "groups"
    LEVEL = "level"
    BUDGET = "budget"


WEIGHTS: dict[Reason, int] = {
    Reason.QUESTION: 6,  # somebody there is asking for exactly this now
    Reason.HERE: 4,  # the people to ask are next door; and what runs here already shouldn't be invented again
    Reason.OBLAST: 4,  # the same institutions, partners and labour market
    Reason.GROUPS: 3,  # the same people need it
    Reason.LEVEL: 2,  # within the powers of a municipality
    Reason.BUDGET: 1,  # a hint only: sums in cards are rough
}
"""What each reason adds. The strongest of the lasting ones (place, groups) together outweigh a question on another theme."""

IMPLIED_BY_HERE = frozenset({Reason.OBLAST, Reason.GROUPS, Reason.BUDGET})
"""What a practice of the municipality itself has by definition: the municipality is known by it."""
PER_REASON = 40
"""The latest practices of each reason that are looked at: more than three times what is shown."""
SHOWN = 12
MUNICIPAL_LEVELS = ("local", "neighbourhood")
"""Codes of the levels on which a municipality can act by itself."""
BAND_EDGES_EUR = (10_000, 50_000, 200_000)
"""Where one size of budget ends and the next begins: a pilot, a year's project, a larger one, a programme."""


_PLACES = Practice.places.through._default_manager.order_by()


@dataclass(frozen=True)
class Ranked:
    practice: Practice
    reasons: list[Reason]


def score(reasons: Iterable[Reason]) -> int:
    """How well a practice fits: the sum of the weights of its reasons."""
    return sum(WEIGHTS[reason] for reason in reasons)


def practices_for(municipality: Place, actor: Actor) -> list[Ranked]:
    """The practices that fit best, each with its reasons. Six queries besides the actor's access to the forum.

    Needs the municipality with its parent. Goes through the gate for practices and for questions alike.
    """
    known = _known_of(municipality, actor)
    conditions = known.conditions()
    rows = known.candidates().annotate(**{f"has_{reason}": so for reason, so in conditions.items()})
    found: list[tuple[int, datetime.datetime, int, list[Reason]]] = []
    for pk, published_at, *answers in rows.values_list(
        "pk", "published_at", *(f"has_{reason}" for reason in conditions)
    ):
        reasons = [reason for reason, is_so in zip(conditions, answers, strict=True) if is_so]
        if Reason.HERE in reasons:
            reasons = [reason for reason in reasons if reason not in IMPLIED_BY_HERE]
        found.append((score(reasons), published_at, pk, reasons))
    best = sorted(found, key=lambda row: row[:3], reverse=True)[:SHOWN]
    seen = Practice.objects.published().visible_to(actor).filter(pk__in=[row[2] for row in best])
    practices = seen.for_lists().in_bulk()
    return [Ranked(practices[pk], reasons) for _score, _at, pk, reasons in best if pk in practices]


@dataclass(frozen=True)
class _Known:
    """What is known of a municipality: ids of terms, tags and places, and the sizes of budgets there."""

    here: list[int]
    around: list[int]
    groups: list[int]
    bands: list[int]
    asked_themes: list[int] = field(default_factory=list)
    asked_tags: list[int] = field(default_factory=list)

    def conditions(self) -> dict[Reason, Exists | Case]:
        """For each reason that can be given here the condition that a practice has it, in the order of the reasons."""
        asked = [_has_term(self.asked_themes)] if self.asked_themes else []
        asked += [_is_tagged(self.asked_tags)] if self.asked_tags else []
        found: dict[Reason, Exists | Case] = {}
        if asked:
            found[Reason.QUESTION] = _flag(*asked)
        found[Reason.HERE] = _lies_in(self.here)
        found[Reason.OBLAST] = _lies_in(self.around)
        if self.groups:
            found[Reason.GROUPS] = _has_term(self.groups)
        found[Reason.LEVEL] = _on_municipal_level()
        if self.bands:
            found[Reason.BUDGET] = _flag(Q(budget_amount__isnull=False) & _band_in(self.bands))
        return found

    def candidates(self) -> PracticeQuerySet:
        """The latest practices of each reason that is not only a hint.

        Reasons that few practices have begin at those few; what very many have is met soon when going back in time. All are
        brought together by a union: with an "or" both databases would try every practice.
        """
        latest = Practice.objects.published().order_by("-published_at", "-pk")
        lists = [latest.filter(pk__in=_PLACES.filter(place__in=self.around).values("practice"))]
        if self.asked_themes:
            of_themes = PracticeTerm.objects.filter(term__in=self.asked_themes).order_by()
            lists.append(latest.filter(pk__in=of_themes.values("practice")))
        if self.asked_tags:
            tagged = TaggedPractice.objects.filter(tag__in=self.asked_tags)
            lists.append(latest.filter(pk__in=tagged.values("content_object")))
        if self.groups:
            lists.append(latest.filter(_has_term(self.groups)))
        lists.append(latest.filter(_on_municipal_level()))
        first, *others = (
            Practice.objects.filter(pk__in=found.values("pk")[:PER_REASON]).values("pk") for found in lists
        )
        together: PracticeQuerySet = Practice.objects.filter(pk__in=first.union(*others))
        return together


def _known_of(municipality: Place, actor: Actor) -> _Known:
    """What is known of the municipality. Three queries: its practices, their groups, what is asked; one more if it is."""
    places = known_places()
    here = places.ids_within(municipality.code)
    around = places.ids_within(municipality.parent.code) if municipality.parent else here
    own = (
        Practice.objects.published()
        .filter(pk__in=_PLACES.filter(place__in=here).values("practice"))
        .order_by("-published_at", "-pk")
        .values_list("pk", "budget_amount", "budget_currency")[:PER_REASON]
    )
    own_ids, bands = [], set()
    for pk, amount, currency in own:
        own_ids.append(pk)
        if amount is not None:
            bands.add(_band_of(amount, currency))
    groups = PracticeTerm.objects.filter(practice__in=own_ids, term__vocabulary=Vocabulary.TARGET_GROUP)
    found = _Known(
        here=here,
        around=around,
        groups=list(groups.order_by().values_list("term", flat=True).distinct()),
        bands=sorted(bands),
    )
    for asked in open_questions_in(here, "practice", actor):
        about = PracticeTerm.objects.order_by().filter(
            practice__in=asked.subject_ids, term__vocabulary=Vocabulary.THEME
        )
        for what, which in _part("theme", about, "term_id").union(_part("tag", asked.tags, "tag_id")):
            (found.asked_themes if what == "theme" else found.asked_tags).append(which)
    return found


def _part(what: str, rows: models.QuerySet[Any, Any], column: str) -> models.QuerySet[Any, Any]:
    label = models.Value(what, output_field=models.CharField(max_length=12))
    number = Cast(column, models.BigIntegerField())
    return rows.annotate(what=label, which=number).values_list("what", "which")


def _lies_in(places: list[int]) -> Exists:
    return Exists(_PLACES.filter(practice=OuterRef("pk"), place__in=places))


def _has_term(terms: list[int]) -> Exists:
    return Exists(PracticeTerm.objects.filter(practice=OuterRef("pk"), term__in=terms))


def _is_tagged(tags: list[int]) -> Exists:
    return Exists(TaggedPractice.objects.filter(content_object=OuterRef("pk"), tag__in=tags))


def _on_municipal_level() -> Exists:
    return Exists(
        PracticeTerm.objects.filter(
            practice=OuterRef("pk"), term__vocabulary=Vocabulary.LEVEL, term__code__in=MUNICIPAL_LEVELS
        )
    )


def _flag(*conditions: Q | Exists) -> Case:
    return Case(*(When(condition, then=True) for condition in conditions), default=False)


def _band_in(bands: list[int]) -> Q:
    """The budget is of one of these sizes: within the edges of one, in its own currency."""
    edges = (0, *BAND_EDGES_EUR, None)
    found = Q()
    for currency, rate in ((Currency.EUR, 1), (Currency.BGN, BGN_PER_EUR)):
        for band in bands:
            low, high = edges[band], edges[band + 1]
            within = Q(budget_currency=currency, budget_amount__gte=low * rate)  # type: ignore[operator]
            found |= within if high is None else within & Q(budget_amount__lt=high * rate)
    return found


def _band_of(amount: Decimal, currency: str) -> int:
    """The number of the band that a budget lies in, whether it is in euro or in leva."""
    rate = BGN_PER_EUR if currency == Currency.BGN else 1
    return bisect.bisect_right([edge * rate for edge in BAND_EDGES_EUR], amount)
