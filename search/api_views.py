"""GET /api/v1/search/: the same search as JSON. docs/api/search.md describes it."""

from __future__ import annotations

import html
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import strip_tags
from django.utils.translation import override
from django.views import View

from search.contract import LANGUAGES, EngineUnavailable, SearchPage
from search.facets import facets
from search.parameters import query_from_api
from search.service import search


class SearchApiView(View):
    """Answers JSON whatever is asked: results, 400 with what is wrong, or 503 while no engine answers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        language = request.GET.get("lang", "bg")
        with override(language if language in LANGUAGES else "bg"):
            query, problems = query_from_api(request.GET)
            if problems:
                errors = [
                    {"parameter": problem.parameter, "message": problem.message} for problem in problems
                ]
                return _json({"errors": errors}, status=400)
            try:
                page = search(query, request.user)
            except EngineUnavailable:
                error = {
                    "parameter": "",
                    "message": "No search engine answers just now. Try again in a minute.",
                }
                return _json({"errors": [error]}, status=503)
            return _json(page_as_json(page, query.language))


def _json(body: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"  # what is found depends on who asks
    response["X-Robots-Tag"] = "noindex"
    return response


def page_as_json(page: SearchPage, language: str) -> dict[str, Any]:
    """An answer as the API gives it. Snippets are plain text; what was found is marked on the results page only."""
    names = {
        facet.name: facet.names(list(page.facets.get(facet.name, {})), language)
        for facet in facets()
        if page.facets.get(facet.name)
    }
    return {
        "total": page.total,
        "took_ms": page.took_ms,
        "engine": page.engine,
        "is_degraded": page.is_degraded,
        "page": page.page,
        "page_size": page.page_size,
        "page_count": page.page_count,
        "results": [
            {
                "kind": hit.kind,
                "id": hit.object_id,
                "external_id": hit.external_id,
                "url": hit.url,
                "title": hit.title,
                "snippet": _plain(hit.snippet),
                "language": hit.language,
                "score": hit.score,
            }
            for hit in page.hits
        ],
        "facets": {
            name: [
                {"value": value, "label": names.get(name, {}).get(value, value), "count": count}
                for value, count in counts.items()
            ]
            for name, counts in page.facets.items()
        },
        "suggestion": page.suggestion,
    }


def _plain(snippet: str) -> str:
    """The snippet without its marks, as the text that it was."""
    return html.unescape(strip_tags(snippet))
