"""The processes of `make run` live and die together."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scripts.supervisor import RESTARTS_ALLOWED, Child, Supervisor
from tests.services.process import wait_until

FOREVER = "import signal; print('up', flush=True); signal.pause()"
WITH_CHILD = (
    "import signal, subprocess, sys; inner = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']); "
    "print(inner.pid, flush=True); signal.pause()"
)


def child(folder: Path, code: str) -> Child:
    return Child("worker", [sys.executable, "-c", code], folder / "worker.log")


def supervisor_of(folder: Path, *children: Child) -> Supervisor:
    return Supervisor(list(children), environment=dict(os.environ), folder=folder)


def is_alive(pid: int) -> bool:
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return bool(shown) and not shown.startswith("Z")


def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    worker = child(tmp_path, FOREVER)
    supervisor = supervisor_of(tmp_path, worker)
    supervisor.start()
    said: list[str] = []
    watching = threading.Thread(target=lambda: supervisor.watch(said.append))
    watching.start()
    try:
        assert worker.process
        first = worker.process
        first.kill()
        wait_until(
            lambda: worker.process is not first and worker.is_running(), seconds=30, what="a new process"
        )
        assert len(said) == 1
        assert "worker" in said[0]
    finally:
        supervisor._stopping.set()
        watching.join()
        supervisor.stop()
    assert not worker.is_running()


def test_a_process_that_keeps_dying_ends_all_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, other = child(tmp_path, "print('no broker'); raise SystemExit(3)"), child(tmp_path, FOREVER)
    other.log = tmp_path / "other.log"
    supervisor = supervisor_of(tmp_path, worker, other)
    monkeypatch.setattr(
        supervisor, "wait", lambda seconds: None
    )  # the growing pauses are not what this is about
    supervisor.start()
    try:
        problem = supervisor.watch(lambda line: None)
    finally:
        supervisor.stop()
    assert "no broker" in problem
    assert "exit code 3" in problem
    assert len(worker.deaths) == RESTARTS_ALLOWED + 1
    assert not other.is_running()


def test_nothing_is_left_when_it_stops(tmp_path: Path) -> None:
    worker = child(tmp_path, WITH_CHILD)
    supervisor = supervisor_of(tmp_path, worker)
    supervisor.start()
    wait_until(
        lambda: worker.log.exists() and worker.log.read_text().strip().isdigit(), seconds=30, what="a pid"
    )
    inner = int(worker.log.read_text())
    assert is_alive(inner)
    supervisor.stop()
    wait_until(lambda: not is_alive(inner), seconds=10, what="the grandchild's end")
