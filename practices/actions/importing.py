"""Bringing in cards: the dry run is kept for its owner, then all of its cards become drafts, or none."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import NotAllowed, NotVisible
from directory.memberships import organisation_ids_of
from directory.models import Organisation
from practices.actions.drafting import DraftConflictError, create_practice, save_draft
from practices.actions.steps import as_user, locked_practice
from practices.card import clean_card
from practices.enums import PUBLIC_STATES
from practices.exchange.checking import stored_id
from practices.exchange.report import Level, Parsed
from practices.models import ImportBatch, ImportNote, Practice
from practices.policies import check_edit_practice, check_import_practices
from practices.translation import mark_sources

if TYPE_CHECKING:
    from core.access import Actor

KEPT_DAYS = 7
"""A dry run that nobody came back to."""
NOTE_DAYS = 30
"""What no field was found for: as long as a draft may hold what has no place on the square."""
MAX_BATCHES = 10
"""Dry runs of one person that are kept at a time; older ones give way."""


class ImportRefusedError(Exception):
    """The cards can't be brought in as they are. Carries what to do, in the language of the page."""

    def __init__(self, reason: str) -> None:
        super().__init__("The cards can't be brought in as they are.")
        self.reason = reason


@transaction.atomic
def keep_import(*, actor: Actor, token: uuid.UUID, parsed: Parsed) -> tuple[ImportBatch, bool]:
    """Keep what was read from a file until its owner brings it in. The same token again answers what it kept, and False.

    Cards of a file with errors aren't kept: it has to be mended first. Raises NotAllowed, NotVisible.
    """
    check_import_practices(actor)
    batch, is_new = ImportBatch.objects.get_or_create(
        token=token,
        defaults={
            "owner": as_user(actor),
            "kind": parsed.kind,
            "items": [
                {**vars(item), "document": None if parsed.has_errors else item.document, "places": {}}
                | {"title": _title(item.document)}
                for item in parsed.items
            ],
            "findings": [finding.as_json() for finding in parsed.findings],
        },
    )
    if not is_new and batch.owner_id != actor.pk:
        raise NotVisible
    if is_new:
        kept = (
            ImportBatch.objects.filter(owner=actor.pk)
            .order_by("-created_at", "-pk")
            .values_list("pk", flat=True)
        )
        ImportBatch.objects.filter(owner=actor.pk).exclude(pk__in=list(kept[:MAX_BATCHES])).delete()
    return batch, is_new


def _title(document: dict[str, Any]) -> dict[str, str]:
    return {language: texts["title"] for language, texts in document["texts"].items() if texts["title"]}


@transaction.atomic
def bring_in(*, actor: Actor, token: uuid.UUID, accepts_warnings: bool) -> tuple[ImportBatch, bool]:
    """Make drafts of all cards of a dry run, or of none; False when that was done before. No mail: drafts are private.

    Raises NotVisible, NotAllowed, ImportRefusedError.
    """
    batch = ImportBatch.objects.visible_to(actor).select_for_update(of=("self",)).filter(token=token).first()
    if batch is None:
        raise NotVisible
    if batch.done_at is not None:
        return batch, False
    if batch.has(Level.ERROR.value):
        raise ImportRefusedError(_("Nothing was brought in: mend the file first, and choose it again."))
    if batch.has(Level.WARNING.value) and not accepts_warnings:
        raise ImportRefusedError(_("Read the warnings and tick that you agree."))
    organisations = {
        organisation.slug: organisation
        for organisation in Organisation.objects.filter(pk__in=organisation_ids_of(actor))
    }
    _check_numbers_free(batch, organisations)
    batch.practice_ids = [
        _bring_in_one(actor, batch.token, number, item, organisations)
        for number, item in enumerate(batch.items)
    ]
    batch.items, batch.findings, batch.done_at = [], [], timezone.now()
    batch.save()
    return batch, True


def _check_numbers_free(batch: ImportBatch, organisations: dict[str, Organisation]) -> None:
    """Raises ImportRefusedError when a number was given to a practice since the dry run."""
    numbers = [
        stored_id(organisations[item["organisation"]], item["external_id"])
        for item in batch.items
        if item["external_id"] and item["practice_id"] is None and item["organisation"] in organisations
    ]
    if Practice.objects.filter(external_id__in=numbers).exists():
        raise ImportRefusedError(_changed_meanwhile())


def _changed_meanwhile() -> str:
    return _("Something was changed since the file was read. Nothing was brought in: choose the file again.")


def _bring_in_one(
    actor: Actor,
    token: uuid.UUID,
    number: int,
    item: dict[str, Any],
    organisations: dict[str, Organisation],
) -> int:
    organisation = organisations.get(item["organisation"])
    if organisation is None:
        raise NotAllowed(_("You can post practices of an organisation that you belong to."))
    document = clean_card(item["document"])
    if item["practice_id"] is not None:
        return _change_draft(actor, item["practice_id"], item["version"], document)
    mark_sources(document, before=document)
    practice, _is_new = create_practice(
        actor=actor, organisation=organisation, document=document, token=uuid.uuid5(token, str(number))
    )
    if item["external_id"]:
        practice.external_id = stored_id(organisation, item["external_id"])
        practice.save(update_fields=["external_id"])
    if item["leftover"]:
        ImportNote.objects.create(practice=practice, text=item["leftover"])
    return practice.pk


def _change_draft(actor: Actor, practice_id: int, version: int, document: dict[str, Any]) -> int:
    try:
        practice = locked_practice(practice_id, actor)
        if practice.state in PUBLIC_STATES:
            raise NotAllowed(_changed_meanwhile())
        stored = clean_card(practice.draft.document)
        document["media"] = stored["media"]
        mark_sources(document, before=stored)
        save_draft(actor=actor, practice_id=practice_id, document=document, version=version)
    except (DraftConflictError, NotAllowed, NotVisible):
        raise ImportRefusedError(_changed_meanwhile()) from None
    return practice_id


@transaction.atomic
def forget_import_note(*, actor: Actor, practice_id: int) -> bool:
    """The authors have taken over what they need of it. Raises NotVisible, NotAllowed."""
    practice = locked_practice(practice_id, actor)
    check_edit_practice(actor, practice)
    deleted, _by_model = ImportNote.objects.filter(practice=practice).delete()
    return bool(deleted)


def forget_imports(*, now: datetime.datetime) -> int:
    """Delete dry runs of a week ago and notes of a month ago; returns how many."""
    week, month = now - datetime.timedelta(days=KEPT_DAYS), now - datetime.timedelta(days=NOTE_DAYS)
    batches, _by_model = ImportBatch.objects.filter(created_at__lt=week).delete()
    notes, _by_model = ImportNote.objects.filter(created_at__lt=month).delete()
    return batches + notes
