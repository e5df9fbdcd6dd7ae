"""Every address of the site. Pages live under /bg/ and /en/; what machines read has no language in its address."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.api import api
from config.gallery import GalleryView
from config.open_data import OpenDataView
from notifications.views import SentMailView
from pages.urls import sitemap_patterns
from pages.views import admin_login, robots, serve_media

urlpatterns = [
    path("", RedirectView.as_view(url=f"/{settings.LANGUAGE_CODE}/", permanent=False), name="front"),
    path("admin/login/", admin_login, name="admin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", serve_media, name="media"),
    path("robots.txt", robots, name="robots"),
    *sitemap_patterns,
    path("api/v1/", include("search.api_urls")),
    path("api/v1/", api.urls),
]

if settings.HAS_DEMO_PAGES:
    urlpatterns += i18n_patterns(
        path("demo/mail/", SentMailView.as_view(), name="sent_mail"),
        path("gallery/", GalleryView.as_view(), name="gallery"),
    )

urlpatterns += i18n_patterns(
    path("data/", OpenDataView.as_view(), name="open_data"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("practices/", include("practices.urls")),
    path("forum/", include("forum.urls")),
    path("organisations/", include("directory.urls")),
    path("notifications/", include("notifications.urls")),
    path("search/", include("search.urls")),
    path("", include("pages.urls")),
)
