"""What search machines are told of a public thread: schema.org, as JSON-LD in its page. The same as the page says, no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.structured_data import absolute, as_json
from forum.enums import PostState, ReadBy, ThreadKind, ThreadState
from forum.presentation import page_query

if TYPE_CHECKING:
    from core.access import Actor
    from forum.models import Persona, Post, Thread

MAX_TEXT_LENGTH = 200
"""Characters of a post: what a page of results shows of it, and no second copy of the whole page."""


def structured_data(thread: Thread, posts: Sequence[Post], page: int, actor: Actor) -> SafeString | str:
    """The JSON for a page of a thread; "" where not everybody reads it, and for members, whose phones needn't load it.

    No query. Expects a thread from `find_thread`.
    """
    if actor.is_authenticated or thread.board.read_by != ReadBy.PUBLIC or thread.state != ThreadState.VISIBLE:
        return ""
    shown = [post for post in posts if post.state == PostState.PUBLISHED]
    answer = thread.answer if thread.answer and thread.answer.state == PostState.PUBLISHED else None
    is_question = thread.kind == ThreadKind.QUESTION
    main = _question(thread, shown, answer) if is_question and answer else _posting(thread, shown, page)
    return as_json({"@context": "https://schema.org", "@graph": [main, _breadcrumbs(thread)]})


def _posting(thread: Thread, posts: Sequence[Post], page: int) -> dict[str, Any]:
    opening = next((post for post in posts if post.number == 1), None)
    address = absolute(thread.get_absolute_url()) + (page_query(page) if page > 1 else "")
    return {
        "@type": "DiscussionForumPosting",
        "@id": address,
        "url": address,
        "headline": thread.title,
        "inLanguage": thread.language,
        "datePublished": thread.created_at.isoformat(),
        "dateModified": thread.last_post_at.isoformat(),
        "author": _author(thread.starter),
        **({"text": _text(opening)} if opening else {}),
        "commentCount": thread.replies_count,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/CommentAction",
            "userInteractionCount": thread.replies_count,
        },
        "comment": [_reply("Comment", thread, post) for post in posts if post.number > 1],
    }


def _question(thread: Thread, posts: Sequence[Post], answer: Post) -> dict[str, Any]:
    opening = next((post for post in posts if post.number == 1), None)
    address = absolute(thread.get_absolute_url())
    return {
        "@type": "QAPage",
        "@id": address,
        "url": address,
        "mainEntity": {
            "@type": "Question",
            "name": thread.title,
            "inLanguage": thread.language,
            "datePublished": thread.created_at.isoformat(),
            "author": _author(thread.starter),
            **({"text": _text(opening)} if opening else {}),
            "answerCount": thread.replies_count,
            "acceptedAnswer": _reply("Answer", thread, answer),
            "suggestedAnswer": [
                _reply("Answer", thread, post) for post in posts if post.number > 1 and post.pk != answer.pk
            ],
        },
    }


def _reply(kind: str, thread: Thread, post: Post) -> dict[str, Any]:
    return {
        "@type": kind,
        "url": absolute(thread.url_of_number(post.number)),
        "text": _text(post),
        "datePublished": post.created_at.isoformat(),
        "author": _author(post.persona),
    }


def _author(persona: Persona | None) -> dict[str, str]:
    return {"@type": "Person", "name": persona.label if persona else ""}


def _text(post: Post) -> str:
    text = post.body_text
    return text if len(text) <= MAX_TEXT_LENGTH else text[:MAX_TEXT_LENGTH].rsplit(" ", 1)[0] + " …"


def _breadcrumbs(thread: Thread) -> dict[str, Any]:
    steps = [
        (_("Forum"), reverse("forum:board_list")),
        (thread.board.title, thread.board.get_absolute_url()),
        (thread.title, thread.get_absolute_url()),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }
