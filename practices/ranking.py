"""Which practices fit a municipality, and why: for an officer who asks “what could we do here?”.

A practice is there for *reasons*, each a fact that the reader can check, and shown beside it. The rank is the sum of the
reasons' weights (`score`), nothing else; of two with the same sum the later published one comes first. What is known of a
municipality is what is in the database: its place, what was published there and by its organisations, what its people ask.
A reason for which there are no data is never given.

Only a bounded set is looked at: of each reason the latest practices that have it. With 20,000 practices a page costs what it
costs with 200.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from core.open_questions import Ids, open_questions_in
from practices.enums import BGN_PER_EUR, Currency
from practices.models import Practice, PracticeTerm, TaggedPractice
from taxonomy.enums import Vocabulary
from taxonomy.models import Place

if TYPE_CHECKING:
    from core.access import Actor


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
PER_REASON = 60
"""The latest practices of each reason that are looked at: more than twice what is shown."""
SHOWN = 24
MUNICIPAL_LEVELS = ("local", "neighbourhood")
"""Codes of the levels on which a municipality can act by itself."""
BAND_EDGES_EUR = (10_000, 50_000, 200_000)
"""Where one size of budget ends and the next begins: a pilot, a year's project, a larger one, a programme."""


@dataclass(frozen=True)
class Ranked:
    practice: Practice
    reasons: list[Reason]


def score(reasons: Iterable[Reason]) -> int:
    """How well a practice fits: the sum of the weights of its reasons."""
    return sum(WEIGHTS[reason] for reason in reasons)


def practices_for(municipality: Place, actor: Actor) -> list[Ranked]:
    """The practices that fit best, each with its reasons. Five queries, and one for the actor's access to the forum.

    Needs the municipality with its parent. Goes through the gate for practices and for questions alike.
    """
    published = Practice.objects.published().visible_to(actor)
    conditions = _conditions(municipality, actor)
    latest = published.order_by("-published_at", "-pk")
    candidates = Q()
    for reason in (Reason.QUESTION, Reason.OBLAST, Reason.GROUPS, Reason.LEVEL):
        candidates |= Q(pk__in=latest.filter(conditions[reason]).values("pk")[:PER_REASON])
    flags = {f"has_{reason}": Case(When(so, then=True), default=False) for reason, so in conditions.items()}
    rows = published.filter(candidates).annotate(budget_band=_budget_band()).annotate(**flags)
    found: list[tuple[int, datetime.datetime, int, list[Reason]]] = []
    for pk, published_at, *answers in rows.values_list("pk", "published_at", *flags):
        reasons = [reason for reason, is_so in zip(conditions, answers, strict=True) if is_so]
        if Reason.HERE in reasons:
            reasons = [reason for reason in reasons if reason not in IMPLIED_BY_HERE]
        found.append((score(reasons), published_at, pk, reasons))
    best = sorted(found, key=lambda row: row[:3], reverse=True)[:SHOWN]
    practices = published.filter(pk__in=[row[2] for row in best]).for_cards().in_bulk()
    return [Ranked(practices[pk], reasons) for _score, _at, pk, reasons in best if pk in practices]


def _conditions(municipality: Place, actor: Actor) -> dict[Reason, Q]:
    """For each reason the condition that a practice has it."""
    here = Place.objects.filter(Q(pk=municipality.pk) | Q(parent=municipality.pk)).order_by().values("pk")
    oblast = municipality.parent_id
    around = (
        Place.objects.filter(Q(pk=oblast) | Q(parent=oblast) | Q(parent__parent=oblast))
        .order_by()
        .values("pk")
    )
    own = _own_practices(here)
    own_groups = PracticeTerm.objects.filter(
        practice__in=own, term__vocabulary=Vocabulary.TARGET_GROUP
    ).values("term")
    asked = Q(pk__in=[])
    for questions in open_questions_in(here, "practice", actor):
        themes = PracticeTerm.objects.filter(
            practice__in=questions.subject_ids, term__vocabulary=Vocabulary.THEME
        ).values("term")
        asked |= Q(_has_term(themes)) | Q(_is_tagged(questions.tag_ids))
    levels = PracticeTerm.objects.filter(
        practice=OuterRef("pk"), term__vocabulary=Vocabulary.LEVEL, term__code__in=MUNICIPAL_LEVELS
    )
    return {
        Reason.QUESTION: asked,
        Reason.HERE: Q(_lies_in(here)),
        Reason.OBLAST: Q(_lies_in(around)),
        Reason.GROUPS: Q(_has_term(own_groups)),
        Reason.LEVEL: Q(Exists(levels)),
        Reason.BUDGET: _costs_like(own),
    }


def _own_practices(here: Ids) -> Ids:
    """What was published in the municipality or by its organisations: the latest ones, which say what it works on now."""
    through = Practice.places.through.objects.filter(place__in=here).values("practice")
    own = Practice.objects.published().filter(Q(pk__in=through) | Q(organisation__place__in=here))
    return own.order_by("-published_at", "-pk").values("pk")[:PER_REASON]


def _lies_in(places: Ids) -> Exists:
    return Exists(Practice.places.through.objects.filter(practice=OuterRef("pk"), place__in=places))


def _has_term(terms: Ids) -> Exists:
    return Exists(PracticeTerm.objects.filter(practice=OuterRef("pk"), term__in=terms))


def _is_tagged(tags: Ids) -> Exists:
    return Exists(TaggedPractice.objects.filter(content_object=OuterRef("pk"), tag__in=tags))


def _costs_like(own: Ids) -> Q:
    """The budget is of the size of one there. Never for a card without a budget."""
    usual = Practice.objects.filter(pk__in=own, budget_amount__isnull=False).annotate(size=_budget_band())
    return Q(budget_amount__isnull=False, budget_band__in=usual.values("size"))


def _budget_band() -> Case:
    """The number of the band that a budget lies in, whether it is in euro or in leva. Compares, and calculates nothing."""
    below = [
        Q(budget_currency=Currency.BGN, budget_amount__lt=edge * BGN_PER_EUR)
        | (~Q(budget_currency=Currency.BGN) & Q(budget_amount__lt=edge))
        for edge in BAND_EDGES_EUR
    ]
    bands = (When(condition, then=models.Value(number)) for number, condition in enumerate(below))
    return Case(*bands, default=models.Value(len(below)), output_field=models.IntegerField())
