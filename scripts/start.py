"""What `make run` does: checks, environment, database, demo content, then web server and worker until Ctrl-C.

Every step that needs no repeating leaves a stamp in the data folder, so that the second start takes seconds. What the steps
themselves do is decided by the management commands.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from scripts import environment
from scripts.environment import PYTHON, ROOT, VENV, fail, say
from scripts.supervisor import Child, Supervisor

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
WEB_PROCESSES = 2
WEB_THREADS = 4
WORKER_PROCESSES = 2
READY_SECONDS = 90


def main() -> int:
    port = _port()
    data = _data_folder()
    lock = _lock(data)
    _require_free(port)
    environment.ensure(dev=False)
    variables = _variables(port, data)
    _prepare(data, variables)
    supervisor = Supervisor(_children(port, data), environment=variables, folder=ROOT)
    supervisor.listen_for_signals()
    problem = ""
    try:
        supervisor.start()
        problem = _wait_until_ready(supervisor, port)
        if not problem and not supervisor.is_stopping:
            _greet(port, data, variables)
            problem = supervisor.watch(say)
    finally:
        supervisor.stop()
        lock.close()
    if problem:
        fail(problem)
    say("stopped; everything is kept in " + str(data))
    return 0


def _port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        fail(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _data_folder() -> Path:
    data = Path(os.environ.get("MEGDAN_DATA") or ROOT / ".data").expanduser().absolute()
    try:
        (data / "logs").mkdir(parents=True, exist_ok=True)
        probe = data / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        fail(
            f"the data folder {data} can't be written ({error.strerror}); choose another with MEGDAN_DATA=/path"
        )
    return data


def _lock(data: Path) -> IO[str]:
    """Held as long as the site runs: two workers' schedules and two databases' upgrades don't share a folder."""
    lock = (data / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        fail(
            f"the site already runs from {data}; end it first, or choose another folder with MEGDAN_DATA=/path"
        )
    return lock


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the web server does: an address that is merely cooling down after the last run counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            fail(
                f"port {port} can't be used ({error.strerror}); choose another with: PORT={_other(port)} make run"
            )


def _other(port: int) -> int:
    return port + 1 if port < 65535 else DEFAULT_PORT


def _variables(port: int, data: Path) -> dict[str, str]:
    variables = {**os.environ, "MEGDAN_DATA": str(data), "PORT": str(port), "VIRTUAL_ENV": str(VENV)}
    variables.setdefault("MEGDAN_ENV", "local")
    variables["PATH"] = f"{VENV / 'bin'}{os.pathsep}{variables.get('PATH', '')}"
    variables["PYTHONUNBUFFERED"] = "1"
    variables.pop("PYTHONPATH", None)  # a path put first could hide the standard library's `platform`
    return variables


# --- Steps with stamps ----------------------------------------------------------------------------------------------------


def _prepare(data: Path, variables: dict[str, str]) -> None:
    stamps = Stamps(data / "prepared.json")
    lock_file = ROOT / "uv.lock"
    database = variables.get("DATABASE_URL", "")
    is_demo = variables["MEGDAN_ENV"] != "production"
    steps = [
        # (name, what it says, arguments of manage.py, what makes it necessary again)
        (
            "messages",
            "compiling the messages",
            ["messages", "--compile", "--verbosity=0"],
            _mark(_files("locale", "*.po")),
        ),
        (
            "database",
            "bringing the database up to date",
            ["migrate", "--verbosity=0", "--no-input"],
            _mark([*_migrations(), lock_file], database, str((data / "megdan.sqlite3").exists())),
        ),
        (
            "static",
            "collecting styles, scripts and pictures",
            ["collectstatic", "--verbosity=0", "--no-input"],
            _mark([*_files("static", "*"), lock_file]),
        ),
    ]
    if is_demo:
        # Once, whatever its later versions would bring: what a person has changed since then is kept.
        steps.append(("demo", "bringing in the demo content", ["load_demo"], f"loaded {database}"))
    index = variables.get("ELASTICSEARCH_URL", "") + str((data / "search.sqlite3").exists())
    steps.append(
        (
            "index",
            "looking whether the search index is whole",
            ["rebuild_index", "--if-needed"],
            _mark([*_files("search", "*.py"), *_files("search", "*.txt")], index),
        )
    )
    for name, text, arguments, mark in steps:
        # Another machine's database may have been emptied behind our back: ask it.
        is_done = stamps.get(name) == mark and not (name == "database" and database)
        if name == "messages" and any(not po.with_suffix(".mo").exists() for po in _files("locale", "*.po")):
            is_done = False
        if not is_done:
            _step(text, arguments, variables)
            if name == "database":
                mark = _mark([*_migrations(), lock_file], database, "True")
            if name == "index":
                mark = _mark(
                    [*_files("search", "*.py"), *_files("search", "*.txt")],
                    variables.get("ELASTICSEARCH_URL", "") + "True",
                )
            stamps.set(name, mark)


def _step(text: str, arguments: list[str], variables: dict[str, str]) -> None:
    say(f"{text} ...")
    started = time.monotonic()
    result = subprocess.run(
        [str(PYTHON), "manage.py", *arguments], cwd=ROOT, env=variables, stdin=subprocess.DEVNULL
    )
    if result.returncode != 0:
        fail(f"manage.py {arguments[0]} failed (its message is above)")
    seconds = time.monotonic() - started
    if seconds > 5:
        say(f"... {seconds:.0f} s")


class Stamps:
    """What was prepared and from what, so that it need not be prepared again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._marks: dict[str, str] = json.loads(path.read_text())
        except (OSError, ValueError):
            self._marks = {}

    def get(self, name: str) -> str | None:
        return self._marks.get(name)

    def set(self, name: str, mark: str) -> None:
        self._marks[name] = mark
        self._path.write_text(json.dumps(self._marks, indent=1))


def _mark(files: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256("\0".join([str(ROOT), *more]).encode())
    for path in files:
        status = path.stat()
        digest.update(f"{path.relative_to(ROOT)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(folder: str, pattern: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob(pattern) if path.is_file())


def _migrations() -> list[Path]:
    folders = [ROOT, ROOT / "platform"]
    return sorted(path for folder in folders for path in folder.glob("*/migrations/*.py"))


# --- Processes ------------------------------------------------------------------------------------------------------------


def _children(port: int, data: Path) -> list[Child]:
    bin_folder = VENV / "bin"
    logs = data / "logs"
    web = [
        *(str(bin_folder / "gunicorn"), "config.wsgi", "--bind", f"{HOST}:{port}"),
        *("--worker-class", "gthread", "--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS)),
        *("--timeout", "60", "--graceful-timeout", "8", "--no-control-socket", "--log-level", "warning"),
    ]
    worker = [
        *(str(bin_folder / "celery"), "-A", "config.celery", "worker", "--beat"),
        *("--schedule", str(data / "celerybeat-schedule"), "--concurrency", str(WORKER_PROCESSES)),
        *("--loglevel", "warning", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
    return [Child("web server", web, logs / "web.log"), Child("worker", worker, logs / "worker.log")]


def _wait_until_ready(supervisor: Supervisor, port: int) -> str:
    """Until the first page answers. Returns what went wrong, if something did."""
    deadline = time.monotonic() + READY_SECONDS
    answer = "no answer"
    while not supervisor.is_stopping and time.monotonic() < deadline:
        for child in supervisor.children:
            if not child.is_running():
                return f"the {child.name} did not start: {child.last_line()} - see {child.log}"
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/bg/", timeout=30) as response:
                response.read()
            return ""
        except urllib.error.HTTPError as error:
            answer = f"status {error.code}"
            if error.code < 500:
                return ""
        except OSError as error:
            answer = str(error)
        supervisor.wait(0.2)
    if supervisor.is_stopping:
        return ""
    return (
        f"the site did not answer within {READY_SECONDS} seconds ({answer}); see {supervisor.children[0].log}"
    )


def _greet(port: int, data: Path, variables: dict[str, str]) -> None:
    address = f"http://{HOST}:{port}"
    lines = ["", f"  Megdan runs:      {address}/bg/   (English: {address}/en/)"]
    if variables["MEGDAN_ENV"] != "production":
        lines += [
            f"  Mail it has sent: {address}/bg/demo/mail/",
            f"  Components:       {address}/bg/gallery/",
            "  Demo accounts:",
            *("    " + line for line in _demo_accounts(variables)),
        ]
    lines += [f"  Data and logs:    {data}", "  Ctrl-C ends it; everything is kept.", ""]
    print("\n".join(lines), flush=True)


def _demo_accounts(variables: dict[str, str]) -> list[str]:
    """The accounts that load_demo made, as its module tells them; no Django is started for it."""
    code = "from config.demo_accounts import plain; print(plain())"
    result = subprocess.run(
        [str(PYTHON), "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    return (
        result.stdout.rstrip().splitlines()
        if result.returncode == 0
        else ["manage.py demo_accounts lists them"]
    )
