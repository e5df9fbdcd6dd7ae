"""A mail server that keeps what it is given, and can be told to refuse.

Runs inside the test's own process: the senders (web server, worker) are the ones that a test kills.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self, cast

from aiosmtpd.controller import Controller

from tests.services.process import HOST, free_port, wait_until


class MailServer:
    """`messages` are those accepted so far, oldest first; `attempts` those that began to come, accepted or not.

    `is_refusing` answers "try again later"; `is_holding` lets whoever sends wait for the answer.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.is_refusing = False
        self.is_holding = False
        self._attempts: list[EmailMessage] = []
        self._received: list[EmailMessage] = []
        self._lock = threading.Lock()
        self._controller = Controller(self, hostname=HOST, port=self.port)

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        with self._lock:
            return list(self._received)

    @property
    def attempts(self) -> list[EmailMessage]:
        with self._lock:
            return list(self._attempts)

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, count: int, *, to: str, seconds: float = 60) -> list[EmailMessage]:
        """Until so many different messages have come for that person (the same Message-ID counts once)."""

        def have_come() -> bool:
            return len({message["Message-ID"] for message in self.to(to)}) >= count

        wait_until(have_come, seconds=seconds, what=f"{count} messages to {to}")
        return self.to(to)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd's hook: one whole message has arrived."""
        message = cast(EmailMessage, email.message_from_bytes(envelope.content, policy=email.policy.default))
        with self._lock:
            self._attempts.append(message)
        while self.is_holding:
            await asyncio.sleep(0.02)
        if self.is_refusing:
            return "451 try again later"
        with self._lock:
            self._received.append(message)
        return "250 OK"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
