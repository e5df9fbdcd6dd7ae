"""Where a practice came from and who applied it, as its card shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language

from core.panels import Panel
from practices.enums import PUBLIC_STATES, AdaptationState
from practices.models import Adaptation, PracticeText
from practices.presentation import sum_in_words
from taxonomy.place_labels import known_places

if TYPE_CHECKING:
    from core.access import Actor
    from practices.models import Practice

MOST = 50
"""Organisations shown beside a card, those first that told something last."""
SHOWN = (
    *("practice_id", "own_practice_id", "place_id", "state", "changes", "outcome", "language"),
    *("cost", "cost_currency", "changed_at"),
    *(f"organisation__{name}" for name in ("name_bg", "name_en", "slug")),
)
"""An organisation's long texts stand on its own page."""
TONES = {
    AdaptationState.PLANNED: "neutral",
    AdaptationState.RUNNING: "blue",
    AdaptationState.ENDED: "green",
    AdaptationState.GIVEN_UP: "amber",
}


@dataclass(frozen=True)
class Kin:
    """Another practice of the lineage."""

    title: str
    url: str
    organisation: str


@dataclass(frozen=True)
class Application:
    """What one organisation did with the practice. `language` only where its texts are in another one than the page."""

    organisation: str
    organisation_url: str
    place: str
    state_label: str
    state_tone: str
    changes: str
    outcome: str
    language: str
    cost: str
    card: Kin | None


def lineage_of_practice(practice: Practice, actor: Actor) -> Panel | None:
    """On a practice's page: what it was adapted from, and who has applied it. One query, and none where there is nothing.

    The practice may carry `has_lineage` (`with_marks_of`).
    """
    if not getattr(practice, "has_lineage", True):
        return None
    rows = (
        Adaptation.objects.visible_to(actor)
        .filter(Q(practice=practice) | Q(own_practice=practice))
        .select_related("organisation")
        .only(*SHOWN)
        .annotate(
            title=_title_of("practice"),
            original_organisation_bg=F("practice__organisation__name_bg"),
            original_organisation_en=F("practice__organisation__name_en"),
            card_title=_title_of("own_practice"),
            card_state=F("own_practice__state"),
        )
        .order_by("-changed_at", "-pk")[: MOST + 1]
    )
    found = list(rows)
    applications = [_application(row) for row in found if row.practice_id == practice.pk]
    origins = [_origin(row) for row in found if row.own_practice_id == practice.pk]
    if not applications and not origins:
        return None
    return Panel(
        "practices/lineage_panel.html",
        {"applications": applications[:MOST], "origins": origins, "has_more": len(applications) > MOST},
        position=20,
    )


def _title_of(path: str) -> Subquery:
    """The title in the language of the page, else in the other one: the same choice as `Practice.text` makes."""
    # Of two languages, the other one is the next.
    first = "-language" if get_language() == "en" else "language"
    texts = PracticeText.objects.filter(practice=OuterRef(path)).order_by(first)
    return Subquery(texts.values("title")[:1])


def _application(row: Adaptation) -> Application:
    card, place = None, known_places().numbered(row.place_id)
    if row.own_practice_id and row.card_state in PUBLIC_STATES:  # type: ignore[attr-defined] # annotated above
        card = Kin(
            title=row.card_title,  # type: ignore[attr-defined]
            url=reverse("practices:practice_detail", args=[row.own_practice_id]),
            organisation=row.organisation.name,
        )
    return Application(
        organisation=row.organisation.name,
        organisation_url=row.organisation.get_absolute_url(),
        place=place.label if place else "",
        state_label=row.get_state_display(),
        state_tone=TONES[AdaptationState(row.state)],
        changes=row.changes,
        outcome=row.outcome,
        language="" if row.language == get_language() else row.language,
        cost=sum_in_words(row.cost, row.cost_currency) if row.cost is not None else "",
        card=card,
    )


def _origin(row: Adaptation) -> Kin:
    names = (row.original_organisation_bg, row.original_organisation_en)  # type: ignore[attr-defined] # annotated above
    first, second = names[::-1] if get_language() == "en" else names
    return Kin(
        title=row.title,  # type: ignore[attr-defined]
        url=reverse("practices:practice_detail", args=[row.practice_id]),
        organisation=first or second,
    )
