"""A card as PDF: the page's own content in a template for paper, set by WeasyPrint.

Tagged for screen readers (PDF/UA-1), in the site's letters. Nothing is fetched from anywhere: style sheets, letters and
pictures come from the site's own files. A printed card is kept under the fingerprint of what it was made from.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from PIL import ImageFile

from core.made_files import MadeFiles

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

MOST_FILES = 2_000
"""Some 60 kB each: 120 MB."""
NEEDED_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What WeasyPrint loads from the system, by the names of Debian's packages."""

printed = MadeFiles("printed-cards", most=MOST_FILES)


class PrinterUnavailable(Exception):
    """Pango isn't on this machine: the site runs, but can't make PDFs."""


def fingerprint_of(markup: str) -> str:
    """The same for the same card in the same layout; style sheets have their version in their names."""
    return hashlib.sha256(markup.encode()).hexdigest()[:20]


def pdf_of(markup: str, *, before_making: Callable[[], None]) -> bytes:
    """The PDF of a whole page of HTML; made once, then kept. Raises PrinterUnavailable, and what `before_making` raises."""

    def make() -> bytes:
        before_making()
        return print_page(markup)

    return printed.get_or_make(f"{fingerprint_of(markup)}.pdf", make)


def print_page(markup: str) -> bytes:
    """A whole page of HTML as a tagged PDF, made anew. Raises PrinterUnavailable."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - a second of loading, and libraries that a machine may lack
    except (ImportError, OSError) as error:
        raise PrinterUnavailable(str(error)) from error
    # Loading WeasyPrint lets Pillow take half a picture for a whole one, in all of the process: uploads must not.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    document = weasyprint.HTML(string=markup, base_url=settings.BASE_URL, url_fetcher=_own_files())
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", optimize_images=True))


def _own_files() -> URLFetcher:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    class OwnFiles(URLFetcher):
        """Answers for the site's static files and uploaded pictures, and refuses everything else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            content = own_file(url)
            if content is None:
                raise ValueError(f"A printed card loads the site's own files alone, not {url}")
            media_type = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return OwnFiles()


def own_file(url: str) -> bytes | None:
    """The bytes of a static file or an uploaded picture of this site; None for any other address."""
    base = settings.BASE_URL.rstrip("/")
    if not url.startswith(f"{base}/"):
        return None
    path = unquote(urlsplit(url.removeprefix(base)).path)
    if ".." in path.split("/"):
        return None
    if path.startswith(settings.STATIC_URL):
        return _static_file(path.removeprefix(settings.STATIC_URL))
    if path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        if default_storage.exists(name):
            with default_storage.open(name) as file:
                return bytes(file.read())
    return None


def _static_file(name: str) -> bytes | None:
    """As it was collected, under its name with its version; where nothing is collected, from its source."""
    if settings.STATIC_ROOT and staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    found = finders.find(name)
    if not found:
        return None
    with open(found, "rb") as file:
        return file.read()
