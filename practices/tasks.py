"""Celery entry points of practices."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from practices import actions


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
