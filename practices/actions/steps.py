"""What the actions on practices share: the row under its lock, the log, the letters. Called inside their transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from notifications.mail import queue_mail
from practices.card import Document
from practices.checks import Problem
from practices.enums import PracticeAction, PracticeState
from practices.labels import has_open_sources, label_for
from practices.models import Practice, PracticeEvent
from practices.projection import project
from search.indexing import request_index

if TYPE_CHECKING:
    from core.access import Actor


class IncompleteCardError(Exception):
    """The card can't be sent or published yet. Carries the problems, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} fields to mend.")
        self.problems = problems


def locked_practice(practice_id: int, actor: Actor | None = None) -> Practice:
    """The practice under its row lock. With an actor, what they belong to is read along. Raises NotVisible."""
    practices = Practice.objects.select_for_update(of=("self",)).select_related("draft", "organisation")
    if actor is not None:
        practices = practices.with_membership_of(actor)
    practice = practices.filter(pk=practice_id).first()
    if practice is None:
        raise NotVisible
    return practice


def check_submitted(practice: Practice) -> None:
    if practice.state != PracticeState.SUBMITTED:
        raise NotAllowed(
            _("It isn't waiting for review: somebody has decided on it, or the authors are writing.")
        )


def publish_document(practice: Practice, document: Document) -> None:
    now = timezone.now()
    practice.state, practice.changed_at = PracticeState.PUBLISHED, now
    practice.published_at = practice.published_at or now
    project(practice, document)
    relabel(practice)
    practice.needs_score = practice.label != ""
    practice.save(update_fields=["needs_score"])
    request_index("practice", practice.pk)


def relabel(practice: Practice) -> bool:
    """Let the label follow from the published card and its scores; whether it changed. Index: the practice, if so."""
    label = label_for(
        is_full=practice.is_full,
        is_published_by_reviewer=practice.published_by_id is not None,
        has_open_sources=has_open_sources(practice.links, practice.contact_email),
        scores=[score.points for score in practice.scores.all()],
    )
    if label == practice.label:
        return False
    practice.label = label
    practice.save(update_fields=["label"])
    request_index("practice", practice.pk)
    return True


def log_event(practice: Practice, action: PracticeAction, actor: Actor | None) -> PracticeEvent:
    """`actor` None: the platform itself did it."""
    return PracticeEvent.objects.create(
        practice=practice,
        action=action,
        actor=as_user(actor) if actor else None,
        review_round=practice.review_round,
    )


def queue_letter(practice: Practice, kind: str, recipient_id: int) -> None:
    queue_mail(
        kind,
        recipient_id=recipient_id,
        key=f"{practice.pk}.{practice.review_round}",
        practice_id=practice.pk,
        review_round=practice.review_round,
    )


def as_user(actor: Actor) -> User:
    assert isinstance(actor, User)  # the policies above let nobody else through
    return actor
