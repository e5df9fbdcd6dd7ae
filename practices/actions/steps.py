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
from practices.labels import has_open_sources, label_for
from practices.models import Adaptation, Practice, PracticeEvent, PracticeRevision
from practices.projection import project
from practices.sorting import LABEL_RANKS
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
    if practice.working_state != PracticeState.SUBMITTED:
        raise NotAllowed(
            _("It isn't waiting for review: somebody has decided on it, or the authors are writing.")
        )


def move_to(practice: Practice, state: PracticeState) -> None:
    """Put the card document into a working state: the practice itself, or its update while the card stays published."""
    if practice.state == PracticeState.PUBLISHED:
        practice.update_state = state
    else:
        practice.state = state


def publish_document(practice: Practice, document: Document, *, by: User | None = None) -> None:
    """Write the public rows and a revision, and begin the year after which is asked whether it still runs."""
    now = timezone.now()
    note = practice.update_note
    practice.state, practice.update_state, practice.update_note = PracticeState.PUBLISHED, "", ""
    practice.changed_at = practice.public_changed_at = now
    practice.published_at = practice.published_at or now
    practice.last_confirmed_on, practice.asked_on, practice.reminded_on = timezone.localdate(now), None, None
    practice.needs_update = False
    project(practice, document)
    relabel(practice)
    practice.needs_score = practice.label != ""
    practice.save(update_fields=["needs_score"])
    _keep_revision(practice, document, note, by)
    _link_to_original(practice, document)
    request_index("practice", practice.pk)


def _keep_revision(practice: Practice, document: Document, note: str, by: User | None) -> None:
    """One more revision, unless the last one says the same."""
    last = practice.revisions.last()
    if last is not None and last.document == document:
        return
    PracticeRevision.objects.create(
        practice=practice,
        number=last.number + 1 if last else 1,
        document=document,
        note=note,
        published_at=practice.changed_at,
        published_by=by,
    )


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
    practice.label, practice.label_rank = label, LABEL_RANKS[label]
    practice.save(update_fields=["label", "label_rank"])
    request_index("practice", practice.pk)
    return True


def log_event(
    practice: Practice, action: PracticeAction, actor: Actor | None, *, is_news: bool = True
) -> PracticeEvent:
    """`actor` is None where the calendar acts. Followers hear of what is newsworthy, unless it `is_news` no more."""
    event = PracticeEvent.objects.create(
        practice=practice,
        action=action,
        actor=None if actor is None else as_user(actor),
        review_round=practice.review_round,
    )
    if is_news and action in NEWSWORTHY:
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
