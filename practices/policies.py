"""What an actor may do to one practice. `querysets.py` answers the same for lists; a test holds the two together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import NotAllowed, NotVisible
from directory.memberships import is_member, organisation_ids_of, owned_organisation_ids_of
from practices.enums import EDITABLE_STATES, PUBLIC_STATES, WRITING, PracticeState

if TYPE_CHECKING:
    from core.access import Actor
    from directory.models import Organisation
    from practices.models import Adaptation, Collection, Practice, PracticeMedia


def _is_theirs(actor: Actor, practice: Practice) -> bool:
    if actor.pk and getattr(practice, "asked_by", None) == actor.pk:
        return bool(practice.is_theirs)  # type: ignore[attr-defined] # read along by with_membership_of(actor)
    return practice.organisation_id in organisation_ids_of(actor)


def _has_written(actor: Actor, practice: Practice) -> bool:
    """Whether the actor had a hand in the card, also for an organisation that they have left."""
    if actor.pk and getattr(practice, "asked_by", None) == actor.pk:
        return bool(practice.is_written)  # type: ignore[attr-defined] # as above
    return practice.events.filter(actor=actor.pk, action__in=WRITING).exists()


def can_view_practice(actor: Actor, practice: Practice) -> bool:
    if practice.state in PUBLIC_STATES or _is_theirs(actor, practice):
        return True
    return bool(
        actor.is_authenticated
        and actor.is_coordinator
        and practice.state in (PracticeState.SUBMITTED, PracticeState.RETURNED)
    )


def can_view_draft(actor: Actor, practice: Practice) -> bool:
    """Whether the actor sees the card document that is being worked on; of a published practice it may be an update."""
    if _is_theirs(actor, practice):
        return True
    return bool(
        actor.is_authenticated
        and actor.is_coordinator
        and practice.working_state in (PracticeState.SUBMITTED, PracticeState.RETURNED)
    )


def check_view_media(actor: Actor, media: PracticeMedia) -> None:
    """Raises NotVisible. What isn't public is for those who see the draft, as long as the draft holds it."""
    practice = media.practice
    if media.is_public and practice.state in PUBLIC_STATES:
        return
    is_in_draft = any(item["id"] == str(media.pk) for item in practice.draft.document.get("media", []))
    if not is_in_draft or not can_view_draft(actor, practice):
        raise NotVisible


def check_view_draft(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible."""
    if not can_view_draft(actor, practice):
        raise NotVisible


def check_create_practice(actor: Actor, organisation: Organisation) -> None:
    """Raises NotAllowed unless the actor belongs to the organisation."""
    if not actor.is_authenticated or organisation.pk not in organisation_ids_of(actor):
        raise NotAllowed(_("You can post practices of an organisation that you belong to."))


def check_import_practices(actor: Actor) -> None:
    """Raises NotAllowed unless the actor belongs to an organisation, for which cards can be brought in."""
    if not organisation_ids_of(actor):
        raise NotAllowed(_("You can post practices of an organisation that you belong to."))


def check_take_out_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. What is public anybody takes along, a draft its own people alone."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if practice.state not in PUBLIC_STATES and not _is_theirs(actor, practice):
        raise NotAllowed(_("Only its authors take out a card that isn't published."))


def check_edit_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. Editing is open unless the card or its update waits for review, or it is archived."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not _is_theirs(actor, practice):
        raise NotAllowed(_("Only the authors edit this practice."))
    if practice.state == PracticeState.ARCHIVED:
        raise NotAllowed(_("Bring the practice back from the archive first; then you can edit it."))
    if practice.working_state not in EDITABLE_STATES:
        raise NotAllowed(_("While the card waits for review, it can't be edited."))


def check_pass_on_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. The author passes a practice on, or whoever answers for the organisation."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not _is_theirs(actor, practice):
        raise NotAllowed(_("Only the organisation's own people pass its practices on."))
    if practice.author_id != actor.pk and practice.organisation_id not in owned_organisation_ids_of(actor):
        raise NotAllowed(_("The author passes a practice on, or somebody who answers for the organisation."))


def check_review_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. Nobody reviews what is their organisation's, or what they had a hand in themselves."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not actor.is_authenticated or not actor.is_coordinator:
        raise NotVisible
    if _is_theirs(actor, practice) or practice.author_id == actor.pk:
        raise NotAllowed(_("Somebody else reviews the practices of your own organisation."))
    if _has_written(actor, practice):
        raise NotAllowed(_("You had a hand in this card; somebody else reviews it."))
    if practice.update_state == PracticeState.DRAFT:  # also of a card that was archived meanwhile
        raise NotAllowed(_("The authors are still writing this update."))


def check_score_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. A second reviewer is another coordinator than the one who published the card."""
    check_review_practice(actor, practice)
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("A practice is scored once it is published."))
    if not practice.label:
        raise NotAllowed(_("A label takes a full card with open sources. Scores are of use once it is one."))
    if practice.published_by_id == actor.pk:
        raise NotAllowed(_("You have published this practice; somebody else scores it."))


def check_answer_remark(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. Until it is published, authors and reviewers answer each other's remarks."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if practice.state in PUBLIC_STATES:
        raise NotAllowed(_("The review is over: remarks can't be answered any more."))
    if not _is_theirs(actor, practice):
        check_review_practice(actor, practice)


def check_archive_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. A coordinator or the organisation archives what is published."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not _is_theirs(actor, practice) and not (actor.is_authenticated and actor.is_coordinator):
        raise NotAllowed(_("The organisation or a coordinator can archive a practice."))


def check_restore_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. The organisation brings back what it archived itself, coordinators everything."""
    check_archive_practice(actor, practice)
    if not (actor.is_authenticated and actor.is_coordinator) and not practice.archived_by_authors:
        raise NotAllowed(_("A coordinator has archived this practice; please write to them."))


def check_confirm_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. The organisation says whether its published practice still runs."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not _is_theirs(actor, practice):
        raise NotAllowed(_("Only the organisation can say whether the practice still runs."))
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("Only a published practice can be confirmed."))


def check_drop_update(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. The authors drop an update as long as they can edit it."""
    check_edit_practice(actor, practice)
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("Only the update of a published practice can be dropped."))


def can_edit_practice(actor: Actor, practice: Practice) -> bool:
    return _allows(check_edit_practice, actor, practice)


def can_pass_on_practice(actor: Actor, practice: Practice) -> bool:
    return _allows(check_pass_on_practice, actor, practice)


def can_review_practice(actor: Actor, practice: Practice) -> bool:
    return practice.working_state == PracticeState.SUBMITTED and _allows(
        check_review_practice, actor, practice
    )


def can_score_practice(actor: Actor, practice: Practice) -> bool:
    return practice.state == PracticeState.PUBLISHED and _allows(check_score_practice, actor, practice)


def can_answer_remark(actor: Actor, practice: Practice) -> bool:
    return _allows(check_answer_remark, actor, practice)


def can_archive_practice(actor: Actor, practice: Practice) -> bool:
    return practice.state == PracticeState.PUBLISHED and _allows(check_archive_practice, actor, practice)


def can_restore_practice(actor: Actor, practice: Practice) -> bool:
    return practice.state == PracticeState.ARCHIVED and _allows(check_restore_practice, actor, practice)


def can_confirm_practice(actor: Actor, practice: Practice) -> bool:
    return _allows(check_confirm_practice, actor, practice)


def can_see_contact(actor: Actor, practice: Practice) -> bool:
    """The e-mail is for members only, and only where the organisation chose so."""

    return bool(practice.contact_email) and practice.contact_visibility == "members" and is_member(actor)


def _allows(check: object, actor: Actor, practice: Practice) -> bool:
    try:
        check(actor, practice)  # type: ignore[operator]
    except (NotVisible, NotAllowed):
        return False
    return True


def check_adapt_practice(actor: Actor, practice: Practice, organisation: Organisation) -> None:
    """Raises NotVisible or NotAllowed. An organisation's own people say that it applies what another one has published."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if organisation.pk not in organisation_ids_of(actor):
        raise NotAllowed(_("You can say so for an organisation that you belong to."))
    if practice.organisation_id == organisation.pk:
        raise NotAllowed(_("This practice is your organisation's own."))
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("Only a published practice can be applied."))


def can_adapt_practice(actor: Actor, practice: Practice, organisation: Organisation) -> bool:
    return _allows(partial(check_adapt_practice, organisation=organisation), actor, practice)


def can_keep_adaptation(actor: Actor, adaptation: Adaptation) -> bool:
    return adaptation.organisation_id in organisation_ids_of(actor)


def check_keep_adaptation(actor: Actor, adaptation: Adaptation) -> None:
    """Raises NotVisible: where an organisation writes its account is nobody else's business."""
    if not can_keep_adaptation(actor, adaptation):
        raise NotVisible


def check_undo_adaptation(actor: Actor, adaptation: Adaptation) -> None:
    """Raises NotVisible or NotAllowed. A mark can be taken back as long as nothing was told of it."""
    check_keep_adaptation(actor, adaptation)
    if adaptation.is_told or adaptation.own_practice_id is not None:
        raise NotAllowed(
            _("You have told how it went, and others may rely on that. Mark it as given up instead.")
        )


def check_contact_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. Members of the square write to the people behind another one's published practice."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not is_member(actor):
        raise NotAllowed(_("Only members of organisations can write to the authors. Join yours first."))
    if _is_theirs(actor, practice):
        raise NotAllowed(_("This practice is your organisation's own."))
    if practice.state != PracticeState.PUBLISHED:
        raise NotAllowed(_("The practice isn't published any more, so its authors get no letters about it."))


def can_contact_practice(actor: Actor, practice: Practice) -> bool:
    return _allows(check_contact_practice, actor, practice)


def check_start_collection(actor: Actor) -> None:
    """Raises NotVisible for visitors, who are sent to sign in before they come here."""
    if not actor.is_authenticated:
        raise NotVisible


def check_keep_collection(actor: Actor, collection: Collection) -> None:
    """Raises NotVisible: a collection is its owner's; others know its shared address, and there it can't be changed."""
    if not actor.is_authenticated or collection.owner_id != actor.pk:
        raise NotVisible
