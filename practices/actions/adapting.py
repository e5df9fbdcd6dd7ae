"""Applying another organisation's practice: marking it, telling how it goes, taking a mistaken mark back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import NotAllowed, NotVisible
from core.sanitising import clean_plain_text
from core.subjects import subject_follower_ids
from directory.models import Membership, Organisation
from notifications.mail import queue_mail
from practices.actions.steps import as_user, locked_practice, log_event
from practices.enums import AdaptationState, Currency, PracticeAction
from practices.models import Adaptation, Practice, PracticeEvent
from practices.policies import check_adapt_practice, check_keep_adaptation, check_undo_adaptation

if TYPE_CHECKING:
    from core.access import Actor
    from taxonomy.models import Place

OVER = (AdaptationState.ENDED, AdaptationState.GIVEN_UP)
MAX_CHANGES_A_DAY = 10
"""Of what one organisation does with one practice; after so many nobody is written to before tomorrow. Marking, taking back and
marking again must not flood the authors and all who follow the practice."""


@transaction.atomic
def mark_adaptation(
    *,
    actor: Actor,
    practice_id: int,
    organisation: Organisation,
    state: str = AdaptationState.PLANNED,
    place: Place | None = None,
) -> tuple[Adaptation, bool]:
    """The actor's organisation will apply this practice, or does so. What it marked before is returned as it is, and False.

    Raises NotVisible, NotAllowed. Side effects: log, news to the followers, a letter to who answers for the practice.
    """
    practice = locked_practice(practice_id)
    check_adapt_practice(actor, practice, organisation)
    adaptation, is_new = Adaptation.objects.get_or_create(
        practice=practice,
        organisation=organisation,
        defaults={"started_by": as_user(actor), "state": AdaptationState(state), "place": place},
    )
    if not is_new:
        return adaptation, False
    is_news = _is_news(adaptation)
    log_event(practice, PracticeAction.ADAPTED, actor, is_news=is_news)
    if is_news:
        _write_to_authors("adaptation_marked", adaptation, actor)
    return adaptation, True


@transaction.atomic
def tell_adaptation(
    *,
    actor: Actor,
    adaptation_id: int,
    state: str,
    language: str,
    place: Place | None = None,
    changes: str = "",
    outcome: str = "",
    cost: Decimal | None = None,
    cost_currency: str = "",
    own_practice: Practice | None = None,
) -> bool:
    """Keep the organisation's account: what it changed, what it cost, how it goes or ended. Nothing new writes nothing.

    Raises NotVisible; NotAllowed when the card that it names isn't a public one of the same organisation. Side effects: log; a
    letter to who answers for the practice when the account is told for the first time, and when it ends.
    """
    adaptation = _locked(adaptation_id)
    check_keep_adaptation(actor, adaptation)
    if own_practice is not None and not _is_their_card(adaptation, own_practice):
        raise NotAllowed(_("Choose a published practice of your own organisation."))
    values = {
        "state": AdaptationState(state),
        "language": language,
        "place_id": place.pk if place else None,
        "changes": clean_plain_text(changes)[: Adaptation.MAX_TEXT_LENGTH],
        "outcome": clean_plain_text(outcome)[: Adaptation.MAX_TEXT_LENGTH],
        "cost": cost,
        "cost_currency": Currency(cost_currency or Currency.EUR) if cost is not None else "",
        "own_practice_id": own_practice.pk if own_practice else None,
    }
    if values["changes"] == adaptation.changes and values["outcome"] == adaptation.outcome:
        values["language"] = (
            adaptation.language
        )  # whoever only changes the state on the other language's page wrote no text
    if all(getattr(adaptation, name) == value for name, value in values.items()):
        return False
    was_told, was_over = adaptation.is_told, adaptation.state in OVER
    for name, value in values.items():
        setattr(adaptation, name, value)
    adaptation.changed_at = timezone.now()
    adaptation.save()
    is_worth_a_letter = (adaptation.is_told and not was_told) or (adaptation.state in OVER and not was_over)
    is_news = is_worth_a_letter and _is_news(adaptation)
    log_event(adaptation.practice, PracticeAction.ADAPTATION_TOLD, actor)
    if is_news:
        _write_to_authors("adaptation_told", adaptation, actor)
    return True


@transaction.atomic
def undo_adaptation(*, actor: Actor, adaptation_id: int) -> bool:
    """Take back a mark that was a mistake, as long as nothing was told of it. False when it is gone already.

    Raises NotVisible, NotAllowed. Side effect: log.
    """
    if not Adaptation.objects.filter(pk=adaptation_id).exists():
        return False
    adaptation = _locked(adaptation_id)
    check_undo_adaptation(actor, adaptation)
    adaptation.delete()
    log_event(adaptation.practice, PracticeAction.ADAPTATION_UNDONE, actor)
    return True


def _locked(adaptation_id: int) -> Adaptation:
    """The adaptation as it is now, under its row's lock. Raises NotVisible when it is gone."""
    row = (
        Adaptation.objects.select_for_update(of=("self",))
        .select_related("practice", "organisation")
        .filter(pk=adaptation_id)
        .first()
    )
    if row is None:
        raise NotVisible
    return row


def _is_their_card(adaptation: Adaptation, card: Practice) -> bool:
    return (
        Practice.objects.public()
        .filter(pk=card.pk, organisation=adaptation.organisation_id)
        .exclude(pk=adaptation.practice_id)
        .exists()
    )


def _is_news(adaptation: Adaptation) -> bool:
    """Whether people are written to about it: not when the organisation has changed its mind all day."""
    people = Membership.objects.filter(organisation=adaptation.organisation_id).current()
    changes = PracticeEvent.objects.filter(
        practice=adaptation.practice_id,
        action__in=(PracticeAction.ADAPTED, PracticeAction.ADAPTATION_TOLD),
        actor__in=people.values("user"),
        at__gt=timezone.now() - datetime.timedelta(days=1),
    )
    return changes.count() < MAX_CHANGES_A_DAY


def _write_to_authors(kind: str, adaptation: Adaptation, actor: Actor) -> None:
    for user_id in sorted(subject_follower_ids("practice", adaptation.practice_id) - {actor.pk}):
        queue_mail(kind, recipient_id=user_id, key=str(adaptation.pk), adaptation=adaptation.pk)
