"""The results page. Every state of it has an address; it works without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from search.contract import EngineUnavailable, SearchHit, SearchPage, SearchQuery
from search.documents import document_of
from search.facets import facets
from search.parameters import address_of, query_from_page, with_toggled, without_choices
from search.service import search

MAX_OFFERED = 40
"""Values of one facet, those of the most hits first: all oblasts, all themes. Further ones are found by words."""
PAGES_AROUND = 2  # numbered links on each side of the current page


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet as the template shows it."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetBox:
    """One facet with its values."""

    name: str
    title: str
    options: list[FacetOption]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A result with the name of its kind."""

    hit: SearchHit
    kind_label: str


class ResultsView(View):
    """What was found for a query, with the facets that narrow it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        query = query_from_page(request.GET, get_language() or "bg")
        context: dict[str, Any] = {
            "query": query,
            "results_url": reverse("search:results"),
            "hide_header_search": True,
            "breadcrumbs": [(_("Home"), f"/{query.language}/"), (_("Search"), "")],
        }
        try:
            page = search(query, request.user)
        except EngineUnavailable:
            return render(request, "search/results.html", {**context, "is_unavailable": True}, status=503)
        if query.page > page.page_count:
            return HttpResponseRedirect(address_of(query, page=page.page_count))
        boxes = facet_boxes(query, page)
        context |= {
            "page": page,
            "hits": [shown_hit(hit) for hit in page.hits],
            "facets": boxes,
            "chosen": [
                {"label": option.label, "url": option.url}
                for box in boxes
                for option in box.options
                if option.is_chosen
            ],
            "clear_url": address_of(without_choices(query)),
            "suggestion_url": address_of(replace(query, text=page.suggestion, page=1)),
            "has_choices": bool(query.chosen),
            "first_number": query.offset + 1,
            "hidden_fields": [(facet, value) for facet, values in query.chosen.items() for value in values],
            **page_links(query, page.page_count),
        }
        return render(request, "search/results.html", context)


def shown_hit(hit: SearchHit) -> ShownHit:
    document = document_of(hit.kind)
    return ShownHit(hit, str(document.label_one or document.label) if document else hit.kind)


def facet_boxes(query: SearchQuery, page: SearchPage) -> list[FacetBox]:
    """The registered facets with their named values; a chosen value stays, even where nothing is left of it."""
    boxes = []
    for facet in facets():
        chosen = query.chosen.get(facet.name, ())
        counts = page.facets.get(facet.name, {})
        offered = list(counts)[:MAX_OFFERED]
        codes = [*(code for code in chosen if code not in offered), *offered]
        names = facet.names(codes, query.language) if codes else {}
        options = [
            FacetOption(
                label=names[code],
                count=counts.get(code, 0),
                url=address_of(with_toggled(query, facet.name, code)),
                is_chosen=code in chosen,
            )
            for code in codes
            if code in names
        ]
        options.sort(key=lambda option: not option.is_chosen)  # stable: the rest stays in order of its counts
        if options:
            boxes.append(FacetBox(facet.name, str(facet.label), options))
    return boxes


def page_links(query: SearchQuery, page_count: int) -> dict[str, Any]:
    """Links to the pages before, after and around this one, as the pagination component takes them."""
    if page_count < 2:
        return {}
    around = range(query.page - PAGES_AROUND, query.page + PAGES_AROUND + 1)
    numbers = sorted({1, page_count, *(number for number in around if 1 <= number <= page_count)})
    links: list[tuple[str, str, bool]] = []
    for before, number in zip([0, *numbers], numbers):
        if number - before > 1:
            links.append(("", "", False))  # a gap
        links.append((str(number), address_of(query, page=number), number == query.page))
    return {
        "pages": links,
        "prev_url": address_of(query, page=query.page - 1) if query.page > 1 else "",
        "next_url": address_of(query, page=query.page + 1) if query.page < page_count else "",
    }
