"""An organisation's own entry: kept by those who answer for it. Institutional contacts only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from core.access import NotVisible
from core.sanitising import clean_plain_text
from directory import policies
from directory.enums import OrganisationEvent
from directory.models import Organisation, OrganisationLog
from directory.signals import organisation_changed
from search.indexing import request_index, request_index_many

if TYPE_CHECKING:
    from core.access import Actor

ENTRY_FIELDS = (
    "name_bg", "name_en", "short_name_bg", "short_name_en", "kind", "place", "description_bg", "description_en",
    "address_bg", "address_en", "phone", "email", "website",
)  # fmt: skip
SEARCHED_ELSEWHERE = ("name_bg", "name_en", "short_name_bg", "short_name_en", "place_id")
"""What other things are found by as well: a change of these concerns the organisation's practices."""

MAX_REASON_LENGTH = 300


@transaction.atomic
def update_entry(*, actor: Actor, organisation: Organisation, **values: Any) -> Organisation:
    """Change fields of an entry, and confirm it by that: who saves it says that it is true. Writes nothing without a change.

    Raises NotVisible; TypeError for a field that isn't the entry's. Side effects: index entries.
    """
    if unknown := set(values) - set(ENTRY_FIELDS):
        raise TypeError(f"No fields of an entry: {', '.join(sorted(unknown))}.")
    organisation = _locked(organisation)
    policies.check_manage_organisation(actor, organisation)
    if all(getattr(organisation, name) == value for name, value in values.items()):
        return organisation
    return save_entry(organisation, **values, confirmed_on=timezone.localdate())


@transaction.atomic
def confirm_entry(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Somebody who must know has looked at the entry today, and it is true. Does nothing twice a day. Raises NotVisible."""
    organisation = _locked(organisation)
    policies.check_manage_organisation(actor, organisation)
    if organisation.confirmed_on == timezone.localdate():
        return organisation
    return save_entry(organisation, confirmed_on=timezone.localdate())


@transaction.atomic
def set_trust(*, actor: Actor, organisation: Organisation, is_trusted: bool, reason: str) -> bool:
    """Let an organisation's updates of published practices appear without a review, or no longer; logged with the reason.

    False, and nothing written, when it is so already. Raises NotVisible, NotAllowed.
    """
    organisation = _locked(organisation)
    policies.check_set_trust(actor, organisation)
    if organisation.is_trusted == is_trusted:
        return False
    organisation.is_trusted = is_trusted
    organisation.save(update_fields=["is_trusted"])
    OrganisationLog.objects.create(
        organisation=organisation,
        event=OrganisationEvent.TRUSTED if is_trusted else OrganisationEvent.UNTRUSTED,
        actor_id=actor.pk,
        reason=clean_plain_text(reason)[:MAX_REASON_LENGTH],
    )
    return True


@transaction.atomic
def save_entry(organisation: Organisation, **values: Any) -> Organisation:
    """Write an entry and have it indexed, with its dependents when its names or place changed.

    For loaders and the admin, which check rights themselves; everybody else calls `update_entry`.
    """
    before = (
        Organisation.objects.filter(pk=organisation.pk).values(*SEARCHED_ELSEWHERE).first()
        if organisation.pk
        else None
    )
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save()
    request_index("organisation", organisation.pk)
    if before and before != {name: getattr(organisation, name) for name in SEARCHED_ELSEWHERE}:
        organisation_changed.send(Organisation, organisation_id=organisation.pk)
    return organisation


@transaction.atomic
def save_entries(organisations: list[Organisation]) -> None:
    """Write many new entries and have them indexed, in a bounded number of statements. For loaders."""
    if not organisations:
        return
    for organisation in organisations:
        organisation.folded_names = organisation.fold_names()
    Organisation.objects.bulk_create(organisations, batch_size=500)
    request_index_many("organisation", [organisation.pk for organisation in organisations])


def _locked(organisation: Organisation) -> Organisation:
    row = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
    if row is None:
        raise NotVisible
    return row
