"""Where allauth's flows meet our site: after signing in one returns to the page in one's language."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language() or 'bg'}/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language() or 'bg'}/"

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """With the person in it, so that the letter knows whom it greets and in which language."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters go out in the person's own language, whatever page the request came from.

        They carry links that must not be stored, so they don't wait in the outbox; when the mail server is away, the
        page says so and the person asks again.
        """
        user = context.get("user")
        letter_context = {**context, "recipient": user, "site_url": settings.BASE_URL}
        try:
            with override(getattr(user, "language", None) or get_language() or "bg"):
                super().send_mail(template_prefix, email, letter_context)
        except OSError as error:
            # smtplib's errors are OSErrors as well. Neither address nor letter goes into the log.
            logger.error("accounts: a letter could not be sent: %s", type(error).__name__)
            if request := allauth_context.request:
                messages.error(
                    request, _("The letter could not be sent just now. Please try again in a few minutes.")
                )
