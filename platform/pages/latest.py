"""What is new on the square, as this reader may see it: the home page's practices and discussions.

Four queries, however much there is; both lists come through their apps' gates.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from forum.models import Thread
from practices.models import Practice
from practices.presentation import list_items

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
        .for_lists()
    )
    return list_items(rows[:PRACTICES])


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
