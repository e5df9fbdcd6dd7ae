"""Practices as one goes on to them from another page: title, organisation, address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from practices.enums import PracticeState
from practices.models import Practice, PracticeText

if TYPE_CHECKING:
    from core.access import Actor


@dataclass(frozen=True)
class CardLink:
    """A public practice as a link."""

    title: str
    url: str
    organisation: str
    language: str
    """Of the title."""
    is_archived: bool


def links_to(practice_ids: Iterable[int], actor: Actor) -> dict[int, CardLink]:
    """The public practices among these that the actor may see, by their number, in one query."""
    visible = Practice.objects.public().visible_to(actor).filter(pk__in=list(practice_ids))
    texts = PracticeText.objects.filter(practice__in=visible, is_ready=True).select_related(
        "practice__organisation"
    )
    wanted = get_language() or "bg"
    chosen: dict[int, PracticeText] = {}
    for text in texts.order_by("language"):
        if text.practice_id not in chosen or text.language == wanted:
            chosen[text.practice_id] = text
    return {
        pk: CardLink(
            title=text.title,
            url=text.practice.get_absolute_url(),
            organisation=text.practice.organisation.name,
            language=text.language,
            is_archived=text.practice.state == PracticeState.ARCHIVED,
        )
        for pk, text in chosen.items()
    }
