"""What happens to a practice once it is public, and cards that were published elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.sanitising import clean_plain_text
from directory.memberships import organisation_ids_of
from directory.models import Organisation
from practices.actions.steps import locked_practice, log_event, publish_document, queue_letter
from practices.card import Document, clean_card
from practices.enums import PracticeAction, PracticeState
from practices.models import CardDraft, Practice
from practices.policies import check_archive_practice, check_restore_practice
from practices.responsible import responsible_ids
from search.indexing import request_index

if TYPE_CHECKING:
    from core.access import Actor

MAX_REASON_LENGTH = 300


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
    publish_document(practice, document)
    return practice


@transaction.atomic
def archive_practice(
    *, actor: Actor, practice_id: int, reason: str = "", replaced_by_id: int | None = None
) -> bool:
    """Take a published practice out of the lists; its address keeps the card with a notice: when, why, what replaces it.

    An update that is being written waits until it is brought back. Index: the practice goes. Mail: who answers for it,
    when a coordinator does it. Raises NotVisible (also when what replaces it isn't published), NotAllowed.
    """
    practice = locked_practice(practice_id)
    check_archive_practice(actor, practice)
    if practice.state == PracticeState.ARCHIVED:
        return False
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("Only a published practice can be archived."))
    if replaced_by_id is not None:
        others = Practice.objects.published().exclude(pk=practice.pk)
        if not others.filter(pk=replaced_by_id).exists():
            raise NotVisible
    practice.state = PracticeState.ARCHIVED
    practice.archived_at = practice.changed_at = practice.public_changed_at = timezone.now()
    practice.archive_reason = clean_plain_text(reason)[:MAX_REASON_LENGTH]
    practice.replaced_by_id = replaced_by_id
    practice.archived_by_authors = practice.organisation_id in organisation_ids_of(actor)
    practice.save()
    log_event(practice, PracticeAction.ARCHIVED, actor)
    request_index("practice", practice.pk)
    if not practice.archived_by_authors:
        for user_id in responsible_ids(
            author_id=practice.author_id, organisation_id=practice.organisation_id
        ):
            queue_letter(practice, "practice_archived", user_id)
    return True


@transaction.atomic
def restore_practice(*, actor: Actor, practice_id: int) -> bool:
    """Bring an archived practice back into the lists, as it was. Index: the practice. Raises NotVisible, NotAllowed."""
    practice = locked_practice(practice_id)
    if practice.state == PracticeState.PUBLISHED:
        check_archive_practice(actor, practice)
        return False
    check_restore_practice(actor, practice)
    if practice.state != PracticeState.ARCHIVED:
        raise NotAllowed(_("Only an archived practice can be brought back."))
    practice.state = PracticeState.PUBLISHED
    practice.changed_at = practice.public_changed_at = timezone.now()
    practice.archived_at, practice.archive_reason, practice.replaced_by = None, "", None
    practice.archived_by_authors = False
    practice.save()
    log_event(practice, PracticeAction.RESTORED, actor)
    request_index("practice", practice.pk)
    return True
