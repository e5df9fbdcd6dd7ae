"""A relay before a server, which does something at a certain moment of the traffic: kill the server, for one."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.services.process import HOST


class Relay:
    """Passes bytes on to the port behind it. When `trigger` has come by `times` times, `act` is called, once."""

    def __init__(self, target_port: int, *, trigger: bytes, times: int, act: Callable[[], None]) -> None:
        self._target_port = target_port
        self._trigger, self._times, self._act = trigger, times, act
        self._seen = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.has_acted = threading.Event()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the listener was closed: the test is over
            while True:
                client, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with (
            client,
            contextlib.suppress(OSError),
            socket.create_connection((HOST, self._target_port), timeout=30) as server,
        ):
            self._relay(client, server)

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        while True:
            ready, _writable, _broken = select.select([client, server], [], [], 60)
            if not ready:
                return
            for source in ready:
                data = source.recv(65536)
                if not data:
                    return
                (server if source is client else client).sendall(data)
                if source is client and self._trigger in data and self._is_due():
                    # What was asked for is on its way; the answer never comes back.
                    self._act()
                    self.has_acted.set()

    def _is_due(self) -> bool:
        with self._lock:
            self._seen += 1
            return self._seen == self._times
