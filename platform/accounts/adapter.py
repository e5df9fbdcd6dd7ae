"""Where allauth's flows meet our site: after signing in one returns to the page in one's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language, override

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language() or 'bg'}/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language() or 'bg'}/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Letters go out in the person's own language, whatever page the request came from."""
        user = context.get("user")
        with override(getattr(user, "language", None) or get_language() or "bg"):
            super().send_mail(template_prefix, email, context)

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, object],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        return super().render_mail(template_prefix, email, context, headers)
