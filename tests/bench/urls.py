"""The site's addresses and one more: a page with the whole frame and nothing in it, which the others are compared with."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as site_patterns

EMPTY_PAGE = "/bg/bench/empty/"


def empty_page(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string("{% extends 'base.html' %}{% block content %}{% endblock %}")
    return HttpResponse(template.render({}, request))


urlpatterns = [*i18n_patterns(path("bench/empty/", empty_page, name="bench_empty")), *site_patterns]
