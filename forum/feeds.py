"""The latest threads of a public board as an Atom feed (RFC 4287): what everybody may read, the same for whoever asks."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.structured_data import absolute
from forum.enums import PostState
from forum.models import Post, Thread

if TYPE_CHECKING:
    from forum.models import Board

MAX_ENTRIES = 30
"""What a reader that looks in once a week may have missed."""
EXCERPT_LENGTH = 1000
"""Characters of the opening post; the thread has the rest."""


class BoardFeed:
    """The feed of one public board in the language of the page. Two queries. Expects a board that everybody reads."""

    media_type = "application/atom+xml; charset=utf-8"

    def __init__(self, board: Board) -> None:
        self.board = board
        threads = Thread.objects.filter(board=board).visible_to(AnonymousUser()).latest_first()
        self.threads = list(threads.select_related("starter__user")[:MAX_ENTRIES])
        openings = Post.objects.filter(thread__in=self.threads, number=1, state=PostState.PUBLISHED)
        found = list(openings.values_list("thread", "body_text", "edited_at"))
        self.texts = {thread: text for thread, text, _edited_at in found}
        self.edits = {thread: edited_at for thread, _text, edited_at in found}
        self.feed_url = reverse("forum:board_feed", args=[board.slug])

    @property
    def changed_at(self) -> datetime.datetime | None:
        """When anything in it last changed; None for an empty feed."""
        return max((self._changed(thread) for thread in self.threads), default=None)

    @property
    def etag(self) -> str:
        """Of all that the feed shows, so that it changes whenever a reader would see something else."""
        parts = [
            self.feed_url,
            self.board.title,
            self.board.description,
            *(
                f"{thread.pk} {thread.title} {self._changed(thread).isoformat()} {_author(thread)} "
                f"{self.texts.get(thread.pk, '')[:EXCERPT_LENGTH]}"
                for thread in self.threads
            ),
        ]
        return f'"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'

    def as_xml(self) -> bytes:
        feed = Atom1Feed(
            title=self.board.title,
            link=absolute(self.board.get_absolute_url()),
            feed_url=absolute(self.feed_url),
            description=None,
            subtitle=self.board.description or _("Forum"),
            language=get_language(),
            feed_guid=absolute(self.feed_url),
        )
        for thread in self.threads:
            feed.add_item(
                title=thread.title,
                link=absolute(thread.get_absolute_url()),
                description=_shortened(self.texts.get(thread.pk, "")),
                author_name=_author(thread),
                unique_id=f"{settings.BASE_URL.rstrip('/')}/forum/threads/{thread.pk}",
                pubdate=thread.created_at,
                updateddate=self._changed(thread),
            )
        return str(feed.writeString("utf-8")).encode()

    def _changed(self, thread: Thread) -> datetime.datetime:
        return max(thread.last_post_at, self.edits.get(thread.pk) or thread.last_post_at)


def _author(thread: Thread) -> str:
    """As readers know them: a pseudonym stays one."""
    return thread.starter.label if thread.starter else ""


def _shortened(text: str) -> str:
    return text if len(text) <= EXCERPT_LENGTH else text[:EXCERPT_LENGTH].rsplit(" ", 1)[0] + " …"
