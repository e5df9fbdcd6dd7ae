"""A Redis server of the test's own, which keeps what it was given when it is killed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.services.process import HOST, Service, ServiceError, accepts_connections, free_port

INSTALL = "apt-get install redis-server"


def program() -> str | None:
    return shutil.which("redis-server")


class Redis(Service):
    name = "redis"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        if program() is None:
            raise ServiceError(f"Redis is not installed: {INSTALL}")

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    def command(self) -> list[str]:
        return [
            *(
                program() or "redis-server",
                "--bind",
                HOST,
                "--port",
                str(self.port),
                "--dir",
                str(self.folder),
            ),
            *("--appendonly", "yes", "--appendfsync", "always", "--save", "", "--daemonize", "no"),
        ]

    def is_ready(self) -> bool:
        return accepts_connections(self.port)
