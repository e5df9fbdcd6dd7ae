"""Hands the work that Wagtail queues for itself to Celery, after the commit, so that there is one kind of worker.

What is queued this way may be lost with a broker's message: Wagtail uses it for its index of references and for deleting
replaced files. Whatever must not be lost is an outbox row instead.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id


class CeleryBackend(BaseTaskBackend):
    """A backend of django-tasks; named in settings.TASKS."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        from core.tasks import run_wagtail_task  # noqa: PLC0415 - settings name this module before apps are loaded

        self.validate_task(task)
        transaction.on_commit(
            partial(
                run_wagtail_task.apply_async, args=[task.module_path, list(args), dict(kwargs)], retry=False
            ),
            robust=True,
        )
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
