"""A view of the practices to take along: files for spreadsheets and programs, a printed list, a feed.

Each takes the parameters of the list's own address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views import View

from core.rate_limits import TooOftenError, too_often
from practices.exports import pdf, sheets, xlsx
from practices.exports.columns import COLUMNS, address_of, day_of
from practices.exports.limits import MadeFile, check_may_make
from practices.feeds import PracticeFeed
from practices.filters import PracticeFilter
from practices.models import Practice
from practices.printing import NEEDED_PACKAGES, PrinterUnavailable
from practices.querysets import PracticeQuerySet
from practices.records import records

FEED_MAX_AGE_SECONDS = 15 * 60
"""How long a feed may be kept: nobody publishes so fast."""


class PracticeExportView(View):
    """All published practices of a view, as a file. GET alone; it changes nothing."""

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        found = PracticeFilter(request.GET)
        practices = found.sorted(Practice.objects.published().visible_to(request.user))
        makers = {"csv": _csv, "xlsx": _xlsx, "json": _json, "pdf": _pdf}
        if form not in makers:
            raise Http404
        try:
            check_may_make(request, MadeFile.PRINTED_LIST if form == "pdf" else MadeFile.LIST)
            response = makers[form](found, practices)
        except TooOftenError as error:
            return too_often(request, error, back_url=_page_url(found))
        except PrinterUnavailable:
            missing = {"back_url": _page_url(found), "packages": NEEDED_PACKAGES}
            return render(request, "practices/pdf_unavailable.html", missing, status=503)
        day = day_of(timezone.now()).isoformat()
        response["Content-Disposition"] = f'attachment; filename="megdan-{day}.{form}"'
        response["X-Robots-Tag"] = "noindex"
        return response


def _csv(found: PracticeFilter, practices: PracticeQuerySet) -> HttpResponseBase:
    parts = _in_this_language(sheets.csv_rows(records(practices)))
    return StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")


def _xlsx(found: PracticeFilter, practices: PracticeQuerySet) -> HttpResponseBase:
    parts = xlsx.xlsx_parts(
        (sheets.cells_of(record) for record in records(practices)),
        headings=sheets.headings(),
        widths=[column.width for column in COLUMNS],
        sheet_names=(_("Good practices"), _("About this list")),
        about=_about(found),
    )
    return StreamingHttpResponse(_in_this_language(parts), content_type=xlsx.MEDIA_TYPE)


def _json(found: PracticeFilter, practices: PracticeQuerySet) -> HttpResponseBase:
    head = {
        "url": address_of(_page_url(found)),
        "language": get_language(),
        "made_at": timezone.now(),
        "filters": {name: list(codes) for name, codes in found.chosen.items()},
    }
    parts = _in_this_language(sheets.json_parts(records(practices), head))
    return StreamingHttpResponse(parts, content_type="application/json; charset=utf-8")


def _pdf(found: PracticeFilter, practices: PracticeQuerySet) -> HttpResponseBase:
    some = list(records(practices, at_most=pdf.MAX_PRACTICES + 1))
    context = {
        "about": _about(found),
        "is_cut": len(some) > pdf.MAX_PRACTICES,
        "limit": pdf.MAX_PRACTICES,
        "base_url": settings.BASE_URL.rstrip("/"),
        "language": get_language(),
    }
    return HttpResponse(pdf.list_as_pdf(some[: pdf.MAX_PRACTICES], context), content_type="application/pdf")


def _in_this_language(parts: Iterator[Any]) -> Iterator[Any]:
    """The response is written after the middleware is done with the language: each part is made in that of the page."""
    language = get_language() or settings.LANGUAGE_CODE
    while True:
        with override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _page_url(found: PracticeFilter) -> str:
    query = found.narrowing
    return reverse("practices:practice_list") + (f"?{query}" if query else "")


def _about(found: PracticeFilter) -> list[tuple[str, str]]:
    """Where a file comes from, for whoever finds it next year."""
    chosen = "; ".join(
        f"{found.parameter_label(name)}: {', '.join(found.label(name, code) for code in codes)}"
        for name, codes in found.chosen.items()
    )
    return [
        (_("List"), _("Good practices")),
        (_("Filters"), chosen or _("none: all practices")),
        (_("As of"), day_of(timezone.now()).strftime("%d.%m.%Y")),
        (_("Address"), address_of(_page_url(found))),
        (_("Licence"), _("Each practice names its own.")),
    ]


class PracticeFeedView(View):
    """The latest practices of a view as Atom. The same for everybody, so it may be kept on the way."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = PracticeFilter(request.GET)
        query = found.narrowing
        chosen = ", ".join(choice.label for choice in found.removable())
        feed = PracticeFeed(
            found.narrow(Practice.objects.published()),
            title=_("Good practices: %(filters)s") % {"filters": chosen} if chosen else _("Good practices"),
            page_url=_page_url(found),
            feed_url=reverse("practices:practice_feed") + (f"?{query}" if query else ""),
        )
        changed = int(feed.changed_at.timestamp()) if feed.changed_at else None
        answer = get_conditional_response(request, etag=feed.etag, last_modified=changed)
        response = answer or HttpResponse(feed.as_xml(), content_type=feed.media_type)
        response["ETag"] = feed.etag
        if feed.changed_at:
            response["Last-Modified"] = http_date(feed.changed_at.timestamp())
        patch_cache_control(response, public=True, max_age=FEED_MAX_AGE_SECONDS)
        return response
