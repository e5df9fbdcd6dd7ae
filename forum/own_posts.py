"""A member's own posts to take along: as JSON, those under pseudonyms among them, for their author alone.

What a post says is its author's; the title of a thread that they may not read any more isn't, and stays out. Of a removed post
there is no text: nobody reads it any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from core.structured_data import absolute
from forum.enums import PostState
from forum.models import Persona, Post, Thread

if TYPE_CHECKING:
    from accounts.models import User

CHUNK = 500
"""Posts read at once: some 2 MB."""


def own_posts_json(person: User) -> Iterator[str]:
    """The parts of one JSON document, in the order of writing. Bounded memory, however many posts."""
    readable = Thread.objects.visible_to(person).filter(pk=OuterRef("thread"))
    posts = (
        Post.objects.filter(persona__in=Persona.objects.owned_by(person))
        .select_related("thread__board", "persona__user")
        .annotate(may_read=Exists(readable))
        .order_by("pk")
    )
    yield '{"format": "megdan-own-posts", "version": 1, "posts": ['
    for position, post in enumerate(posts.iterator(chunk_size=CHUNK)):
        yield ("," if position else "") + "\n" + json.dumps(_post(post), ensure_ascii=False)
    yield "\n]}\n"


def _post(post: Any) -> dict[str, Any]:
    is_removed = post.state == PostState.REMOVED
    return {
        "address": absolute(post.get_absolute_url()),
        "thread": post.thread.title if post.may_read else None,
        "board": post.thread.board.title if post.may_read else None,
        "number": post.number,
        "written_as": post.persona.label,
        "is_pseudonymous": post.persona.is_pseudonym,
        "state": post.state,
        "language": post.language,
        "created_at": post.created_at.isoformat(),
        "edited_at": post.edited_at.isoformat() if post.edited_at else None,
        "html": None if is_removed else post.body_html,
        "text": None if is_removed else post.body_text,
    }
