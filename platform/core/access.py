"""What it means that somebody may not do a thing.

Policies in each app raise these two errors and no others; Django turns them into 404 and 403, in pages and in the API
alike. This module doesn't decide who may do what: `policies.py` and `querysets.py` of the apps do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

from django.core.exceptions import PermissionDenied
from django.http import Http404

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Actor: TypeAlias = Union["User", "AnonymousUser"]


class NotVisible(Http404):
    """The object doesn't exist for this actor. Answers 404, the same as for what was never there (DESIGN 6)."""

    def __init__(self, message: str = "Nothing here for this actor.") -> None:
        super().__init__(message)


class NotAllowed(PermissionDenied):
    """The actor sees the object but may not do this to it. Answers 403 with the reason, in the actor's language."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
