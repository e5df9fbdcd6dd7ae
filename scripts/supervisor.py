"""Keeps the site's processes running together: restarts one that dies, ends all of them together.

Each child leads a process group of its own, so that Ctrl-C at the terminal reaches only the supervisor, which then ends
the children in order and with patience. Should the supervisor itself be killed, the kernel ends the children.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

GRACE_SECONDS = 12
"""What a process gets to finish a request or a task after SIGTERM, before SIGKILL."""
RESTARTS_ALLOWED = 5
RESTART_WINDOW_SECONDS = 120
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Between fork and exec: ask the kernel for SIGTERM when the parent is gone (Linux only; elsewhere nothing)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One long-running process, and where what it says is kept."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self, *, environment: dict[str, str], folder: Path) -> None:
        with self.log.open("ab") as log:
            self.process = _spawn(self.command, environment, folder, log)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_line(self) -> str:
        """The last thing that it said, for the message about its end."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


def _spawn(
    command: list[str], environment: dict[str, str], folder: Path, log: IO[bytes]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )


class Supervisor:
    """Runs children until it is told to stop or one of them can't be kept alive."""

    def __init__(self, children: list[Child], *, environment: dict[str, str], folder: Path) -> None:
        self.children = children
        self.environment = environment
        self.folder = folder
        self._stopping = threading.Event()

    def listen_for_signals(self) -> None:
        """From now on SIGINT and SIGTERM mean: end in order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stopping.set())

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def wait(self, seconds: float) -> None:
        """Return after so many seconds, or at once when it is time to stop."""
        self._stopping.wait(seconds)

    def start(self) -> None:
        for child in self.children:
            child.start(environment=self.environment, folder=self.folder)

    def watch(self, say: Callable[[str], None]) -> str:
        """Until a signal comes: returns an empty text then, or what went wrong for good."""
        while not self.is_stopping:
            for child in self.children:
                if child.is_running():
                    continue
                problem = self._bring_back(child, say)
                if problem:
                    return problem
            self.wait(0.5)
        return ""

    def _bring_back(self, child: Child, say: Callable[[str], None]) -> str:
        now = time.monotonic()
        child.deaths = [moment for moment in child.deaths if now - moment < RESTART_WINDOW_SECONDS] + [now]
        code = child.process.returncode if child.process else None
        if len(child.deaths) > RESTARTS_ALLOWED:
            return f"the {child.name} keeps ending (exit code {code}): {child.last_line()} - see {child.log}"
        say(f"the {child.name} ended (exit code {code}); starting it again")
        self.wait(len(child.deaths) - 1)
        if not self.is_stopping:
            child.start(environment=self.environment, folder=self.folder)
        return ""

    def stop(self) -> None:
        """End all children and wait for them: SIGTERM to each, and after a while SIGKILL to its whole group."""
        for child in self.children:
            if child.is_running() and child.process:
                child.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
