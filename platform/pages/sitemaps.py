"""What search machines are told of: public pages, practices and organisations, each with its address in both languages.

Everything comes through the same gates that a visitor meets (DESIGN 6).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from directory.models import Organisation
from pages.paths import LANGUAGE_CODES, language_of_path
from practices.models import Practice

PAGE_SIZE = 2000
"""Objects in one file: with two languages and their alternates well below the protocol's 50,000 addresses and 50 MB."""


class BilingualSitemap(Sitemap[Any]):
    """A section whose objects have the same address under each language."""

    limit = PAGE_SIZE

    def paths(self, item: Any) -> dict[str, str]:
        """The object's address in each language that it's to be found in."""
        paths = {}
        for code in LANGUAGE_CODES:
            with override(code):
                paths[code] = item.get_absolute_url()
        return paths

    def changed(self, item: Any) -> datetime.datetime | datetime.date | None:
        return None

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        base = settings.BASE_URL.rstrip("/")
        urls = []
        for item in self.paginator.page(page).object_list:
            paths = self.paths(item)
            alternates = [{"location": base + path, "lang_code": code} for code, path in paths.items()]
            for path in paths.values():
                urls.append(
                    {
                        "item": item,
                        "location": base + path,
                        "lastmod": self.changed(item),
                        "changefreq": None,
                        "priority": None,
                        "alternates": alternates if len(alternates) > 1 else [],
                    }
                )
        return urls


class PageSitemap(BilingualSitemap):
    """Live pages without privacy, a translation beside the other; an item is what one page is called in each language."""

    def items(self) -> list[dict[str, Any]]:
        families: dict[Any, dict[str, Any]] = defaultdict(dict)
        pages = Page.objects.filter(depth__gt=1).live().public().order_by("path")
        for key, path, changed in pages.values_list("translation_key", "url_path", "last_published_at"):
            if code := language_of_path(path):
                families[key][code] = (path, changed)
        return list(families.values())

    def paths(self, item: dict[str, Any]) -> dict[str, str]:
        return {code: item[code][0] for code in LANGUAGE_CODES if code in item}

    def changed(self, item: dict[str, Any]) -> datetime.datetime | None:
        return max((changed for _path, changed in item.values() if changed), default=None)


class PracticeSitemap(BilingualSitemap):
    def items(self) -> QuerySet[Practice]:
        return (
            Practice.objects.visible_to(AnonymousUser())
            .published()
            .only("pk", "published_at")
            .order_by("-pk")
        )

    def changed(self, item: Practice) -> datetime.datetime | None:
        return item.published_at


class OrganisationSitemap(BilingualSitemap):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(AnonymousUser()).only("pk", "slug").order_by("pk")

    def paths(self, item: Organisation) -> dict[str, str]:
        paths = {}
        for code in LANGUAGE_CODES:
            with override(code):
                paths[code] = reverse("directory:organisation_detail", args=[item.slug])
        return paths


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "pages": PageSitemap,
    "practices": PracticeSitemap,
    "organisations": OrganisationSitemap,
}
