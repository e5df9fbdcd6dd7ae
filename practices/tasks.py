"""Celery entry points of practices."""

from __future__ import annotations

from celery import shared_task

from practices import actions


@shared_task(ignore_result=True, acks_late=True, time_limit=300)
def forget_contact_letters() -> None:
    """Delete letters that were passed on long ago. Runs every night; a second time finds nothing."""
    actions.forget_contact_letters()
