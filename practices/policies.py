"""What an actor may do to one practice. `querysets.py` answers the same for lists; a test holds the two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import NotAllowed, NotVisible
from directory.memberships import is_member, organisation_ids_of, owned_organisation_ids_of
from practices.enums import EDITABLE_STATES, PUBLIC_STATES, PracticeState

if TYPE_CHECKING:
    from core.access import Actor
    from directory.models import Organisation
    from practices.models import Practice, PracticeMedia


def _is_theirs(actor: Actor, practice: Practice) -> bool:
    if actor.pk and getattr(practice, "asked_by", None) == actor.pk:
        return bool(practice.is_theirs)  # type: ignore[attr-defined] # read along by with_membership_of(actor)
    return practice.organisation_id in organisation_ids_of(actor)


def can_view_practice(actor: Actor, practice: Practice) -> bool:
    if practice.state in PUBLIC_STATES or _is_theirs(actor, practice):
        return True
    return bool(
        actor.is_authenticated
        and actor.is_coordinator
        and practice.state in (PracticeState.SUBMITTED, PracticeState.RETURNED)
    )


def can_view_draft(actor: Actor, practice: Practice) -> bool:
    """Whether the actor sees the card document that is being worked on."""
    if _is_theirs(actor, practice):
        return True
    return bool(
        actor.is_authenticated
        and actor.is_coordinator
        and practice.state in (PracticeState.SUBMITTED, PracticeState.RETURNED)
    )


def check_view_media(actor: Actor, media: PracticeMedia) -> None:
    """Raises NotVisible. What isn't public is for those who see the draft, as long as the draft holds it."""
    practice = media.practice
    if media.is_public and practice.state in PUBLIC_STATES:
        return
    is_in_draft = any(item["id"] == str(media.pk) for item in practice.draft.document.get("media", []))
    if not is_in_draft or not can_view_draft(actor, practice):
        raise NotVisible


def check_create_practice(actor: Actor, organisation: Organisation) -> None:
    """Raises NotAllowed unless the actor belongs to the organisation."""
    if not actor.is_authenticated or organisation.pk not in organisation_ids_of(actor):
        raise NotAllowed(_("You can post practices of an organisation that you belong to."))


def check_edit_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. Editing is open while the practice is a draft or was sent back."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not _is_theirs(actor, practice):
        raise NotAllowed(_("Only the authors edit this practice."))
    if practice.state not in EDITABLE_STATES:
        raise NotAllowed(_("While it waits for review or is published, the card can't be edited."))


def check_pass_on_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. The author passes a practice on, or whoever answers for the organisation."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not _is_theirs(actor, practice):
        raise NotAllowed(_("Only the organisation's own people pass its practices on."))
    if practice.author_id != actor.pk and practice.organisation_id not in owned_organisation_ids_of(actor):
        raise NotAllowed(_("The author passes a practice on, or somebody who answers for the organisation."))


def check_review_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. Nobody reviews what is their own or their organisation's."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not actor.is_authenticated or not actor.is_coordinator:
        raise NotVisible
    if _is_theirs(actor, practice) or practice.author_id == actor.pk:
        raise NotAllowed(_("Somebody else reviews the practices of your own organisation."))


def check_archive_practice(actor: Actor, practice: Practice) -> None:
    """Raises NotVisible or NotAllowed. A coordinator or the organisation archives what is published."""
    if not can_view_practice(actor, practice):
        raise NotVisible
    if not _is_theirs(actor, practice) and not (actor.is_authenticated and actor.is_coordinator):
        raise NotAllowed(_("The organisation or a coordinator can archive a practice."))


def can_edit_practice(actor: Actor, practice: Practice) -> bool:
    return _allows(check_edit_practice, actor, practice)


def can_pass_on_practice(actor: Actor, practice: Practice) -> bool:
    return _allows(check_pass_on_practice, actor, practice)


def can_review_practice(actor: Actor, practice: Practice) -> bool:
    return practice.state == PracticeState.SUBMITTED and _allows(check_review_practice, actor, practice)


def can_archive_practice(actor: Actor, practice: Practice) -> bool:
    return practice.state == PracticeState.PUBLISHED and _allows(check_archive_practice, actor, practice)


def can_see_contact(actor: Actor, practice: Practice) -> bool:
    """The e-mail is for members only, and only where the organisation chose so."""

    return bool(practice.contact_email) and practice.contact_visibility == "members" and is_member(actor)


def _allows(check: object, actor: Actor, practice: Practice) -> bool:
    try:
        check(actor, practice)  # type: ignore[operator]
    except (NotVisible, NotAllowed):
        return False
    return True
