"""Walks the URLconf: every address that the site answers, by the name that the access matrix knows it by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

# Whole trees of other packages stand in the matrix as one: who may enter at all. What is allowed inside is theirs.
FOREIGN = {
    "admin/": "foreign:admin",
    "documents/": "foreign:documents",
    "django-admin/": "foreign:django_admin",
}
# Wagtail serves each page of the tree through one catch-all pattern.
UNNAMED = {"": "pages:catch_all"}


@dataclass(frozen=True, order=True)
class Route:
    """One pattern: `name` with its namespaces, and the whole route."""

    name: str
    route: str


def routes() -> list[Route]:
    """Each pattern of the URLconf, once."""
    return sorted(set(_walk(get_resolver().url_patterns, (), "")))


def _walk(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for entry in patterns:
        # The language in front of an address is no part of its name: /bg/ and /en/ are the same row.
        own = "" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        route = prefix + own
        if (foreign := _foreign(route)) is not None:
            yield Route(foreign, route)
        elif isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry.url_patterns, inner, route)
        else:
            name = entry.name or UNNAMED.get(route) or f"unnamed:{route}"
            yield Route(":".join([*spaces, name]), route)


def _foreign(route: str) -> str | None:
    return next((name for prefix, name in FOREIGN.items() if route.startswith(prefix)), None)
