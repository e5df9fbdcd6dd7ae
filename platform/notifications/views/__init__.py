"""Pages of following, and the demonstration's page of sent mail."""

from __future__ import annotations

from notifications.views.following import FollowingView, FollowView, UnsubscribeView
from notifications.views.sent_mail import SentMailView

__all__ = ["FollowView", "FollowingView", "SentMailView", "UnsubscribeView"]
