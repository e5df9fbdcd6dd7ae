"""One's own posts as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from forum.own_posts import own_posts_json
from forum.views.finding import sign_in_first, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@method_decorator(never_cache, name="dispatch")
class OwnPostsView(View):
    """Everything that the person has written, for themselves alone; kept nowhere on the way."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        response = StreamingHttpResponse(
            own_posts_json(signed_in(request)), content_type="application/json; charset=utf-8"
        )
        response["Content-Disposition"] = 'attachment; filename="megdan-posts.json"'
        return response
