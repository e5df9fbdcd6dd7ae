"""Celery entry points of practices, and what the outbox hands over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from celery import shared_task
from django.utils import timezone

from core import outbox
from practices import actions

if TYPE_CHECKING:
    from core.models import OutboxItem


def make_modern_formats(items: Sequence[OutboxItem]) -> list[int]:
    """Outbox handler: the other formats of new pictures. A picture takes some two seconds, a batch longer than a claim."""
    done = []
    for item in items:
        if outbox.hold(item):
            actions.add_modern_formats(media_id=uuid.UUID(item.key))
            done.append(item.pk)
    return done


@shared_task(ignore_result=True, acks_late=True, time_limit=3600)
def purge_media() -> None:
    """Delete files that no card has held for a month, and those of no row. Nightly; may run at any time and repeatedly."""
    actions.purge_media()
    actions.purge_orphans()


@shared_task(ignore_result=True, acks_late=True, time_limit=3600)
def ask_whether_practices_run() -> None:
    """Ask, remind and mark what is due today. Daily; may run at any time and repeatedly."""
    actions.ask_whether_practices_run(today=timezone.localdate())


@shared_task(ignore_result=True, acks_late=True, time_limit=1800)
def purge_personal_numbers() -> None:
    """Take personal numbers out of drafts that nobody has changed for 30 days. Daily; may run at any time and repeatedly."""
    while actions.purge_personal_numbers():
        pass


@shared_task(ignore_result=True, acks_late=True, time_limit=300)
def forget_contact_letters() -> None:
    """Delete letters that were passed on long ago. Runs every night; a second time finds nothing."""
    actions.forget_contact_letters()


@shared_task(ignore_result=True, acks_late=True, time_limit=600)
def forget_imports() -> None:
    """Delete what was read from files and never brought in. Daily; may run at any time and repeatedly."""
    actions.forget_imports(now=timezone.now())
