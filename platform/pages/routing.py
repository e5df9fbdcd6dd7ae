"""Finds the page of an address in one look-up, with its translations, instead of Wagtail's two queries for each level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery
from wagtail.models import Page, PageViewRestriction

from pages.models import HomePage
from pages.models.pages import restricting
from pages.paths import LANGUAGE_CODES, home_path, language_of_path, page_path

if TYPE_CHECKING:
    from wagtail.models import AbstractPage


@dataclass(frozen=True)
class Route:
    """A live page, and where it stands in each language."""

    page: AbstractPage
    translated_paths: dict[str, str]


def find_route(language: str, rest: str) -> Route | None:
    """The live page at this address, as its own kind; None for drafts and for what was never there.

    One query for a home page, two for any other: the row with its translations' rows, then the rest of the page.
    """
    path = page_path(language, rest)
    is_private = Exists(PageViewRestriction.objects.filter(restricting(OuterRef("path"))))
    paths = {code: home_path(code) for code in LANGUAGE_CODES}
    if not rest:
        homes = HomePage.objects.filter(url_path=path, live=True).select_related("locale")
        home = homes.annotate(is_private=is_private).first()
        return _route(home, home, paths) if home else None
    key = Page.objects.filter(url_path=path, live=True).values("translation_key")[:1]
    family = list(
        Page.objects.filter(translation_key=Subquery(key), live=True)
        .select_related("locale", "content_type")
        .annotate(is_private=is_private)
    )
    found = next((page for page in family if page.url_path == path), None)
    if found is None:
        return None
    # A language without this page leads to its home page.
    paths |= {page.locale.language_code: page.url_path for page in family if language_of_path(page.url_path)}
    return _route(found.specific, found, paths)


def _route(page: Any, found: Any, paths: dict[str, str]) -> Route:
    page.is_known_public = not found.is_private
    page.locale = found.locale  # read with the first query
    return Route(page, paths)
