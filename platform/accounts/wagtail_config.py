"""Wagtail's app of users, with our own pages for people. Apart from wagtail_users.py, which needs the models."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Stands in INSTALLED_APPS in the place of wagtail.users."""

    user_viewset = "accounts.wagtail_users.PersonViewSet"
