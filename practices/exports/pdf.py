"""A view of the practices as a printed list, by WeasyPrint, in the site's own typefaces. Nothing is fetched from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from practices.records import Record

MAX_PRACTICES = 100
"""As many as somebody carries along, some thirty pages; the whole view is in the sheets."""


def list_as_pdf(practices: list[Record], context: dict[str, Any]) -> bytes:
    """The list with its heading, its filters and where it comes from, in the language of the page."""
    # WeasyPrint and what it brings take a third of a second to import, which no other page needs.
    import weasyprint  # type: ignore[import-untyped] # noqa: PLC0415
    from weasyprint.urls import (  # type: ignore[import-untyped] # noqa: PLC0415
        URLFetcher,
        URLFetcherResponse,
    )

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Style sheets and typefaces of the site; whatever else a page may name stays where it is."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            file = _static_file(url)
            if file is None:
                raise ValueError(f"Not a file of this site: {url[:100]}")
            media_type = "text/css" if file.suffix == ".css" else "font/woff2"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": media_type})

    html = render_to_string("practices/practice_list_pdf.html", {"practices": practices, **context})
    document = weasyprint.HTML(string=html, base_url=f"{settings.BASE_URL}/", url_fetcher=OwnFiles())
    pdf: bytes = document.write_pdf()
    return pdf


def _static_file(url: str) -> Path | None:
    """The file behind an address of this site's static files, collected or not."""
    if not url.startswith(f"{settings.BASE_URL}{settings.STATIC_URL}"):
        return None
    name = unquote(urlsplit(url).path).removeprefix(settings.STATIC_URL)
    if ".." in name.split("/") or not name.endswith((".css", ".woff2")):
        return None
    collected = Path(staticfiles_storage.path(name))
    found = str(collected) if collected.is_file() else finders.find(name)
    return Path(found) if isinstance(found, str) else None
