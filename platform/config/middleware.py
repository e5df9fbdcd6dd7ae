"""The content security policy, with an exception for Wagtail's admin alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.middleware import CSPMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

# Wagtail's admin writes style and script into its pages; nobody but editors gets there.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
ADMIN_PREFIXES = ("/admin/",)


class ContentSecurityPolicyMiddleware(CSPMiddleware):  # type: ignore[misc]
    """django-csp's policy everywhere, but under the admin's addresses one that it can work with (TRIED: Wagtail)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PREFIXES):
            response["Content-Security-Policy"] = ADMIN_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
            return response
        return super().process_response(request, response)
