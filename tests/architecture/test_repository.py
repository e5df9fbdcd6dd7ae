"""What is committed: nothing of one machine, no generated file, versions that agree with each other."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib

import pytest

from scripts import environment
from tests.architecture.sources import ROOT, calls, committed_files, place
from tests.services import postgres, redis
from tests.services.elasticsearch import elasticsearch_version

TESTED_POSTGRESQL_MAJOR = 15
TESTED_REDIS = "7.0"
# Pieced together, so that this file does not contain what it looks for.
MACHINE_PATHS = [
    re.compile("/" + name)
    for name in (r"work/(main|shared)", r"root/\.", r"home/[a-z]+/", r"tmp/setup", r"Users/[A-Z]")
]
BINARY = {
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".woff2",
    ".ico",
    ".gif",
    ".pdf",
    ".zip",
    ".xlsx",
    ".docx",
    ".aff",
    ".dic",
}


def _compose_image(service: str) -> str:
    text = (ROOT / "docker-compose.yml").read_text()
    found = re.search(rf"^    image: {service}:(\S+)$", text, re.M)
    assert found, f"docker-compose.yml has no image of {service}"
    return found.group(1)


def test_no_committed_file_names_a_machine() -> None:
    offences = []
    for path in committed_files():
        if path.suffix in BINARY:
            continue
        text = path.read_text(errors="replace")
        offences += [
            f"{place(path)}: {found.group(0)}" for pattern in MACHINE_PATHS if (found := pattern.search(text))
        ]
    assert offences == []


def test_no_generated_file_is_committed() -> None:
    generated = {".mo", ".pyc", ".sqlite3", ".log"}
    assert [place(path) for path in committed_files() if path.suffix in generated] == []


def test_compose_runs_the_elasticsearch_that_was_tested() -> None:
    assert _compose_image("elasticsearch") == elasticsearch_version()


def test_compose_runs_the_postgresql_that_was_tested() -> None:
    assert _compose_image("postgres") == str(TESTED_POSTGRESQL_MAJOR)


def test_compose_runs_the_redis_that_was_tested() -> None:
    assert _compose_image("redis") == TESTED_REDIS


@pytest.mark.services
def test_the_servers_of_this_run_are_those_of_compose() -> None:
    assert postgres.major_version() == TESTED_POSTGRESQL_MAJOR
    shown = subprocess.run(
        [redis.program() or "redis-server", "--version"], capture_output=True, text=True
    ).stdout
    assert f"v={TESTED_REDIS}." in shown


def test_the_image_installs_the_same_uv() -> None:
    assert f"uv=={environment.UV_VERSION}" in (ROOT / "Dockerfile").read_text()


def test_client_and_server_of_elasticsearch_have_the_same_major() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    client = next(package["version"] for package in packages if package["name"] == "elasticsearch")
    assert client.split(".")[0] == elasticsearch_version().split(".")[0]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert len(text.encode()) == 34523  # as the Free Software Foundation publishes it


def test_tests_replace_nothing_of_ours() -> None:
    """The fakes are real back ends: no mock library, and no waiting by the clock in a test."""
    offences = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        if re.search(r"^\s*(from|import) (unittest\.mock|mock)\b", path.read_text(), re.M):
            offences.append(place(path))
        offences += [
            place(path, call) for call in calls(path) if ast.unparse(call.func) in {"time.sleep", "sleep"}
        ]
    assert offences == []
