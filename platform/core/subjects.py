"""What ties a discussion to the thing that it is about, without either app importing the other.

An app that owns things one can talk about (a practice) registers a *subject* provider; the app that owns discussions
registers how to find those about a subject. Both answer through the gate: a subject or a discussion that the actor may
not see is not there.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.access import Actor


@dataclass(frozen=True)
class Subject:
    """A thing that a discussion is about, as the actor sees it."""

    kind: str
    id: int
    title: str
    url: str


@dataclass(frozen=True)
class Discussion:
    """A thread about a subject, as shown beside it."""

    title: str
    url: str
    replies: int
    last_at: datetime.datetime


class SubjectProvider(Protocol):
    def resolve(self, subject_id: int, actor: Actor) -> Subject | None:
        """The subject, or None when it isn't there for this actor."""

    def follower_ids(self, subject_id: int) -> Iterable[int]:
        """Who is told by mail of a new thread about it, as user ids."""


DiscussionFinder = Callable[[str, int, "Actor"], Sequence[Discussion]]

_subject_providers: dict[str, SubjectProvider] = {}
_discussion_finders: list[DiscussionFinder] = []


def register_subject(kind: str, provider: SubjectProvider) -> None:
    """Make things of a kind open to discussion. Called once from the owning `AppConfig.ready`."""
    _subject_providers[kind] = provider


def register_discussions(finder: DiscussionFinder) -> None:
    """Tell how to find the discussions about a subject. Called once from the forum's `AppConfig.ready`."""
    if finder not in _discussion_finders:
        _discussion_finders.append(finder)


def resolve_subject(kind: str, subject_id: int, actor: Actor) -> Subject | None:
    """The subject as this actor sees it, or None: unknown kind, gone, or not for them."""
    provider = _subject_providers.get(kind)
    return provider.resolve(subject_id, actor) if provider else None


def subject_follower_ids(kind: str, subject_id: int) -> set[int]:
    """User ids to be told about a new discussion of this subject; empty for an unknown kind."""
    provider = _subject_providers.get(kind)
    return set(provider.follower_ids(subject_id)) if provider else set()


def discussions_of(kind: str, subject_id: int, actor: Actor) -> list[Discussion]:
    """The discussions about a subject that the actor may read, latest first."""
    found = [d for finder in _discussion_finders for d in finder(kind, subject_id, actor)]
    return sorted(found, key=lambda discussion: discussion.last_at, reverse=True)
