"""Addresses of pages. Included last under each language: whatever no app answers is looked for among the pages."""

from __future__ import annotations

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, re_path
from wagtail import views as wagtail_views

from pages.sitemaps import SITEMAPS
from pages.views import page_login, serve_page

urlpatterns = [
    # The names are Wagtail's: its models reverse them.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", page_login, name="wagtailcore_login"),
    re_path(r"^((?:[\w\-]+/)*)$", serve_page, name="wagtail_serve"),
]

sitemap_patterns = [
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
