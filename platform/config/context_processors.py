"""What the frame of every page needs: menu, footer, language switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from pages.shell import site_shell

if TYPE_CHECKING:
    from django.http import HttpRequest

LANGUAGE_NAMES = {"bg": "Български", "en": "English"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Menu, footer, legal links, language and the page's other language. The database is asked when a template reads them."""
    person = getattr(request, "user", None)  # a request may be refused before anybody is asked who they are
    frame: Any = SimpleLazyObject(lambda: site_shell(request))
    return {
        "site_menu": SimpleLazyObject(lambda: frame.menu),
        "site_settings": SimpleLazyObject(lambda: frame.settings),
        "legal_links": SimpleLazyObject(lambda: frame.legal_links),
        "language": get_language(),
        "base_url": settings.BASE_URL,
        "has_demo_pages": settings.HAS_DEMO_PAGES,
        "nav_review_url": reverse("practices:review_queue")
        if getattr(person, "is_coordinator", False)
        else "",
        "alternate_urls": SimpleLazyObject(lambda: _alternate_urls(request)),
    }


def _alternate_urls(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(code, name, address) of this page in each language. A page of the CMS names its own translations."""
    own: dict[str, str] = getattr(request, "translated_paths", {})
    here = request.get_full_path()
    return [
        (code, LANGUAGE_NAMES[code], own[code] if code in own else ("" if own else translate_url(here, code)))
        for code, _name in settings.LANGUAGES
    ]
