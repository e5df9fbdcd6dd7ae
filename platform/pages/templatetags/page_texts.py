"""Small readings of what editors typed."""

from __future__ import annotations

import re

from django import template

register = template.Library()

_DIALLED = re.compile(r"[^\d+]")


@register.filter
def phone_numbers(text: str) -> list[tuple[str, str]]:
    """ "112, 02 123 45 67" → [("112", "tel:112"), ("02 123 45 67", "tel:021234567")]; no address for what isn't a number."""
    numbers = [part.strip() for part in text.split(",") if part.strip()]
    return [
        (number, f"tel:{_DIALLED.sub('', number)}" if _DIALLED.sub("", number) else "") for number in numbers
    ]
