"""Fixtures for all tests: the database, the people, the browser. Those of one app stay with its tests."""

from __future__ import annotations

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.browser",
    "tests.fixtures.language",
    "tests.fixtures.people",
    "tests.fixtures.site",
]
