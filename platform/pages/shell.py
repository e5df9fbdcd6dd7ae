"""The frame of every page: menus, footer, contacts, in the language of the page, for one query (two while the menus are empty).

Read once for each request and kept on it. An empty database (a fresh one, a test's) gives an empty frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from wagtail.models import Page

from pages.models.settings import MenuArea, MenuLink, SiteSettings
from pages.paths import LANGUAGE_CODES, home_path

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class ShellLink:
    label: str
    url: str


@dataclass(frozen=True)
class ShellSettings:
    """Texts of the frame in the language of the page; what is missing there comes in the other language."""

    tagline: str = ""
    footer_text: str = ""
    funding_disclaimer: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_address: str = ""


@dataclass(frozen=True)
class Shell:
    settings: ShellSettings = field(default_factory=ShellSettings)
    menu: list[ShellLink] = field(default_factory=list)
    legal_links: list[ShellLink] = field(default_factory=list)


def site_shell(request: HttpRequest) -> Shell:
    """The frame for this request's language."""
    language = get_language() or LANGUAGE_CODES[0]
    known: tuple[str, Shell] | None = getattr(request, "_site_shell", None)
    if known is None or known[0] != language:
        known = (language, _read(language))
        request._site_shell = known  # type: ignore[attr-defined]
    return known[1]


def _read(language: str) -> Shell:
    rows = _link_rows(language)
    frame = rows[0].settings if rows else SiteSettings.objects.filter(site__is_default_site=True).first()
    if frame is None:
        return Shell()
    first, second = ("en", "bg") if language == "en" else ("bg", "en")

    def text(stem: str) -> str:
        return getattr(frame, f"{stem}_{first}") or getattr(frame, f"{stem}_{second}")

    links = [(row.area, _link(row, language)) for row in rows]
    return Shell(
        settings=ShellSettings(
            tagline=text("tagline"),
            footer_text=text("footer"),
            funding_disclaimer=text("funding_disclaimer"),
            contact_email=frame.contact_email,
            contact_phone=frame.contact_phone,
            contact_address=text("contact_address"),
        ),
        menu=[link for area, link in links if link and area == MenuArea.MAIN],
        legal_links=[link for area, link in links if link and area == MenuArea.LEGAL],
    )


def _link_rows(language: str) -> list[Any]:
    """The links of both menus in order, with the frame that they belong to and the page in this language."""
    translation = Page.objects.filter(
        translation_key=OuterRef("page__translation_key"), locale__language_code=language, live=True
    )
    return list(
        MenuLink.objects.filter(settings__site__is_default_site=True)
        .select_related("settings")
        .annotate(
            shown_path=Subquery(translation.values("url_path")[:1]),
            shown_title=Subquery(translation.values("title")[:1]),
        )
        .order_by("sort_order", "pk")
    )


def _link(row: Any, language: str) -> ShellLink | None:
    """None for a page that isn't live in this language."""
    label = (row.label_en if language == "en" else row.label_bg) or row.shown_title
    url = row.shown_path if row.page_id else _in_language(row.address, language)
    return ShellLink(label=label, url=url) if label and url else None


def _in_language(address: str, language: str) -> str:
    """An address within the site under the language of the page; any other as it is."""
    if not address.startswith("/") or address.startswith(tuple(home_path(code) for code in LANGUAGE_CODES)):
        return address
    return home_path(language) + address.lstrip("/")
