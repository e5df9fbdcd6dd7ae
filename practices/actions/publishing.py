"""What happens to a practice once it is public, and cards that were published elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed
from directory.models import Organisation
from practices.actions.steps import locked_practice, log_event, publish_document
from practices.card import Document, clean_card
from practices.enums import PracticeAction, PracticeState
from practices.models import CardDraft, Practice
from practices.policies import check_archive_practice
from search.indexing import request_index

if TYPE_CHECKING:
    from core.access import Actor


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
def archive_practice(*, actor: Actor, practice_id: int) -> bool:
    """Take a published practice out of the lists; its address keeps the card with a notice. Index: the practice goes.

    Raises NotVisible, NotAllowed.
    """
    practice = locked_practice(practice_id)
    check_archive_practice(actor, practice)
    if practice.state == PracticeState.ARCHIVED:
        return False
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("Only a published practice can be archived."))
    practice.state = PracticeState.ARCHIVED
    practice.archived_at = practice.changed_at = timezone.now()
    practice.save()
    log_event(practice, PracticeAction.ARCHIVED, actor)
    request_index("practice", practice.pk)
    return True
