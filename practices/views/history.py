"""What a practice said at each publication, and what changed from one to the next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.access import NotVisible
from core.paging import latest_first
from practices.history import changes_between
from practices.models import Practice, PracticeRevision
from practices.views.finding import public_practice

PAGE_SIZE = 20


class RevisionListView(View):
    """The publications of a practice, the latest first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        page = latest_first(
            practice.revisions.defer("document"), ("number",), request.GET.dict(), size=PAGE_SIZE
        )
        last = page.items[0].number if page.is_first and page.items else practice.revisions.count()
        return render(
            request, "practices/revision_list.html", {"practice": practice, "page": page, "last_number": last}
        )


class RevisionCompareView(View):
    """Two publications side by side: each field that differs, its words marked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        older, newer = sorted(
            (
                _revision(practice, request.GET.get("older", "")),
                _revision(practice, request.GET.get("newer", "")),
            ),
            key=lambda revision: revision.number,
        )
        return render(
            request,
            "practices/revision_compare.html",
            {
                "practice": practice,
                "older": older,
                "newer": newer,
                "changes": changes_between(older.document, newer.document),
            },
        )


def _revision(practice: Practice, number: str) -> PracticeRevision:
    """Raises NotVisible for a number that isn't there."""
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise NotVisible
    found = practice.revisions.filter(number=int(number)).first()
    if found is None:
        raise NotVisible
    return found
