"""Addresses for programs, outside the language prefixes. A namespace of its own: `api:search`."""

from django.urls import path

from search.api_views import SearchApiView

app_name = "api"
urlpatterns = [path("search/", SearchApiView.as_view(), name="search")]
