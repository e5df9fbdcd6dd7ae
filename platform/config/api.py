"""The open data API: the apps' parts together under /api/v1/. Read-only, for everybody, the same for everybody.

docs/api/open-data.md describes it for programmers, /bg/data/ for people; ADR 61 says why it is built with django-ninja.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from core.open_data import BadParameterError
from core.rate_limits import RateLimit, address_of
from directory.api import router as directory_router
from practices.api import router as practices_router
from taxonomy.api import router as taxonomy_router

WINDOW_SECONDS = 60
View = Callable[..., HttpResponseBase]
MAX_AGE_SECONDS = 300
"""A copy may be this old before somebody asks again, with the ETag that they have."""


class OpenDataAPI(NinjaAPI):
    """NinjaAPI whose answers anybody may keep and any site may read, and which counts who asks."""

    def _get_urls(self) -> list[Any]:
        patterns = super()._get_urls()
        for pattern in patterns:
            pattern.callback = opened(cast(View, pattern.callback))
        return patterns

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def opened(view: View) -> View:
    """A view that answers every site (CORS), as often as the limit allows, and 304 where nothing has changed."""

    @require_safe
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wait = _seconds_to_wait(request)
        if wait:
            response: HttpResponseBase = _errors("", f"Too many requests. Ask again in {wait} seconds.", 429)
            response["Retry-After"] = str(wait)
        elif "\0" in request.path_info:
            response = _errors("", "Nothing here.", 404)
        elif unreadable := [name for name, value in request.GET.items() if "\0" in value]:
            # PostgreSQL keeps no such character and would fail; whoever sends one is told where.
            response = _errors(unreadable[0], "A NUL character stands nowhere in the data.", 400)
        else:
            request.method = "GET"  # HEAD is answered alike; the server leaves the body out
            response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        response["Content-Language"] = "bg, en"
        response["X-Robots-Tag"] = "noindex"
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
        patch_vary_headers(response, ["Accept"])
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    answer.csrf_exempt = True  # type: ignore[attr-defined] # it only reads
    return answer


def _seconds_to_wait(request: HttpRequest) -> int:
    """By the address behind the trusted proxies, as for signing in."""
    limit = settings.OPEN_DATA_REQUESTS_PER_MINUTE
    if not limit:
        return 0
    return RateLimit("open-data", limit, WINDOW_SECONDS).seconds_to_wait(address_of(request))


def _errors(parameter: str, message: str, status: int) -> HttpResponse:
    return api.create_response(
        HttpRequest(), {"errors": [{"parameter": parameter, "message": message}]}, status=status
    )


api = OpenDataAPI(
    title="Megdan: open data",
    version="1",
    description=(
        "Good practices on the integration of refugees and migrants in Bulgaria, the organisations that share them, and the "
        "vocabularies by which they are sorted. Texts are under the licence that each practice names, mostly CC BY 4.0."
    ),
    docs_url=None,  # its page loads scripts from elsewhere; ours is /bg/data/
    openapi_url="/openapi.json",
    urls_namespace="open_data",
    servers=[{"url": settings.BASE_URL}],
)
for router in (practices_router, directory_router, taxonomy_router):
    api.add_router("", router)


@api.exception_handler(BadParameterError)
def bad_parameter(request: HttpRequest, error: BadParameterError) -> HttpResponse:
    return _errors(error.parameter, error.message, 400)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What pydantic found, in the same shape as our own refusals."""
    return api.create_response(
        request,
        {
            "errors": [
                {"parameter": str(problem["loc"][-1]), "message": problem["msg"]} for problem in error.errors
            ]
        },
        status=400,
    )


@api.exception_handler(Http404)
def nothing_here(request: HttpRequest, error: Http404) -> HttpResponse:
    return _errors("", str(error) or "Nothing here.", 404)
