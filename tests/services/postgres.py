"""A PostgreSQL cluster of the test's own, from the server that the system has installed.

Loopback only, its own folder, no durable writes unless a fault test asks for them (`is_durable`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from tests.services.process import HOST, ROOT, Service, ServiceError, accepts_connections, free_port

USER = "megdan"
INSTALL = "apt-get install postgresql"


def bin_folder() -> Path | None:
    """Where the newest installed server is; Debian keeps it off the PATH."""
    folders = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")),
        key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0,
    )
    if folders:
        return folders[-1]
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


def major_version() -> int:
    """Of the server that `bin_folder` finds. Raises ServiceError where there is none."""
    folder = bin_folder()
    if folder is None:
        raise ServiceError(f"PostgreSQL is not installed: {INSTALL}")
    text = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True)
    return int(text.stdout.split()[2].split(".")[0])


def _run_as() -> tuple[list[str], str | None]:
    """PostgreSQL refuses to run as root: then it is run as postgres, or nobody."""
    if os.getuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return [
            "setpriv",
            f"--reuid={entry.pw_uid}",
            f"--regid={entry.pw_gid}",
            "--clear-groups",
            "--pdeathsig",
            "KILL",
        ], name
    raise ServiceError("PostgreSQL needs a user that is not root")


class Postgres(Service):
    name = "postgresql"

    def __init__(self, folder: Path, *, is_durable: bool = False) -> None:
        super().__init__(folder)
        found = bin_folder()
        if found is None:
            raise ServiceError(f"PostgreSQL is not installed: {INSTALL}")
        self.bin = found
        self.cluster = folder / "cluster"
        self.is_durable = is_durable
        self.port = free_port()
        self._prefix, self._owner = _run_as()

    @property
    def url(self) -> str:
        return f"postgres://{USER}@{HOST}:{self.port}/{USER}"

    def prepare(self) -> None:
        if self._owner:
            shutil.chown(self.folder, self._owner)
        if (self.cluster / "PG_VERSION").exists():
            return
        initdb = [
            *self._prefix,
            *(str(self.bin / "initdb"), "--pgdata", str(self.cluster), "--username", USER, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ]
        made = subprocess.run(initdb, cwd=self.folder, capture_output=True, text=True)
        if made.returncode != 0:
            raise ServiceError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def working_folder(self) -> Path:
        return self.folder if self._owner else ROOT

    def command(self) -> list[str]:
        settings = [
            f"listen_addresses={HOST}",
            f"unix_socket_directories={self.folder}",
            "max_connections=100",
        ]
        if not self.is_durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options = [part for setting in settings for part in ("-c", setting)]
        return [
            *self._prefix,
            str(self.bin / "postgres"),
            "-D",
            str(self.cluster),
            "-p",
            str(self.port),
            *options,
        ]

    def is_ready(self) -> bool:
        if not accepts_connections(self.port):
            return False
        if (self.folder / "created").exists():
            return True
        # Over TCP and by the program that came with the server, so that no driver is needed to get this far.
        connect = [str(self.bin / "psql"), "-h", HOST, "-p", str(self.port), "-U", USER]
        made = subprocess.run(
            [*connect, "-d", "postgres", "-c", f"CREATE DATABASE {USER}"], capture_output=True, text=True
        )
        if made.returncode == 0 or "already exists" in made.stderr:
            (self.folder / "created").touch()
            return True
        return False

    def stop(self) -> None:
        # SIGINT is PostgreSQL's fast shutdown: it doesn't wait for clients that stay connected.
        if self.is_running():
            os.kill(self.pid, signal.SIGINT)
        super().stop()
