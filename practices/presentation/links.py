"""Practices as one goes on to them from another page: title, organisation, address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from practices.enums import PUBLIC_STATES, PracticeState
from practices.models import PracticeText


@dataclass(frozen=True)
class CardLink:
    """A public practice as a link."""

    title: str
    url: str
    organisation: str
    language: str
    """Of the title."""
    is_archived: bool


def links_to(practice_ids: Iterable[int]) -> dict[int, CardLink]:
    """The public practices among these, by their number, in one query. What is public, everybody may see."""
    rows = PracticeText.objects.filter(practice__in=list(practice_ids)).values_list(
        "practice_id",
        "language",
        "title",
        "practice__state",
        "practice__organisation__name_bg",
        "practice__organisation__name_en",
    )
    wanted = get_language() or "bg"
    links: dict[int, CardLink] = {}
    for pk, language, title, state, name_bg, name_en in rows.order_by("language"):
        # Looked at here: asked for the state as well, SQLite would begin with all that are public.
        if state not in PUBLIC_STATES:
            continue
        if pk not in links or language == wanted:
            links[pk] = CardLink(
                title=title,
                url=reverse("practices:practice_detail", args=[pk]),
                organisation=(name_en or name_bg) if wanted == "en" else (name_bg or name_en),
                language=language,
                is_archived=state == PracticeState.ARCHIVED,
            )
    return links
