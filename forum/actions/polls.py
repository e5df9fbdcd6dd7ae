"""Polls: one in a thread, and votes in it. Nothing that is written tells who chose what."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.folding import fold
from core.sanitising import clean_plain_text
from forum.actions.calls import check_last_day
from forum.actions.steps import locked_thread
from forum.content import refuse_personal_numbers
from forum.models import Poll, PollVoter
from forum.models.polls import MAX_OPTIONS, MIN_OPTIONS, OPTION_MAX_LENGTH, QUESTION_MAX_LENGTH
from forum.policies import check_vote

if TYPE_CHECKING:
    from accounts.models import User
    from forum.models import Thread


@dataclass(frozen=True)
class PollFacts:
    question: str
    options: tuple[str, ...]
    until: datetime.date
    allows_several: bool = False


def checked_poll(poll: PollFacts | None) -> PollFacts | None:
    """A poll, cleaned. Raises ValidationError for too few or too many options, the same one twice, a day that is over."""
    if poll is None:
        return None
    question = _one_line(poll.question)
    options = tuple(filter(None, (_one_line(option) for option in poll.options)))
    if not question:
        raise ValidationError(_("Write what you ask in the poll."))
    if len(question) > QUESTION_MAX_LENGTH:
        raise ValidationError(_("Shorten the question to %(max)d characters.") % {"max": QUESTION_MAX_LENGTH})
    if not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
        raise ValidationError(
            _("Give %(min)d to %(max)d options, each on a line of its own.")
            % {"min": MIN_OPTIONS, "max": MAX_OPTIONS}
        )
    if any(len(option) > OPTION_MAX_LENGTH for option in options):
        raise ValidationError(_("An option has at most %(max)d characters.") % {"max": OPTION_MAX_LENGTH})
    if len({fold(option) for option in options}) < len(options):
        raise ValidationError(_("Two of the options are the same."))
    refuse_personal_numbers("\n".join((question, *options)))
    check_last_day(poll.until)
    return PollFacts(question, options, poll.until, poll.allows_several)


def add_poll(thread: Thread, poll: PollFacts) -> None:
    """A step of starting a thread. Expects facts that were checked."""
    Poll.objects.create(
        thread=thread,
        question=poll.question,
        options=list(poll.options),
        votes=[0] * len(poll.options),
        allows_several=poll.allows_several,
        until=poll.until,
    )


def vote(*, actor: User, thread: Thread, choices: Collection[int]) -> bool:
    """Add somebody's vote, for the options at these places. False for who has voted already: one vote each, and it stays,
    since nobody can tell which it was.

    Raises ValidationError, NotVisible, NotAllowed. There is no log: it would tell when somebody voted.
    """
    with transaction.atomic():
        locked = locked_thread(thread.pk)
        poll = Poll.objects.select_for_update().filter(thread=locked).first()
        check_vote(actor, locked, poll)
        assert poll is not None  # the policy has seen to it
        if PollVoter.objects.filter(poll=poll, user=actor).exists():
            return False
        chosen = set(choices)
        if not chosen or not chosen <= set(range(len(poll.options))):
            raise ValidationError(_("Choose one of the options."))
        if len(chosen) > 1 and not poll.allows_several:
            raise ValidationError(_("Choose a single option."))
        PollVoter.objects.create(poll=poll, user=actor)
        poll.votes = [count + int(place in chosen) for place, count in enumerate(poll.votes)]
        poll.voters_count += 1
        poll.save(update_fields=["votes", "voters_count"])
        return True


def _one_line(text: str) -> str:
    return " ".join(clean_plain_text(text[:2000]).split())
