"""A breaker: an engine that failed is not asked again for a few seconds, so that nobody waits for it in vain."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

OPEN_SECONDS = 10.0  # how long an engine is left alone; then one failure opens it again


class Breaker:
    """Kept by each process for each engine; never shared, so one bad network path blinds one process only."""

    def __init__(self, open_seconds: float = OPEN_SECONDS) -> None:
        self._open_seconds = open_seconds
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._open_until

    @contextmanager
    def guard(self, failure: type[Exception]) -> Iterator[None]:
        """Raise `failure` at once while open; open when the block raises it."""
        if self.is_open:
            raise failure("Not asked: it failed a moment ago.")
        try:
            yield
        except failure:
            self._open_until = time.monotonic() + self._open_seconds
            raise
        self._open_until = 0.0
