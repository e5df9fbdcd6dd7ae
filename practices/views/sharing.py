"""A public practice to take along: as PDF, as a picture beside a link, as a reference. Drafts aren't taken anywhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views import View

from core.rate_limits import TooOftenError, too_often
from core.structured_data import absolute
from practices.citation import citation_of
from practices.enums import PracticeState
from practices.exports.limits import MadeFile, check_may_make
from practices.presentation import card_of_published, links_to, media_of_published
from practices.printing import NEEDED_PACKAGES, PrinterUnavailable, fingerprint_of, pdf_of
from practices.share_image import picture_of, png_of
from practices.views.finding import public_practice
from practices.words import words_of

YEAR_SECONDS = 365 * 24 * 60 * 60
PICTURE_CACHE = f"public, max-age={YEAR_SECONDS}, immutable"
"""A picture's address names what is drawn: under it, nothing else is ever shown."""


class PracticePdfView(View):
    """The card as PDF: the same for every reader, so without what only some of them see."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        words = words_of(practice.pk)
        original = practice.adapted_from_id
        adapted_from = links_to([original]).get(original) if original else None
        markup = render_to_string(
            "practices/practice_pdf.html",
            {
                "practice": practice,
                "card": card_of_published(practice, words, adapted_from=adapted_from),
                "media": media_of_published(practice),
                "is_archived": practice.state == PracticeState.ARCHIVED,
                "address": absolute(practice.get_absolute_url()),
                "language": get_language(),
            },
        )
        etag = f'"{fingerprint_of(markup)}"'
        if (unchanged := get_conditional_response(request, etag=etag)) is not None:
            return unchanged  # type: ignore[return-value]
        try:
            content = pdf_of(markup, before_making=lambda: check_may_make(request, MadeFile.CARD))
        except PrinterUnavailable:
            return render(
                request,
                "practices/pdf_unavailable.html",
                {"back_url": practice.get_absolute_url(), "packages": NEEDED_PACKAGES},
                status=503,
            )
        except TooOftenError as error:
            return too_often(request, error, back_url=practice.get_absolute_url())
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="megdan-{practice.pk}-{get_language()}.pdf"'
        response["Cache-Control"] = "public, no-cache"
        response["X-Robots-Tag"] = "noindex"  # the page itself is what should be found
        response["ETag"] = etag
        return response


class PracticeShareImageView(View):
    """The picture for link previews. An old address leads to today's picture."""

    def get(self, request: HttpRequest, pk: int, version: str) -> HttpResponse:
        practice = public_practice(request, pk)
        picture = picture_of(practice, words_of(practice.pk))
        if version != picture.version:
            return redirect("practices:practice_share_image", pk, picture.version)
        response = HttpResponse(png_of(picture), content_type="image/png")
        response["Cache-Control"] = PICTURE_CACHE
        return response


class PracticeReferenceView(View):
    """The citation as a file for a reference manager."""

    style = "ris"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        citation = citation_of(practice, words_of(practice.pk))
        if self.style == "ris":
            content, media_type, suffix = citation.as_ris(), "application/x-research-info-systems", "ris"
        else:
            content, media_type, suffix = citation.as_bibtex(), "application/x-bibtex", "bib"
        response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{citation.key}.{suffix}"'
        response["X-Robots-Tag"] = "noindex"
        return response
