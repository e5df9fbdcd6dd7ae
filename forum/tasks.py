"""Celery entry points of the forum."""

from __future__ import annotations

from celery import shared_task

from forum import actions, counters


@shared_task(ignore_result=True, acks_late=True, time_limit=3600)
def reconcile_forum() -> None:
    """Put the counters of threads and boards right. Daily; may run at any time and repeatedly."""
    counters.reconcile()


@shared_task(ignore_result=True, acks_late=True, time_limit=3600)
def tidy_read_marks() -> None:
    """Forget marks of threads that a board's mark covers. Daily; may run at any time and repeatedly."""
    actions.tidy_read_marks()
