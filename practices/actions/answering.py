"""Authors and reviewers answer each other's remarks, at the field that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from core.access import NotVisible
from core.sanitising import clean_plain_text
from notifications.mail import queue_mail
from practices.actions.reviewing import MAX_REMARK_LENGTH, NoRemarkError, check_no_personal_number
from practices.actions.steps import as_user, locked_practice, log_event
from practices.enums import PracticeAction
from practices.models import Remark
from practices.policies import check_answer_remark

if TYPE_CHECKING:
    from core.access import Actor

MAX_ANSWERS = 30
"""To one remark. A longer talk is better had by telephone."""


class TooManyAnswersError(Exception):
    """The thread is full."""


@transaction.atomic
def answer_remark(*, actor: Actor, practice_id: int, remark_id: int, text: str) -> bool:
    """Write an answer beneath a remark. The same words once more write nothing. Mail: the others who wrote in the thread.

    Raises NotVisible, NotAllowed, NoRemarkError (nothing is said), PersonalNumberError, TooManyAnswersError.
    """
    practice = locked_practice(practice_id)
    check_answer_remark(actor, practice)
    remark = Remark.objects.filter(pk=remark_id, practice=practice, answer_to=None).first()
    if remark is None:
        raise NotVisible
    said = clean_plain_text(text)[:MAX_REMARK_LENGTH]
    if not said:
        raise NoRemarkError
    check_no_personal_number({remark.field: said})
    thread = [remark, *remark.answers.all()]
    if thread[-1].author_id == actor.pk and thread[-1].text == said:
        return False
    if len(thread) > MAX_ANSWERS:
        raise TooManyAnswersError
    answer = Remark.objects.create(
        practice=practice,
        review_round=remark.review_round,
        field=remark.field,
        text=said,
        author=as_user(actor),
        answer_to=remark,
    )
    log_event(practice, PracticeAction.ANSWERED, actor)
    for reader_id in {one.author_id for one in thread} | {practice.author_id}:
        if reader_id and reader_id != actor.pk:
            queue_mail("remark_answered", recipient_id=reader_id, key=str(answer.pk), remark_id=answer.pk)
    return True
