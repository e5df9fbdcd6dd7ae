"""The link in a letter that asks whether a practice still runs: it stands for its reader's sign-in, for this one answer.

It names the practice, the reader and the day of the question, signed. Whether the reader may still answer, the policy decides.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core import signing

from accounts.models import User
from core.access import NotVisible
from practices.models import Practice

SALT = "practices.still-running"
VALID_DAYS = 180
"""Longer than anybody leaves a letter lying; then one signs in instead."""


@dataclass(frozen=True)
class Question:
    practice: Practice
    reader: User

    is_open: bool
    """Nobody has answered this question yet, and it isn't asked anew."""


def token_for(practice: Practice, reader: User) -> str:
    return signing.dumps([practice.pk, reader.pk, str(practice.asked_on)], salt=SALT)


def question_of(token: str) -> Question:
    """What a link asks. Raises NotVisible for a wrong or old link, and when the practice or its reader is gone."""
    try:
        practice_id, reader_id, asked_on = signing.loads(
            token, salt=SALT, max_age=datetime.timedelta(days=VALID_DAYS)
        )
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotVisible from error
    practice = (
        Practice.objects.published()
        .select_related("organisation")
        .prefetch_related("texts")
        .filter(pk=practice_id)
        .first()
    )
    reader = User.objects.filter(pk=reader_id, is_active=True).first()
    if practice is None or reader is None:
        raise NotVisible
    return Question(practice, reader, str(practice.asked_on) == asked_on)
