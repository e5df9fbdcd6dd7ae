"""How a page's place in Wagtail's tree and its address on the site go together.

The tree's root holds one home page for each language, whose slug is the language's code. So a page's `url_path` in the tree
(/bg/guide/first-steps/) is its address, and one look-up finds it.
"""

from __future__ import annotations

from django.conf import settings

LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)


def home_path(language: str) -> str:
    return f"/{language}/"


def page_path(language: str, rest: str = "") -> str:
    """The address of what follows the language: ("bg", "guide/") → "/bg/guide/"."""
    return home_path(language) + rest


def language_of_path(url_path: str) -> str:
    """ "/en/guide/" → "en"; "" for what lies outside the home pages (Wagtail's root)."""
    first = url_path.strip("/").partition("/")[0]
    return first if first in LANGUAGE_CODES else ""
