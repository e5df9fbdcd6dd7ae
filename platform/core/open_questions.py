"""What people of a place are asking: what ties open questions of the forum to what could answer them, without either app
importing the other.

The app that owns discussions registers how to find the questions; whoever has answers to offer asks here. The answer comes as
subqueries of a handful of questions that were found, and through the gate: questions that the actor may not read are not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.access import Actor

Ids: TypeAlias = "QuerySet[Any, Any]"
"""A queryset to stand in a condition or to be part of another query."""


@dataclass(frozen=True)
class OpenQuestions:
    """What the open questions are about: rows with a `tag_id`, and the ids of their subjects of the kind that was asked for."""

    tags: Ids
    subject_ids: Ids


QuestionFinder = Callable[[Collection[int], str, "Actor"], "OpenQuestions | None"]
_finders: list[QuestionFinder] = []


def register_open_questions(finder: QuestionFinder) -> None:
    """Tell how to find the open questions of people in some places. Called once from the forum's `AppConfig.ready`."""
    if finder not in _finders:
        _finders.append(finder)


def open_questions_in(place_ids: Collection[int], subject_kind: str, actor: Actor) -> list[OpenQuestions]:
    """The open questions of people whose organisations are in these places, as far as the actor may read them.

    Of each app that has questions one query; nothing is said of an app that has none there.
    """
    return [asked for finder in _finders if (asked := finder(place_ids, subject_kind, actor))]
