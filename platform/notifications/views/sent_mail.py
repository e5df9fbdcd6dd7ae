"""The page of the demonstration on which one reads the mail that was "sent"."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from notifications.sent_mail import read_sent_mail

SHOWN = 100
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")


@method_decorator(never_cache, name="dispatch")
class SentMailView(TemplateView):
    """All letters newest first, or one of them (?letter=…). There only in a demonstration: elsewhere 404."""

    template_name = "notifications/sent_mail.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.HAS_DEMO_PAGES:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = read_sent_mail(settings.SENT_MAIL_DIR)
        wanted = self.request.GET.get("letter", "")
        letter = next((one for one in letters if one.id == wanted), None)
        if wanted and letter is None:
            raise Http404
        return super().get_context_data(
            letters=letters[:SHOWN],
            letter=letter,
            letter_text=with_links(letter.text) if letter else "",
            **kwargs,
        )


def with_links(text: str) -> SafeString:
    """Plain text as HTML in which addresses of the web can be followed."""
    parts = _ADDRESS.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<a href="{0}">{0}</a>', part)
                if _ADDRESS.fullmatch(part)
                else format_html("{}", part),
            )
            for part in parts
        ),
    )
