"""Settings that were paid for: each of these was once wrong, and looked right."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.architecture.sources import ROOT


def test_no_request_takes_the_write_lock_by_itself() -> None:
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


def test_sqlite_writers_wait_for_each_other() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 10
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_gets_its_app() -> None:
    assert apps.is_installed("django.contrib.postgres")


def test_tasks_are_not_run_in_place() -> None:
    """Eager tasks ignore delays and swallow errors: no substitute for a worker."""
    assert not getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)


def test_wagtail_calls_nobody() -> None:
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


def test_wagtails_own_search_stays_in_the_database() -> None:
    """Its indexing signals don't wait for the commit; the public search is ours."""
    assert [backend["BACKEND"] for backend in settings.WAGTAILSEARCH_BACKENDS.values()] == [
        "wagtail.search.backends.database"
    ]


def test_no_debug_and_no_open_host() -> None:
    assert settings.DEBUG is False
    assert "*" not in settings.ALLOWED_HOSTS


def test_public_pages_allow_no_inline_style_or_script() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    for value in directives.values():
        assert not any("unsafe" in str(source) for source in value)
        assert not any("//" in str(source) or str(source) == "*" for source in value)


def test_the_lock_holds_no_package_that_was_replaced() -> None:
    """elasticsearch-dsl next to client 9 resolves to a version without its module."""
    names = {package["name"] for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    assert not names & {"elasticsearch-dsl", "wagtail-modeltranslation", "django-axes"}


def test_python_is_never_downloaded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["uv"]["python-downloads"] == "never"


@pytest.mark.parametrize(
    "forgotten", ["SECRET_KEY", "DATABASE_URL", "ELASTICSEARCH_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL"]
)
def test_production_says_what_it_lacks(forgotten: str, tmp_path: object) -> None:
    from scripts.check import PRODUCTION

    variables = {**os.environ, **PRODUCTION, "MEGDAN_DATA": str(tmp_path), forgotten: ""}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--plan"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert forgotten in done.stderr.splitlines()[-1]


def test_the_example_names_every_setting() -> None:
    """.env.example and the settings tell the same story."""
    from scripts.check import PRODUCTION

    example = (ROOT / ".env.example").read_text()
    assert [name for name in PRODUCTION if f"{name}=" not in example] == []
