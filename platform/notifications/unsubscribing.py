"""The way out that every letter to followers carries: a signed address that works for whoever has the letter, signed in or not.

Mail programs use it by themselves (RFC 8058, one-click unsubscribe): they post to the address that the headers name. People
follow the link, read what they would stop, and press a button; reading the page changes nothing.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from notifications.mail import absolute_url
from notifications.models import Subscription

_SALT = "notifications.unsubscribe"


def unsubscribe_url(subscription: Subscription) -> str:
    """The whole address, in the active language. It names the subscription by its number alone."""
    token = signing.dumps(subscription.pk, salt=_SALT)
    return absolute_url(reverse("notifications:unsubscribe", args=[token]))


def subscription_id_from(token: str) -> int | None:
    """The number that a letter's address carries; None for one that isn't ours. It never runs out: letters lie for years."""
    try:
        number = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return number if isinstance(number, int) else None


def unsubscribe_headers(subscription: Subscription) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
