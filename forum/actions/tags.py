"""A thread's tags, changed by who started it or by those who moderate its board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from forum.actions.steps import locked_thread, log_starter_or_moderator
from forum.content import checked_tags
from forum.enums import EventKind
from forum.policies import check_tag_thread
from search.indexing import request_index
from taxonomy.tags import tags_for

if TYPE_CHECKING:
    from accounts.models import User
    from forum.models import Thread


def tag_thread(*, actor: User, thread: Thread, tags: Sequence[str]) -> bool:
    """Give a thread these tags and no others. False when it has them. Raises ValidationError, NotVisible,
    NotAllowed.

    Side effects: log, search entry.
    """
    words = checked_tags(tags)
    with transaction.atomic():
        locked = locked_thread(thread.pk)
        check_tag_thread(actor, locked)
        wanted = tags_for(words)
        if {tag.pk for tag in wanted} == set(locked.tags.values_list("pk", flat=True)):
            return False
        locked.tags.set(wanted)
        log_starter_or_moderator(EventKind.THREAD_TAGGED, actor, locked)
        request_index("thread", locked.pk)
        return True
