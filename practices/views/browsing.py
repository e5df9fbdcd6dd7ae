"""Practices as cards, as a table and on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from practices import facets
from practices.filters import VIEWS, PracticeFilter
from practices.models import Practice
from practices.presentation import list_items, table_rows
from practices.sorting import USUAL_SORTS, opposite_of


class PracticeListView(View):
    """Published practices, latest first unless asked otherwise, narrowed by what the address names."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = PracticeFilter(request.GET)
        counts = facets.count_practices(found)
        context: dict[str, Any] = {
            "filter": found,
            "boxes": facets.boxes(found, counts),
            "total": counts.total if counts else None,
            "chosen": [(choice.label, _list_url(choice.query)) for choice in found.removable()],
            "cleared_url": _list_url(found.cleared),
            "first_url": _list_url(found.query),
            "views": [
                (label, _list_url(found.address(view=name)), name == found.view)
                for name, label in VIEWS.items()
            ],
            "take_along": _take_along(found),
            "feed_url": _with_query(reverse("practices:practice_feed"), found.narrowing),
            # Who belongs nowhere yet is told there how to.
            "can_create": request.user.is_authenticated,
        }
        if found.view == "map":
            context |= {"tiles": facets.tiles(found, counts), "country": facets.whole_country(found, counts)}
            return render(request, "practices/practice_list.html", context)
        # Published practices are public: the list is the same for everybody, as its counts are.
        page = found.page(Practice.objects.published().visible_to(AnonymousUser()))
        if not page.items and found.has_cursor:
            return redirect(_list_url(found.query))  # what stood at the edge of the page before is gone
        if found.view == "table":
            context |= {"columns": _columns(found), "sorts": _sorts(found)}
        is_table = found.view == "table"
        items = table_rows(page.items) if is_table else list_items(page.items, with_pictures=True)
        context |= {"items": items, "page": page}
        return render(request, "practices/practice_list.html", context)


@dataclass(frozen=True, slots=True)
class SortableColumn:
    """A heading that sorts: where it leads, and which way the table is sorted by it now."""

    url: str
    order: str = ""
    icon: str = ""


def _columns(found: PracticeFilter) -> dict[str, SortableColumn]:
    """A column that the table is sorted by leads to the other direction; another one begins with its usual one."""
    columns = {}
    for usual in USUAL_SORTS:
        name = usual.removeprefix("-")
        if found.sort.removeprefix("-") != name:
            columns[name] = SortableColumn(_list_url(found.address(sort=usual)))
            continue
        is_descending = found.sort.startswith("-")
        columns[name] = SortableColumn(
            _list_url(found.address(sort=name if is_descending else f"-{name}")),
            order="descending" if is_descending else "ascending",
            icon="arrow-down" if is_descending else "arrow-up",
        )
    return columns


def _sorts(found: PracticeFilter) -> list[tuple[str, str, bool]]:
    """The same as a row of choices, for screens on which the table has no headings: the usual orders and the present one."""
    labels = {
        "-published": _("Newest first"),
        "published": _("Oldest first"),
        "title": _("By title"),
        "organisation": _("By organisation"),
        "-year": _("Latest start first"),
        "level": _("By level"),
        "-label": _("Best label first"),
    }
    if found.sort not in labels:
        labels[found.sort] = _("%(order)s, backwards") % {"order": labels[opposite_of(found.sort)]}
    return [
        (label, _list_url(found.address(sort=sort)), sort == found.sort) for sort, label in labels.items()
    ]


def _take_along(found: PracticeFilter) -> list[tuple[str, str, str]]:
    """Label, address and icon of each form in which the view can be taken along."""
    labels = {"xlsx": _("Excel"), "csv": _("CSV"), "pdf": _("PDF"), "json": _("JSON, for programs")}
    links = [
        (label, _with_query(reverse("practices:practice_export", args=[form]), found.narrowing), "download")
        for form, label in labels.items()
    ]
    feed = _with_query(reverse("practices:practice_feed"), found.narrowing)
    return [*links, (_("Follow in a news reader (Atom)"), feed, "bell")]


def _list_url(query: str) -> str:
    return _with_query(reverse("practices:practice_list"), query)


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
