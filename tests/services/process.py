"""A server process that a test starts, ends, kills and starts again.

Owns the life of one process and its group. What the process is, and when it counts as ready, its subclasses say.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
STOP_SECONDS = 30
POLL_SECONDS = 0.05
PR_SET_PDEATHSIG = 1


class ServiceError(RuntimeError):
    """A service did not start, or ended by itself. The text holds the end of its log."""


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def accepts_connections(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Poll until it is so. Raises ServiceError after that many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise ServiceError(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(POLL_SECONDS)


def _end_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Service:
    """Start with `with`, or with start() and stop(). `kill` is SIGKILL to the whole group; `start` again restarts."""

    name = "service"
    start_seconds = 150.0

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / f"{self.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    # --- For subclasses ---

    def prepare(self) -> None:
        """Make what the process needs to find. Called before each start."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def is_ready(self) -> bool:
        raise NotImplementedError

    # --- For tests ---

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ServiceError(f"{self.name} has not been started")
        return self._process.pid

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, *, wait: bool = True) -> None:
        """Start the process and, unless told otherwise, wait until it is ready. Raises ServiceError if it never is."""
        if self.is_running():
            return
        self.prepare()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.working_folder(),
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        if wait:
            self.wait_until_ready()

    def working_folder(self) -> Path:
        return ROOT

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + self.start_seconds
        while not self.is_ready():
            if not self.is_running():
                raise ServiceError(f"{self.name} did not start:\n{self.log_end()}")
            if time.monotonic() > deadline:
                self.kill()
                raise ServiceError(
                    f"{self.name} was not ready within {self.start_seconds:.0f} s:\n{self.log_end()}"
                )
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """An orderly end; SIGKILL for what doesn't end."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the process and all that it started; returns when they are gone."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def log_end(self, lines: int = 25) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
