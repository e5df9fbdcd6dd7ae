"""In which language a word that a person typed is read out: tags and titles stand on pages of both languages."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_CYRILLIC = re.compile("[\u0400-\u04ff]")


@register.filter
def lang_attribute(text: object) -> SafeString | str:
    """` lang="bg"` or ` lang="en"` by the letters of the text, where that isn't the page's language; else nothing."""
    language = "bg" if _CYRILLIC.search(str(text)) else "en"
    return "" if language == get_language() else format_html(' lang="{}"', language)
