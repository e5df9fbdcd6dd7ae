"""Addresses that only take what a form sends, and what happens there when one was signed out meanwhile."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class SendOnlyMixin(LoginRequiredMixin):
    """Signing in leads back to the page with the form: at the address itself there is nothing to read."""

    request: HttpRequest

    def handle_no_permission(self) -> HttpResponseRedirect:
        page = self.request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(
            page, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        parts = urlsplit(page)
        return redirect_to_login(f"{parts.path}?{parts.query}".rstrip("?") if is_ours and parts.path else "/")
