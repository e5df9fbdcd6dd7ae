"""The feed of a public board. What isn't public has none, for nobody: readers of feeds don't sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views import View

from core.access import NotVisible
from forum.enums import ReadBy
from forum.feeds import BoardFeed
from forum.models import Board

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

FEED_MAX_AGE_SECONDS = 15 * 60
"""How long a feed may be kept on the way."""


class BoardFeedView(View):
    """The latest threads of a board as Atom. The same for everybody, so it may be kept on the way."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        board = Board.objects.visible_to(AnonymousUser()).filter(slug=slug, read_by=ReadBy.PUBLIC).first()
        if board is None:
            raise NotVisible
        feed = BoardFeed(board)
        changed = int(feed.changed_at.timestamp()) if feed.changed_at else None
        answer = get_conditional_response(request, etag=feed.etag, last_modified=changed)
        response = answer or HttpResponse(feed.as_xml(), content_type=feed.media_type)
        response["ETag"] = feed.etag
        if feed.changed_at:
            response["Last-Modified"] = http_date(feed.changed_at.timestamp())
        patch_cache_control(response, public=True, max_age=FEED_MAX_AGE_SECONDS)
        return response
