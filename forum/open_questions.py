"""What people of a place ask in the forum (core.open_questions).

Only those who ask under their name count: that somebody of a place asked under a pseudonym would tell who it was.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from core.open_questions import OpenQuestions
from directory.models import Membership
from forum.enums import ThreadKind, ThreadState
from forum.models import TaggedThread, Thread

if TYPE_CHECKING:
    from core.access import Actor

MOST = 20
"""The latest questions: what a place asks now, not what it has ever asked."""


def open_questions_of_places(
    place_ids: Collection[int], subject_kind: str, actor: Actor
) -> OpenQuestions | None:
    """What the questions are about, as subqueries, or None where nobody asks. One query, and one for the actor's access."""
    people = Membership.objects.current().filter(organisation__place__in=place_ids).values("user")
    questions = list(
        Thread.objects.visible_to(actor)
        .filter(
            kind=ThreadKind.QUESTION,
            state=ThreadState.VISIBLE,
            is_locked=False,
            starter__user__in=people,
        )
        .latest_first()
        .values_list("pk", flat=True)[:MOST]
    )
    if not questions:
        return None  # as nearly everywhere and always: what they would be about needn't be read
    return OpenQuestions(
        tags=TaggedThread.objects.filter(content_object__in=questions),
        subject_ids=Thread.objects.filter(pk__in=questions, subject_kind=subject_kind).values("subject_id"),
    )
