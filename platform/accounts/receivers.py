"""What happens to an account when somebody signs in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in

from accounts.actions import prefer_own_language_in_admin
from accounts.models import User


def connect() -> None:
    """Called once when the app is ready."""
    user_logged_in.connect(speak_the_persons_language, dispatch_uid="accounts.speak_the_persons_language")


def speak_the_persons_language(sender: object, *, user: User, **_options: Any) -> None:
    """Wagtail's admin follows the browser unless told otherwise; ours follows the person."""
    prefer_own_language_in_admin(user)
