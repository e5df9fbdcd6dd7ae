"""Practices as lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from directory.memberships import organisation_ids_of
from practices.filters import PracticeFilter
from practices.models import Practice
from practices.presentation import list_item


class PracticeListView(View):
    """Published practices, latest first, narrowed by theme, target group, level and place."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = PracticeFilter(request.GET)
        page = found.page(Practice.objects.published().visible_to(request.user))
        return render(
            request,
            "practices/practice_list.html",
            {
                "filter": found,
                "items": [list_item(practice) for practice in page.items],
                "page": page,
                "can_create": bool(organisation_ids_of(request.user)),
            },
        )
