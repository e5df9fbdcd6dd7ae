"""Every change of a practice's state or card. Each checks the policy, locks the row, writes, logs, and asks the outbox for
mail and indexing, in one transaction. A second call for what is already so writes nothing and returns False."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.sanitising import clean_plain_text
from directory.models import Organisation
from notifications.mail import queue_mail
from practices.card import BY_NAME, Document, clean_card
from practices.checks import Completeness, Known, Problem, check_card
from practices.enums import PracticeAction, PracticeState
from practices.models import CardDraft, Practice, PracticeEvent, Remark
from practices.policies import (
    can_view_practice,
    check_archive_practice,
    check_create_practice,
    check_edit_practice,
    check_review_practice,
)
from practices.projection import project
from search.indexing import request_index

if TYPE_CHECKING:
    from core.access import Actor

MAX_REMARK_LENGTH = 2000


class DraftConflictError(Exception):
    """Somebody else saved the draft since it was read. Carries what is stored now."""

    def __init__(self, draft: CardDraft) -> None:
        super().__init__("The draft was saved elsewhere meanwhile.")
        self.draft = draft


class IncompleteCardError(Exception):
    """The card can't be sent or published yet. Carries the problems, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} fields to mend.")
        self.problems = problems


class NoRemarkError(Exception):
    """A practice is sent back only with a remark: the authors must know what to do."""


@transaction.atomic
def create_practice(
    *, actor: Actor, organisation: Organisation, document: Document, token: uuid.UUID
) -> tuple[Practice, bool]:
    """Start a draft. The same token again answers the practice that it made, and False.

    Raises NotAllowed when the actor doesn't belong to the organisation, ValueError for a card of another schema.
    """
    check_create_practice(actor, organisation)
    document = clean_card(document)
    document["facts"]["organisation"] = organisation.slug
    practice, is_new = Practice.objects.get_or_create(
        creation_token=token, defaults={"organisation": organisation, "author": _user(actor)}
    )
    if not is_new:
        if practice.author_id != actor.pk:
            raise NotVisible
        return practice, False
    CardDraft.objects.create(practice=practice, document=document, updated_by=_user(actor))
    _log(practice, PracticeAction.CREATED, actor)
    return practice, True


@transaction.atomic
def save_draft(*, actor: Actor, practice_id: int, document: Document, version: int) -> int:
    """Keep the card document; returns its new version. Saving what is stored already writes nothing.

    Raises NotVisible, NotAllowed, and DraftConflictError when `version` isn't the stored one.
    """
    practice = _locked(practice_id)
    check_edit_practice(actor, practice)
    draft = practice.draft
    document = clean_card(document)
    if document == draft.document:
        return draft.version
    if draft.version != version:
        raise DraftConflictError(draft)
    _move_to_organisation(actor, practice, document)
    draft.document, draft.version = document, version + 1
    draft.updated_at, draft.updated_by = timezone.now(), _user(actor)
    draft.save()
    return draft.version


def _move_to_organisation(actor: Actor, practice: Practice, document: Document) -> None:
    """The card names its lead organisation; it can only be one that the actor belongs to."""
    slug = document["facts"]["organisation"]
    if slug == practice.organisation.slug:
        return
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        document["facts"]["organisation"] = practice.organisation.slug
        return
    check_create_practice(actor, organisation)
    practice.organisation = organisation
    practice.save(update_fields=["organisation"])


@transaction.atomic
def submit_practice(*, actor: Actor, practice_id: int) -> bool:
    """Send the card for review. Mail: every coordinator who may review it.

    Raises NotVisible, NotAllowed, IncompleteCardError.
    """
    practice = _locked(practice_id)
    if practice.state == PracticeState.SUBMITTED and can_view_practice(actor, practice):
        return False
    check_edit_practice(actor, practice)
    problems = check_card(practice.draft.document, level=Completeness.SNAPSHOT)
    if problems:
        raise IncompleteCardError(problems)
    practice.state = PracticeState.SUBMITTED
    practice.submitted_at = practice.changed_at = timezone.now()
    practice.review_round += 1
    practice.save()
    _log(practice, PracticeAction.SUBMITTED, actor)
    reviewers = User.objects.filter(is_active=True, is_coordinator=True).exclude(pk=practice.author_id or 0)
    for reviewer_id in reviewers.values_list("pk", flat=True):
        _queue(practice, "practice_submitted", reviewer_id)
    return True


@transaction.atomic
def return_practice(*, actor: Actor, practice_id: int, remarks: Mapping[str, str]) -> bool:
    """Send the card back with remarks: field name → text, "" for the whole card. Mail: the author.

    Raises NotVisible, NotAllowed, NoRemarkError.
    """
    practice = _locked(practice_id)
    check_review_practice(actor, practice)
    if practice.state == PracticeState.RETURNED:
        return False
    _check_submitted(practice)
    said = {
        name: clean_plain_text(text)[:MAX_REMARK_LENGTH]
        for name, text in remarks.items()
        if (name in BY_NAME or not name) and clean_plain_text(text)
    }
    if not said:
        raise NoRemarkError
    Remark.objects.bulk_create(
        Remark(
            practice=practice, review_round=practice.review_round, field=name, text=text, author=_user(actor)
        )
        for name, text in said.items()
    )
    practice.state, practice.changed_at = PracticeState.RETURNED, timezone.now()
    practice.save()
    _log(practice, PracticeAction.RETURNED, actor)
    if practice.author_id:
        _queue(practice, "practice_returned", practice.author_id)
    return True


@transaction.atomic
def publish_practice(*, actor: Actor, practice_id: int) -> bool:
    """Make the card public. Mail: the author. Index: the practice.

    Raises NotVisible, NotAllowed, IncompleteCardError.
    """
    practice = _locked(practice_id)
    check_review_practice(actor, practice)
    if practice.state == PracticeState.PUBLISHED:
        return False
    _check_submitted(practice)
    document = practice.draft.document
    problems = check_card(document, level=Completeness.SNAPSHOT, known=Known.of(document))
    if problems:
        raise IncompleteCardError(problems)
    _publish(practice, document)
    _log(practice, PracticeAction.PUBLISHED, actor)
    if practice.author_id:
        _queue(practice, "practice_published", practice.author_id)
    return True


@transaction.atomic
def import_published_practice(
    *, author: User | None, organisation: Organisation, document: Document, external_id: str
) -> Practice:
    """Bring in a card that was published elsewhere: it may lack fields, and says so. The same `external_id` replaces it.

    For trusted commands, not for requests: it checks no policy and sends no mail. Index: the practice.
    """
    practice, _is_new = Practice.objects.get_or_create(
        external_id=external_id, defaults={"organisation": organisation, "author": author}
    )
    document = clean_card(document)
    document["facts"]["organisation"] = organisation.slug
    CardDraft.objects.update_or_create(practice=practice, defaults={"document": document})
    practice.organisation, practice.author = organisation, author
    _publish(practice, document)
    return practice


@transaction.atomic
def archive_practice(*, actor: Actor, practice_id: int) -> bool:
    """Take a published practice out of the lists; its address keeps the card with a notice. Index: the practice goes.

    Raises NotVisible, NotAllowed.
    """
    practice = _locked(practice_id)
    check_archive_practice(actor, practice)
    if practice.state == PracticeState.ARCHIVED:
        return False
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("Only a published practice can be archived."))
    practice.state = PracticeState.ARCHIVED
    practice.archived_at = practice.changed_at = timezone.now()
    practice.save()
    _log(practice, PracticeAction.ARCHIVED, actor)
    request_index("practice", practice.pk)
    return True


def _publish(practice: Practice, document: Document) -> None:
    now = timezone.now()
    practice.state, practice.changed_at = PracticeState.PUBLISHED, now
    practice.published_at = practice.published_at or now
    project(practice, document)
    request_index("practice", practice.pk)


def _check_submitted(practice: Practice) -> None:
    if practice.state != PracticeState.SUBMITTED:
        raise NotAllowed(
            _("It isn't waiting for review: somebody has decided on it, or the authors are writing.")
        )


def _locked(practice_id: int) -> Practice:
    """The practice under its row lock. Raises NotVisible."""
    practice = (
        Practice.objects.select_for_update(of=("self",))
        .select_related("draft", "organisation")
        .filter(pk=practice_id)
        .first()
    )
    if practice is None:
        raise NotVisible
    return practice


def _log(practice: Practice, action: PracticeAction, actor: Actor) -> None:
    PracticeEvent.objects.create(
        practice=practice, action=action, actor=_user(actor), review_round=practice.review_round
    )


def _queue(practice: Practice, kind: str, recipient_id: int) -> None:
    queue_mail(
        kind,
        recipient_id=recipient_id,
        key=f"{practice.pk}.{practice.review_round}",
        practice_id=practice.pk,
        review_round=practice.review_round,
    )


def _user(actor: Actor) -> User:
    assert isinstance(actor, User)  # the policies above let nobody else through
    return actor
