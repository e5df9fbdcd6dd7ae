"""The latest practices of a view as an Atom feed (RFC 4287): public ones alone, the same for whoever asks."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.exports.columns import address_of
from practices.records import records

if TYPE_CHECKING:
    from practices.querysets import PracticeQuerySet
    from practices.records import Record

MAX_ENTRIES = 30
"""What a reader that looks in once a week may have missed."""


class PracticeFeed:
    """The feed of one view in the language of the page. Seven queries, whatever there is."""

    media_type = "application/atom+xml; charset=utf-8"

    def __init__(self, practices: PracticeQuerySet, *, title: str, page_url: str, feed_url: str) -> None:
        self.entries: list[Record] = list(
            records(practices.order_by("-published_at", "-pk"), at_most=MAX_ENTRIES)
        )
        self.title, self.page_url, self.feed_url = title, page_url, feed_url

    @property
    def changed_at(self) -> datetime.datetime | None:
        """When anything in it last changed; None for an empty feed."""
        return max((entry.changed_at for entry in self.entries), default=None)

    @property
    def etag(self) -> str:
        """Of all that the feed shows: another entry, another text, another language make it another one."""
        parts = [
            self.feed_url,
            self.title,
            *(f"{entry.pk} {entry.changed_at.isoformat()}" for entry in self.entries),
        ]
        return f'"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'

    def as_xml(self) -> bytes:
        feed = Atom1Feed(
            title=self.title,
            link=address_of(self.page_url),
            feed_url=address_of(self.feed_url),
            description=None,
            subtitle=_("What worked elsewhere, told by those who did it."),
            language=get_language(),
            feed_guid=address_of(self.feed_url),
        )
        for entry in self.entries:
            themes = [name for _code, name in entry.terms.get("theme", [])]
            feed.add_item(
                title=entry.texts["title"],
                link=address_of(entry.url),
                description=entry.texts["summary"] or entry.texts["tagline"],
                author_name=entry.organisation[1],
                unique_id=f"{settings.BASE_URL.rstrip('/')}/practices/{entry.pk}",
                pubdate=entry.published_at,
                updateddate=entry.changed_at,
                categories=themes,
            )
        return str(feed.writeString("utf-8")).encode()
