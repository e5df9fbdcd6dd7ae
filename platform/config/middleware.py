"""The content security policy, with an exception for Wagtail's admin alone; and what may be kept of a member's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.middleware import CSPMiddleware
from django.contrib.auth import SESSION_KEY
from django.middleware.locale import LocaleMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

# Wagtail's admin writes style and script into its pages; nobody but editors gets there.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
ADMIN_PREFIXES = ("/admin/",)
PROGRAM_PREFIX = "/api/"


class ContentSecurityPolicyMiddleware(CSPMiddleware):  # type: ignore[misc]
    """django-csp's policy everywhere, but under the admin's addresses one that it can work with (TRIED: Wagtail)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PREFIXES):
            response["Content-Security-Policy"] = ADMIN_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
            return response
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but what programs ask for has no language in its address: there, what isn't found is looked for no further."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(PROGRAM_PREFIX):
            return response
        return super().process_response(request, response)


class SignedInPagesMiddleware:
    """What a signed-in person was shown stays with that person's browser: no proxy on the way may keep it.

    `no-cache` and not `no-store`, so that the way back to a half-filled form still finds what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        session = request.session
        if session.accessed and SESSION_KEY in session and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response
