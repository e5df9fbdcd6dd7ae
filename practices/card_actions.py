"""What a reader can do with a card: apply it, follow it, keep it, write to its authors. Decides only what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from directory.memberships import organisation_ids_of
from practices.enums import PracticeState

if TYPE_CHECKING:
    from core.access import Actor
    from practices.models import Practice


@dataclass(frozen=True)
class CardActions:
    """For templates/practices/card_actions.html. Visitors are offered everything; they sign in on the way."""

    practice_id: int
    can_apply: bool
    """For an organisation that doesn't yet: whoever belongs to several may do so for each."""
    can_contact: bool
    own_adaptation_id: int | None
    """The account that their organisation keeps of it; None where there is none, or several to choose from."""
    own_adaptations: int
    is_followed: bool
    is_kept: bool


def card_actions(practice: Practice, actor: Actor) -> CardActions:
    """For a practice that was read with `with_marks_of(actor)`; no query but the actor's memberships."""
    marks: Any = practice
    own = organisation_ids_of(actor)
    is_published = practice.state == PracticeState.PUBLISHED
    could_apply = own - {practice.organisation_id}
    return CardActions(
        practice_id=practice.pk,
        can_apply=is_published and (not own or len(could_apply) > marks.own_adaptations),
        can_contact=is_published and practice.organisation_id not in own,
        own_adaptation_id=marks.own_adaptation_id if marks.own_adaptations == 1 else None,
        own_adaptations=marks.own_adaptations,
        is_followed=marks.is_followed,
        is_kept=marks.is_kept,
    )
