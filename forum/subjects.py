"""The threads about a thing, for the page of that thing (core.subjects)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.subjects import Discussion
from forum.models import Thread

if TYPE_CHECKING:
    from core.access import Actor

MOST = 8
"""Threads shown beside a thing; the rest is found by search."""


def discussions_about(kind: str, subject_id: int, actor: Actor) -> list[Discussion]:
    """The latest threads about a subject that the actor may read. One query, and that for the actor's access."""
    threads = Thread.objects.visible_to(actor).about(kind, subject_id).latest_first()
    return [
        Discussion(
            title=thread.title,
            url=thread.get_absolute_url(),
            replies=thread.replies_count,
            last_at=thread.last_post_at,
        )
        for thread in threads.only("title", "posts_count", "last_post_at")[:MOST]
    ]
