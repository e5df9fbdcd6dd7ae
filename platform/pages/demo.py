"""The pages that the demonstration shows, and those that any site begins with. Repeatable: what is there stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pages import content
from pages.actions import ensure_editors, ensure_homes, ensure_page, ensure_settings

if TYPE_CHECKING:
    from pages.models import HomePage


def ensure_home() -> dict[str, HomePage]:
    """Locales, home pages and the site, so that every address of the site works. {language: home page}."""
    return ensure_homes(content.home_texts())


def set_up(*, only_legal: bool = True) -> dict[str, int]:
    """All that a site needs before its editors come: home pages, legal pages, frame, editors' group.

    Returns {"pages": how many pages there are in both languages}.
    """
    homes = ensure_home()
    made = {
        slug: ensure_page(slug, texts, homes)
        for slug, texts in content.page_texts(only_legal=only_legal).items()
    }
    links: list[dict[str, Any]] = []
    for link in content.menu_links():
        page = next(iter(made.get(link["slug"], {}).values()), None)
        if page is not None:
            links.append({**{name: value for name, value in link.items() if name != "slug"}, "page": page})
    ensure_settings(content.frame_values(), links)
    ensure_editors(homes)
    return {"pages": sum(len(versions) for versions in made.values()) + len(homes)}


def load() -> dict[str, int]:
    """The demonstration's pages, in both languages."""
    return set_up(only_legal=False)
