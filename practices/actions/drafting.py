"""Starting a draft, keeping it, sending it for review."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.sanitising import clean_plain_text
from directory.models import Membership, Organisation
from notifications.mail import queue_mail
from practices.actions.steps import (
    IncompleteCardError,
    as_user,
    locked_practice,
    log_event,
    move_to,
    publish_document,
    queue_letter,
)
from practices.card import LANGUAGES, Document, clean_card
from practices.checks import Completeness, check_card
from practices.enums import PracticeAction, PracticeState
from practices.merging import merged
from practices.models import CardDraft, Practice, PracticeRound, ReviewClaim
from practices.policies import (
    can_view_draft,
    check_create_practice,
    check_edit_practice,
    check_pass_on_practice,
)
from practices.sorting import follow_organisation
from practices.translation import mark_sources

if TYPE_CHECKING:
    from core.access import Actor

MAX_NOTE_LENGTH = 200


class DraftConflictError(Exception):
    """Somebody else saved the draft since it was read. Carries what is stored now."""

    def __init__(self, draft: CardDraft) -> None:
        super().__init__("The draft was saved elsewhere meanwhile.")
        self.draft = draft


@dataclass(frozen=True)
class SavedFields:
    """The draft after a save: its version and document, and the fields that were left because others had changed them too."""

    version: int
    document: Document
    conflicts: list[str]


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
        creation_token=token, defaults={"organisation": organisation, "author": as_user(actor)}
    )
    if not is_new:
        if practice.author_id != actor.pk:
            raise NotVisible
        return practice, False
    CardDraft.objects.create(practice=practice, document=document, updated_by=as_user(actor))
    log_event(practice, PracticeAction.CREATED, actor)
    return practice, True


@transaction.atomic
def save_draft(*, actor: Actor, practice_id: int, document: Document, version: int) -> int:
    """Keep a whole card document; returns its new version. Saving what is stored already writes nothing.

    Of a published practice it is an update, which nobody else sees; the first save begins it, and the card stays public.

    Raises NotVisible, NotAllowed, and DraftConflictError when `version` isn't the stored one.
    """
    practice = locked_practice(practice_id, actor)
    check_edit_practice(actor, practice)
    draft = practice.draft
    document = _of_its_organisation(practice, clean_card(document))
    if document == draft.document:
        return draft.version
    if draft.version != version:
        raise DraftConflictError(draft)
    store_document(actor=actor, practice=practice, document=document)
    return draft.version


@transaction.atomic
def save_fields(
    *,
    actor: Actor,
    practice_id: int,
    language: str,
    values: Mapping[str, Any],
    base: Mapping[str, str],
    is_ready: bool | None = None,
    confirmed: Collection[str] = (),
) -> SavedFields:
    """Keep the fields of the form in front of somebody; fields that nobody else changed meanwhile are kept in any case.

    `base` are the fingerprints that the form began with (practices.merging), `is_ready` whether this language may be
    published, `confirmed` names translations that still hold. Saving what is stored already writes nothing.
    Raises NotVisible, NotAllowed.
    """
    practice = locked_practice(practice_id, actor)
    check_edit_practice(actor, practice)
    draft = practice.draft
    stored = clean_card(draft.document)  # a draft from before a field was added lacks it
    document, conflicts = merged(stored, language=language, values=values, base=base)
    if is_ready is not None:
        ready = set(document["ready"]) - {language} | ({language} if is_ready else set())
        document["ready"] = [code for code in LANGUAGES if code in ready]
    document = _of_its_organisation(practice, clean_card(document))
    mark_sources(document, before=stored, confirmed=[(language, name) for name in confirmed])
    if document != stored:
        store_document(actor=actor, practice=practice, document=document)
    return SavedFields(draft.version, document, conflicts)


def _of_its_organisation(practice: Practice, document: Document) -> Document:
    """Whose a public card is can't change by what somebody types into a draft of it."""
    if practice.state == PracticeState.PUBLISHED:
        document["facts"]["organisation"] = practice.organisation.slug
    return document


def store_document(*, actor: Actor, practice: Practice, document: Document) -> None:
    """Write a clean document into the draft of a locked practice. For the actions that change it."""
    if practice.state == PracticeState.PUBLISHED:
        _begin_update(actor, practice)
    else:
        _move_to_organisation(actor, practice, document)
    draft = practice.draft
    draft.document, draft.version = document, draft.version + 1
    draft.updated_at, draft.updated_by = timezone.now(), as_user(actor)
    draft.save(update_fields=["document", "version", "updated_at", "updated_by"])


def _begin_update(actor: Actor, practice: Practice) -> None:
    """Logged once, at the first save after a publication."""
    if practice.update_state:
        return
    practice.update_state, practice.changed_at = PracticeState.DRAFT, timezone.now()
    practice.save(update_fields=["update_state", "changed_at"])
    log_event(practice, PracticeAction.UPDATING, actor)


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
    practice.save(update_fields=["organisation", *follow_organisation(practice)])


@transaction.atomic
def pass_on_practice(*, actor: Actor, practice_id: int, new_author_id: int) -> bool:
    """Make a colleague the author: letters about the practice then go to them. Mail: the colleague.

    Raises NotVisible, NotAllowed, also when the colleague doesn't belong to the organisation.
    """
    practice = locked_practice(practice_id)
    check_pass_on_practice(actor, practice)
    if practice.author_id == new_author_id:
        return False
    colleagues = Membership.objects.filter(organisation=practice.organisation_id).current()
    if not colleagues.filter(user=new_author_id, user__is_active=True).exists():
        raise NotAllowed(_("A practice is passed on within its organisation."))
    practice.author_id = new_author_id
    practice.save(update_fields=["author"])
    event = log_event(practice, PracticeAction.PASSED_ON, actor)
    queue_mail(
        "practice_passed_on",
        recipient_id=new_author_id,
        key=f"{practice.pk}.{event.pk}",
        practice_id=practice.pk,
    )
    return True


@transaction.atomic
def submit_practice(*, actor: Actor, practice_id: int, note: str = "") -> bool:
    """Send the card, or an update of a published one, for review, and keep what was sent. `note` says what an update changes.

    A trusted organisation's update is published at once. Nothing happens to a published card that wasn't changed.
    Mail: every coordinator who may review it. Raises NotVisible, NotAllowed, IncompleteCardError.
    """
    practice = locked_practice(practice_id)
    if practice.working_state == PracticeState.SUBMITTED and can_view_draft(actor, practice):
        return False
    check_edit_practice(actor, practice)
    if practice.working_state == PracticeState.PUBLISHED:
        return False
    document = practice.draft.document
    problems = check_card(document, level=Completeness.SNAPSHOT)
    if problems:
        raise IncompleteCardError(problems)
    if practice.state == PracticeState.PUBLISHED:
        practice.update_note = " ".join(clean_plain_text(note).split())[:MAX_NOTE_LENGTH]
        if practice.organisation.is_trusted:
            publish_document(practice, document, by=as_user(actor))
            log_event(practice, PracticeAction.UPDATED, actor)
            return True
    move_to(practice, PracticeState.SUBMITTED)
    practice.submitted_at = practice.changed_at = timezone.now()
    practice.review_round += 1
    practice.save()
    PracticeRound.objects.create(
        practice=practice,
        number=practice.review_round,
        document=practice.draft.document,
        submitted_at=practice.submitted_at,
        submitted_by=as_user(actor),
    )
    log_event(practice, PracticeAction.SUBMITTED, actor)
    for reviewer_id in _whom_to_tell(practice):
        queue_letter(practice, "practice_submitted", reviewer_id)
    return True


def _whom_to_tell(practice: Practice) -> list[int]:
    """The coordinator who has taken the review on; while nobody has, each of them."""
    reviewers = User.objects.filter(is_active=True, is_coordinator=True).exclude(pk=practice.author_id or 0)
    claim = ReviewClaim.objects.filter(practice=practice, coordinator__in=reviewers).first()
    return [claim.coordinator_id] if claim else list(reviewers.values_list("pk", flat=True))
