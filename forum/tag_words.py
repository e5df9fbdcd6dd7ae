"""The tags of threads as part of the query that finds them: no page asks for them apart."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Subquery, TextField

from forum.models import TaggedThread
from taxonomy.models import tag_slug

_BETWEEN = "\x1f"
"""A control character: cleaned out of every tag when it is written."""


class _Joined(Subquery):
    """The words of a subquery's only column as one text. The two databases call the same function differently."""

    template = "(SELECT GROUP_CONCAT(word, CHAR(31)) FROM (%(subquery)s) tag_words)"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        template = "(SELECT STRING_AGG(word, CHR(31)) FROM (%(subquery)s) tag_words)"
        return self.as_sql(compiler, connection, template=template)


def with_tag_words(threads: Any) -> Any:
    """`tag_words` on each thread, which `tags_of` takes."""
    words = TaggedThread.objects.filter(content_object=OuterRef("pk")).order_by()
    return threads.annotate(tag_words=_Joined(words.values(word=F("tag__name"))))


def tags_of(thread: Any) -> list[tuple[str, str]]:
    """(name, slug) of a thread `with_tag_words()`, in the alphabet's order."""
    names = thread.tag_words.split(_BETWEEN) if thread.tag_words else []
    return [(name, tag_slug(name)) for name in sorted(names)]
