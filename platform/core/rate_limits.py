"""How often somebody may ask within a window of time. Counts in the cache that all web processes share.

What is counted under is kept as a keyed fingerprint, and no longer than the window lasts. What is limited, and how often each
may ask, is said where it is done: practices/exports/limits.py, config/api.py; signing in has the limits of allauth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class TooOftenError(Exception):
    """Somebody asks more often than a limit allows; `too_often` answers it."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(wait_seconds)
        self.wait_seconds = wait_seconds


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

    def check(self, subject: str) -> None:
        """Count one request of this subject. Raises TooOftenError."""
        wait_seconds = self.seconds_to_wait(subject)
        if wait_seconds:
            raise TooOftenError(wait_seconds)


def address_of(request: HttpRequest) -> str:
    """The visitor's address behind the trusted proxies, the same under which attempts to sign in are counted."""
    return str(get_adapter(request).get_client_ip(request))


def too_often(request: HttpRequest, error: TooOftenError, *, back_url: str) -> HttpResponse:
    """The page that says when to try again, with the way back."""
    wait_minutes = -(-error.wait_seconds // 60)
    context = {"wait_minutes": wait_minutes, "back_url": back_url}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(error.wait_seconds)
    response["Cache-Control"] = "no-store"
    return response
