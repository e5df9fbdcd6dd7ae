"""What a coordinator decides on a practice that waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core.personal_data import PERSONAL_NUMBERS, find_personal_data
from core.sanitising import clean_plain_text
from practices.actions.claiming import check_claim, claim_of
from practices.actions.steps import (
    IncompleteCardError,
    as_user,
    check_submitted,
    locked_practice,
    log_event,
    move_to,
    publish_document,
    queue_letter,
)
from practices.card import BY_NAME
from practices.checks import Completeness, Known, check_card
from practices.enums import PracticeAction, PracticeState
from practices.models import Remark
from practices.policies import check_review_practice

if TYPE_CHECKING:
    from core.access import Actor
    from practices.models import Practice


MAX_REMARK_LENGTH = 2000


class SentAgainError(Exception):
    """The authors have sent another card since the reviewer began to read: what was decided isn't about this one."""


class NoRemarkError(Exception):
    """A practice is sent back only with a remark: the authors must know what to do."""


class PersonalNumberError(Exception):
    """A remark or letter holds a personal number. `fields` are those where it stands, "" for the whole card."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__("There is a personal number in a text that others will read.")
        self.fields = fields


def check_no_personal_number(texts: Mapping[str, str]) -> None:
    """Raises PersonalNumberError: such numbers are written nowhere, and a remark is read by several people."""
    fields = [name for name, text in texts.items() if find_personal_data(text, PERSONAL_NUMBERS)]
    if fields:
        raise PersonalNumberError(fields)


def _check_round(practice: Practice, read_round: int | None) -> None:
    """Raises SentAgainError: nobody publishes what they haven't read."""
    if read_round is not None and read_round != practice.review_round:
        raise SentAgainError


@transaction.atomic
def return_practice(
    *,
    actor: Actor,
    practice_id: int,
    remarks: Mapping[str, str],
    despite_claim_of: int | None = None,
    read_round: int | None = None,
) -> bool:
    """Send the card back with remarks: field name → text, "" for the whole card. Mail: the author.

    `despite_claim_of`: the colleague who has taken the review on, where the actor decides all the same. `read_round`: the round
    that the actor has read, where they read it on a page.
    Raises NotVisible, NotAllowed, SentAgainError, NoRemarkError, PersonalNumberError, ClaimedError.
    """
    practice = locked_practice(practice_id)
    check_review_practice(actor, practice)
    if practice.working_state == PracticeState.RETURNED:
        return False
    check_submitted(practice)
    _check_round(practice, read_round)
    said = {
        name: clean_plain_text(text)[:MAX_REMARK_LENGTH]
        for name, text in remarks.items()
        if (name in BY_NAME or not name) and clean_plain_text(text)
    }
    if not said:
        raise NoRemarkError
    check_no_personal_number(said)
    check_claim(practice, claim_of(practice), actor=actor, knows_of=despite_claim_of)
    Remark.objects.bulk_create(
        Remark(
            practice=practice,
            review_round=practice.review_round,
            field=name,
            text=text,
            author=as_user(actor),
        )
        for name, text in said.items()
    )
    move_to(practice, PracticeState.RETURNED)
    practice.changed_at = timezone.now()
    practice.save()
    log_event(practice, PracticeAction.RETURNED, actor)
    if practice.author_id:
        queue_letter(practice, "practice_returned", practice.author_id)
    return True


@transaction.atomic
def publish_practice(
    *,
    actor: Actor,
    practice_id: int,
    despite_claim_of: int | None = None,
    read_round: int | None = None,
) -> bool:
    """Make the card public; its label follows, and the review is nobody's any more. Mail: the author. Index: the practice.

    Raises NotVisible, NotAllowed, SentAgainError, IncompleteCardError, ClaimedError.
    """
    practice = locked_practice(practice_id)
    check_review_practice(actor, practice)
    if practice.working_state == PracticeState.PUBLISHED:
        return False
    check_submitted(practice)
    _check_round(practice, read_round)
    document = practice.draft.document
    problems = check_card(document, level=Completeness.SNAPSHOT, known=Known.of(document))
    if problems:
        raise IncompleteCardError(problems)
    claim = claim_of(practice)
    check_claim(practice, claim, actor=actor, knows_of=despite_claim_of)
    if claim:
        claim.delete()
    practice.published_by = as_user(actor)
    publish_document(practice, document, by=as_user(actor))
    log_event(practice, PracticeAction.PUBLISHED, actor)
    if practice.author_id:
        queue_letter(practice, "practice_published", practice.author_id)
    return True
