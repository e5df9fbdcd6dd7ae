"""Celery entry points of the outbox. Both may run at any time, at once and repeatedly."""

from __future__ import annotations

from celery import shared_task

from core import outbox


@shared_task(ignore_result=True, acks_late=True, time_limit=600)
def drain_outbox(topic: str) -> None:
    """Handle what is due in one topic. Unknown topics (an older worker's) are left alone."""
    if topic in outbox.topics():
        outbox.drain(topic)


@shared_task(ignore_result=True, acks_late=True, time_limit=600)
def sweep_outbox() -> None:
    """Handle what is due everywhere: finds what a lost wake-up left behind."""
    for topic in outbox.topics():
        outbox.drain(topic)
