"""Ways to a place in a thread, and saying that boards have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from forum import actions
from forum.models import Board
from forum.read_marks import first_unread_number, parsed_serials, progress_of
from forum.views.finding import find_thread, sign_in_first, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

MAX_DIGITS = 9


class ThreadUnreadView(View):
    """Leads to the first post that is new to the reader, else to the last one; visitors to the beginning."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if not request.user.is_authenticated:
            return redirect(thread)
        number = first_unread_number(thread, progress_of(thread, request.user))
        return redirect(thread.url_of_number(number))


class ThreadGoView(View):
    """Leads to the post of a number, `?number=47`, or to the one nearest to it; no number leads to the beginning."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        typed = request.GET.get("number", "").strip()
        if not (typed.isascii() and typed.isdigit()):
            return redirect(thread)
        number = int(typed[:MAX_DIGITS])
        return redirect(thread.url_of_number(min(max(number, 1), thread.last_number)))


class MarkReadView(View):
    """Marks a board, or all of them, as read, up to what the page with the button showed."""

    def post(self, request: HttpRequest, slug: str = "") -> HttpResponseBase:
        board = Board.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
        if slug and board is None:
            raise NotVisible
        if to_sign_in := sign_in_first(request, reverse("forum:board_list")):
            return to_sign_in
        seen = parsed_serials(request.POST["seen"]) if "seen" in request.POST else None
        if board is not None:
            seen = {board.pk: (seen or {}).get(board.pk, board.last_serial)}
        actions.mark_boards_read(actor=signed_in(request), seen=seen)
        messages.success(request, _("Marked as read."))
        return redirect(board or "forum:board_list")
