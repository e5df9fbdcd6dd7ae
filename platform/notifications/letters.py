"""How a letter is dressed: a text template that extends templates/mail/base.txt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string

from notifications.mail import Mail

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.mail import Addressee

_GAPS = re.compile(r"\n{3,}")


def letter(subject: str, template: str, recipient: User | Addressee, context: dict[str, Any]) -> Mail:
    """The letter in the language that is active. Blank lines that empty blocks leave are closed."""
    text = render_to_string(template, {"recipient": recipient, "site_url": settings.BASE_URL, **context})
    return Mail(subject=subject, text=_GAPS.sub("\n\n", text).strip() + "\n")
