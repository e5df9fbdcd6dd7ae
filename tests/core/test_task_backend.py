"""Wagtail's own tasks go to Celery after the commit, and a message can name nothing but a task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from wagtail.models import ReferenceIndex
from wagtail.tasks import update_reference_index_task

from core.task_backend import CeleryBackend
from core.tasks import run_wagtail_task
from pages.demo import load
from pages.models import StandardPage


def test_a_task_waits_for_the_commit(
    db: None, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    backend = CeleryBackend("default", {})
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        result = backend.enqueue(update_reference_index_task, ("pages", "StandardPage", 1), {})
    assert len(callbacks) == 1
    assert result.args == ["pages", "StandardPage", 1]


def test_the_worker_does_what_was_queued(db: None) -> None:
    load()
    page = StandardPage.objects.get(url_path="/bg/about/")
    ReferenceIndex.objects.all().delete()
    run_wagtail_task(update_reference_index_task.module_path, ["pages", "StandardPage", page.pk], {})
    run_wagtail_task(update_reference_index_task.module_path, ["pages", "StandardPage", page.pk], {})


def test_an_object_that_is_gone_does_no_harm(db: None) -> None:
    run_wagtail_task(update_reference_index_task.module_path, ["pages", "StandardPage", 987654], {})


@pytest.mark.parametrize("path", ["os.system", "core.outbox.drain", "core.tasks.drain_outbox"])
def test_a_message_names_nothing_but_a_task(path: str) -> None:
    with pytest.raises(TypeError):
        run_wagtail_task(path, ["true"], {})


def test_tests_run_such_tasks_at_once_unless_a_worker_is_there() -> None:
    eager = settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend")
    assert eager is not settings.OUTBOX_WAKES_WORKER
