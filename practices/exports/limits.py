"""How many files of practices somebody may have made within five minutes: they are the costliest that a page here can ask for.

Members are counted by account and may take more; visitors are counted by address, which an office or a library shares.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.conf import settings

from core.rate_limits import RateLimit, address_of
from directory.memberships import is_member

if TYPE_CHECKING:
    from django.http import HttpRequest

WINDOW_SECONDS = 300


class MadeFile(Enum):
    """What is made, and how many times a visitor and a member may ask for it in a window."""

    PRINTED_LIST = ("printed-list", 5, 15)
    """A hundred practices take 2.2 seconds: a visitor can keep a process busy for 4 % of the time, a member for 11 %."""
    LIST = ("list", 10, 30)
    """Sheets and JSON of a whole view, written while they are sent; of 20,000 practices for several seconds."""
    CARD = ("card", 30, 90)
    """One card as PDF, when it isn't kept from the last time, or as a sheet: some 0.2 seconds."""

    def __init__(self, key: str, visitor: int, member: int) -> None:
        self.key, self.visitor, self.member = key, visitor, member


def check_may_make(request: HttpRequest, made: MadeFile) -> None:
    """Count one file for whoever asks. Raises core.rate_limits.TooOftenError."""
    if not settings.RATE_LIMITS:
        return
    user = request.user
    subject = f"account {user.pk}" if user.is_authenticated else address_of(request)
    times = made.member if is_member(user) else made.visitor
    RateLimit(f"file-{made.key}", times, WINDOW_SECONDS).check(subject)
