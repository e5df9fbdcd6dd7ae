"""Celery entry points of the outbox. Both may run at any time, at once and repeatedly."""

from __future__ import annotations

import contextlib
from typing import Any

from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string
from django_tasks.base import Task

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


@shared_task(ignore_result=True, acks_late=True, time_limit=120)
def run_wagtail_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run what Wagtail queued (core/task_backend.py). The object may be gone by now: then there is nothing to do.

    Raises TypeError for a path that names no task: a message can't call just any function.
    """
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError(f"{path} is no task.")
    with contextlib.suppress(ObjectDoesNotExist):
        task.call(*args, **kwargs)
