"""An update of a published card that its authors don't want after all. `save_draft` begins one, `submit_practice` sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from practices.actions.steps import as_user, locked_practice, log_event
from practices.enums import PracticeAction
from practices.policies import check_drop_update

if TYPE_CHECKING:
    from core.access import Actor


@transaction.atomic
def drop_update(*, actor: Actor, practice_id: int) -> bool:
    """Forget what was written since the card was published: the form has the published card again.

    Raises NotVisible, NotAllowed.
    """
    practice = locked_practice(practice_id)
    check_drop_update(actor, practice)
    published = practice.revisions.last()
    if not practice.update_state or published is None:
        return False
    draft = practice.draft
    draft.document, draft.version = published.document, draft.version + 1
    draft.updated_at, draft.updated_by = timezone.now(), as_user(actor)
    draft.save()
    practice.update_state, practice.update_note = "", ""
    practice.save(update_fields=["update_state", "update_note"])
    log_event(practice, PracticeAction.DROPPED, actor)
    return True
