"""What this machine lacks for the whole of the tests, and the command that brings each part."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.services import postgres, redis
from tests.services.elasticsearch import java, node

INSTALL_CHROMIUM = "apt-get install chromium"


@dataclass(frozen=True)
class Missing:
    part: str
    install: str


def chromium() -> str | None:
    """The system's Chromium: CHROMIUM in the environment, or the usual names."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen if Path(chosen).exists() else None
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def missing_browser() -> list[Missing]:
    return [] if chromium() else [Missing("Chromium", INSTALL_CHROMIUM)]


def missing_services() -> list[Missing]:
    """A service whose address is in the environment is not missing."""
    parts = []
    if not os.environ.get("DATABASE_URL") and postgres.bin_folder() is None:
        parts.append(Missing("PostgreSQL", postgres.INSTALL))
    if not os.environ.get("REDIS_URL") and redis.program() is None:
        parts.append(Missing("Redis", redis.INSTALL))
    if not os.environ.get("ELASTICSEARCH_URL"):
        if java.java_home() is None:
            parts.append(Missing(f"a Java {java.MINIMUM} or later for Elasticsearch", java.INSTALL))
        if shutil.which("mvn") is None and not node.is_fetched():
            parts.append(Missing("Maven, which fetches Elasticsearch", node.INSTALL_MAVEN))
    return parts
