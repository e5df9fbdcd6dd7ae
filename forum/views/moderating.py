"""What moderators do, each decision with its reason; and the act of opening a pseudonym."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from forum import actions
from forum.enums import PostState, ThreadState
from forum.forms import ModerateForm, ReasonForm
from forum.policies import allows, check_moderate_post, check_moderate_thread, check_open_pseudonym
from forum.views.finding import find_post, find_thread, sign_in_first, signed_in, thread_crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from forum.models import Post, Thread


class ThreadModerateView(View):
    """Close, pin, hide a thread, or undo one of these."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_moderate_thread(request.user, thread)
        return self._show(request, thread, self._form(thread))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_moderate_thread(request.user, thread)
        form = self._form(thread, request.POST)
        if not form.is_valid():
            return self._show(request, thread, form, status=422)
        actor, reason = signed_in(request), form.cleaned_data["reason"]
        match form.cleaned_data["decision"]:
            case "lock":
                actions.lock_thread(actor=actor, thread=thread, reason=reason)
            case "unlock":
                actions.unlock_thread(actor=actor, thread=thread)
            case "pin":
                actions.pin_thread(actor=actor, thread=thread)
            case "unpin":
                actions.unpin_thread(actor=actor, thread=thread)
            case "hide":
                actions.hide_thread(actor=actor, thread=thread, reason=reason)
            case "restore":
                actions.restore_thread(actor=actor, thread=thread)
        messages.success(request, _("Done, and written in the log."))
        return redirect(thread)

    def _form(self, thread: Thread, data: Any = None) -> ModerateForm:
        decisions = [
            ("unlock", _("Open it for replies again"))
            if thread.is_locked
            else ("lock", _("Close it for replies")),
            ("unpin", _("Unpin it")) if thread.is_pinned else ("pin", _("Keep it on top of the board")),
            ("restore", _("Show it again"))
            if thread.state == ThreadState.HIDDEN
            else ("hide", _("Hide it from all but moderators")),
        ]
        return ModerateForm(data, decisions=decisions, needs_reason={"hide"})

    def _show(
        self, request: HttpRequest, thread: Thread, form: ModerateForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "thread": thread,
            "form": form,
            "events": thread.events.exclude(actor=None).select_related("actor")[:20],
            "back_url": thread.get_absolute_url(),
            "crumbs": thread_crumbs(thread, (_("Moderate"), "")),
        }
        return render(request, "forum/thread_moderate.html", context, status=status)


class PostModerateView(View):
    """Hide, restore or remove somebody's post."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_moderate_post(request.user, post)
        return self._show(request, post, self._form(post))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_moderate_post(request.user, post)
        form = self._form(post, request.POST)
        if not form.is_valid():
            return self._show(request, post, form, status=422)
        actor, reason = signed_in(request), form.cleaned_data["reason"]
        match form.cleaned_data["decision"]:
            case "hide":
                actions.hide_post(actor=actor, post=post, reason=reason)
            case "restore":
                actions.restore_post(actor=actor, post=post)
            case "remove":
                post = actions.remove_post(actor=actor, post=post, reason=reason)
        messages.success(request, _("Done, and written in the log."))
        return redirect(post.thread.url_of_number(post.number))

    def _form(self, post: Post, data: Any = None) -> ModerateForm:
        by_state = {
            PostState.PUBLISHED: [
                ("hide", _("Hide it from all but moderators; can be undone")),
                ("remove", _("Remove it for good; a sentence stays in its place")),
            ],
            PostState.HIDDEN: [
                ("restore", _("Show it again")),
                ("remove", _("Remove it for good; a sentence stays in its place")),
            ],
            PostState.REMOVED: [],
        }
        return ModerateForm(data, decisions=by_state[PostState(post.state)], needs_reason={"hide", "remove"})

    def _show(
        self, request: HttpRequest, post: Post, form: ModerateForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "post": post,
            "thread": post.thread,
            "form": form,
            "is_removed": post.state == PostState.REMOVED,
            "can_open_pseudonym": allows(check_open_pseudonym, request.user, post.persona),
            "back_url": post.thread.url_of_number(post.number),
            "crumbs": thread_crumbs(post.thread, (_("Moderate"), "")),
        }
        return render(request, "forum/post_moderate.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class PseudonymOpenView(View):
    """Asks for a reason, logs, tells the author, and shows once who it is: nothing to come back to or to bookmark."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_open_pseudonym(request.user, post.persona)
        return self._show(request, post, form=ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_open_pseudonym(request.user, post.persona)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._show(request, post, form=form, status=422)
        try:
            owner = actions.open_pseudonym(
                actor=signed_in(request), persona=post.persona, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error("reason", error)
            return self._show(request, post, form=form, status=422)
        return self._show(request, post, owner=owner, is_opened=True)

    def _show(self, request: HttpRequest, post: Post, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "post": post,
            "thread": post.thread,
            "pseudonym": post.persona.label,
            "back_url": post.thread.url_of_number(post.number),
            "crumbs": thread_crumbs(post.thread, (_("Open a pseudonym"), "")),
        }
        return render(request, "forum/pseudonym_open.html", context, status=status)
