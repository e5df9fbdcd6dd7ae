"""Celery entry points of practices."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from practices import actions


@shared_task(ignore_result=True, acks_late=True, time_limit=600)
def forget_imports() -> None:
    """Delete what was read from files and never brought in. Daily; may run at any time and repeatedly."""
    actions.forget_imports(now=timezone.now())
