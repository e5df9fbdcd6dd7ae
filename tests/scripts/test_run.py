"""`make run`: what can't work is said in one line, before anything else is done."""

from __future__ import annotations

import ast
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment, start
from tests.services.process import HOST, ROOT


def run(**variables: str) -> subprocess.CompletedProcess[str]:
    """`python -m scripts.run` with this environment."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def assert_one_clear_line(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode != 0
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert done.stdout == ""
    assert all(part in lines[0] for part in parts), lines[0]


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "８０００"])
def test_a_port_that_is_none(port: str, tmp_path: Path) -> None:
    assert_one_clear_line(run(PORT=port, MEGDAN_DATA=str(tmp_path)), "PORT", "65535")


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_one_clear_line(run(PORT=port, MEGDAN_DATA=str(tmp_path)), port, "make run")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = str(tmp_path / "file")
    assert_one_clear_line(run(PORT="1", MEGDAN_DATA=folder), folder, "MEGDAN_DATA=")


def test_a_folder_that_is_in_use(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with start._lock(tmp_path), pytest.raises(SystemExit) as ended:
        start._lock(tmp_path)
    assert ended.value.code == 1
    assert str(tmp_path) in capfd.readouterr().err


def test_a_missing_venv_module(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    # As on a Debian without python3-venv, whose Python finds no ensurepip anywhere.
    monkeypatch.setattr(sys, "path", [])
    for name in ("venv", "ensurepip"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(SystemExit):
        environment._require_venv_module()
    assert "apt-get install python3-venv" in capfd.readouterr().err


def test_an_old_python_can_read_the_file_that_refuses_it() -> None:
    source = (ROOT / "scripts" / "run.py").read_text()
    ast.parse(source, feature_version=(3, 6))
    assert source.index("sys.version_info") < source.index("from scripts.start")


def test_the_secret_key_is_made_once_and_kept(tmp_path: Path) -> None:
    variables = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    variables |= {"MEGDAN_ENV": "local", "MEGDAN_DATA": str(tmp_path)}
    code = "import django; django.setup(); from django.conf import settings; print(settings.SECRET_KEY)"
    variables["DJANGO_SETTINGS_MODULE"] = "config.settings"
    shown = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
        ).stdout
        for _time in range(2)
    ]
    assert shown[0] == shown[1]
    assert len(shown[0].strip()) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_stamps_are_kept_and_a_broken_file_counts_as_none(tmp_path: Path) -> None:
    stamps = start.Stamps(tmp_path / "prepared.json")
    stamps.set("database", "abc")
    assert start.Stamps(tmp_path / "prepared.json").get("database") == "abc"
    (tmp_path / "prepared.json").write_text("{broken")
    assert start.Stamps(tmp_path / "prepared.json").get("database") is None
