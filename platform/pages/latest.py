"""What is new on the square, as this reader may see it: the home page's practices and discussions.

Five queries, however much there is; both lists come through their apps' gates.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.translation import get_language

from forum.models import Thread
from practices.models import Practice, PracticeTerm, PracticeText
from practices.presentation import list_item
from taxonomy.models import Place

if TYPE_CHECKING:
    from core.access import Actor

PRACTICES = 3
THREADS = 5


def latest_for(actor: Actor) -> dict[str, list[Any]]:
    """`practices` and `threads`, latest first, as the components take them."""
    return {"practices": _practices(actor), "threads": _threads(actor)}


def _practices(actor: Actor) -> list[SimpleNamespace]:
    rows = (
        Practice.objects.published()  # type: ignore[attr-defined]
        .visible_to(actor)
        .order_by("-published_at", "-pk")
        .select_related("organisation")
        .prefetch_related(
            Prefetch(
                "texts",
                queryset=PracticeText.objects.only("practice", "language", "title", "tagline", "summary"),
            ),
            Prefetch("practice_terms", queryset=PracticeTerm.objects.select_related("term")),
            Prefetch("places", queryset=Place.objects.select_related("parent")),
        )
    )
    return [list_item(practice) for practice in rows[:PRACTICES]]


def _threads(actor: Actor) -> list[SimpleNamespace]:
    rows = Thread.objects.visible_to(actor).latest_first().for_list()
    return [
        SimpleNamespace(
            title=thread.title,
            url=thread.get_absolute_url(),
            board=thread.board.title,
            board_url=thread.board.get_absolute_url(),
            author=thread.starter.label if thread.starter else "",
            replies=thread.replies_count,
            last_at=thread.last_post_at,
            last_author="",
            is_unread=False,
            is_pinned=False,
            is_locked=thread.is_locked,
            language=thread.language if thread.language != get_language() else "",
        )
        for thread in rows[:THREADS]
    ]
