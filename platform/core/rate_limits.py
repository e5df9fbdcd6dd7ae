"""How often somebody may ask within a window of time. Counts in the cache that all web processes share.

What is counted under is kept as a keyed fingerprint, and no longer than the window lasts.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class RateLimit:
    """At most so many requests in each window of so many seconds."""

    name: str
    requests: int
    window_seconds: int = 60

    def seconds_to_wait(self, subject: str) -> int:
        """Count one request of this subject; 0 when it may be answered, else the seconds until the next window."""
        now = int(timezone.now().timestamp())
        window, passed = divmod(now, self.window_seconds)
        left = self.window_seconds - passed
        key = salted_hmac("core.rate_limits", f"{self.name}:{window}:{subject}").hexdigest()
        cache.add(key, 0, timeout=left)
        try:
            count = cache.incr(key)
        except ValueError:  # the window ended between the two
            return 0
        cache.touch(key, left)  # the cache of files gives what it increments a longer life
        return left if count > self.requests else 0
