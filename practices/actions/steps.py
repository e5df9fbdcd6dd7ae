"""What the actions on practices share: the row under its lock, the log, the letters. Called inside their transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from notifications.mail import queue_mail
from notifications.subscriptions import announce
from practices.card import Document
from practices.checks import Problem
from practices.enums import AdaptationState, PracticeAction, PracticeState
from practices.following import NEWSWORTHY, PRACTICE_NEWS
from practices.models import Adaptation, Practice, PracticeEvent
from practices.projection import project
from search.indexing import request_index

if TYPE_CHECKING:
    from core.access import Actor


STATES_OF_STATUS = {
    "planned": AdaptationState.PLANNED,
    "completed": AdaptationState.ENDED,
    "discontinued": AdaptationState.ENDED,
}
"""What a card's status says of the adaptation that it describes; any other is running."""


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
    _link_to_original(practice, document)
    request_index("practice", practice.pk)


def _link_to_original(practice: Practice, document: Document) -> None:
    """A card that names what it was adapted from stands in that one's lineage, as its organisation's own account."""
    if practice.adapted_from_id is None:
        return
    adaptation, is_new = Adaptation.objects.get_or_create(
        practice_id=practice.adapted_from_id,
        organisation=practice.organisation,
        defaults={
            "started_by": practice.author,
            "state": STATES_OF_STATUS.get(document["facts"]["status"], AdaptationState.RUNNING),
            "own_practice": practice,
        },
    )
    if not is_new and adaptation.own_practice_id is None:
        adaptation.own_practice = practice
        adaptation.save(update_fields=["own_practice"])


def log_event(practice: Practice, action: PracticeAction, actor: Actor) -> PracticeEvent:
    event = PracticeEvent.objects.create(
        practice=practice, action=action, actor=as_user(actor), review_round=practice.review_round
    )
    if action in NEWSWORTHY:
        announce(PRACTICE_NEWS, event.pk)
    return event


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
