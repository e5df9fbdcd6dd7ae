"""Practices as something that one can talk about in the forum; neither app imports the other (core/subjects.py)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.subjects import Subject
from practices.models import Practice
from practices.responsible import responsible_ids

if TYPE_CHECKING:
    from core.access import Actor


class PracticeSubjects:
    def resolve(self, subject_id: int, actor: Actor) -> Subject | None:
        """The practice as a subject, if it is public and there for this actor. Two queries."""
        practice = (
            Practice.objects.public()
            .visible_to(actor)
            .prefetch_related("texts")
            .filter(pk=subject_id)
            .first()
        )
        if practice is None:
            return None
        return Subject("practice", practice.pk, practice.title, practice.get_absolute_url())

    def follower_ids(self, subject_id: int) -> Iterable[int]:
        """The author, as long as they belong to the organisation; else whoever answers for it."""
        practice = Practice.objects.filter(pk=subject_id).values("author_id", "organisation_id").first()
        if practice is None:
            return []
        return responsible_ids(**practice)
