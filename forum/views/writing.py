"""What authors do: start threads, reply, edit and take back. A form that fails keeps everything that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotAllowed, NotVisible
from core.subjects import Subject, resolve_subject
from forum import actions
from forum.checked_forms import asks_to_generalise, generalised_data
from forum.enums import ThreadKind, ThreadState
from forum.forms import PostEditForm, PostForm, ThreadForm
from forum.models import Board
from forum.numbering import page_of
from forum.policies import check_edit_post, check_reply, check_withdraw_post
from forum.views.finding import crumbs, find_post, find_thread, sign_in_first, signed_in, thread_crumbs
from forum.views.reading import is_newcomer, render_thread, reply_form
from forum.visibility import moderated

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase


class ThreadCreateView(View):
    """A new thread, in a board that the person chooses, perhaps about a practice."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return sign_in_first(request) or super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, kind: str = "", subject_id: int = 0) -> HttpResponse:
        subject = self._subject(request, kind, subject_id)
        return self._show(request, self._form(request, subject), subject)

    def post(self, request: HttpRequest, kind: str = "", subject_id: int = 0) -> HttpResponse:
        subject = self._subject(request, kind, subject_id)
        form = self._form(request, subject, generalised_data(ThreadForm, request.POST))
        if asks_to_generalise(request.POST):
            return self._show(request, form, subject)
        if not form.is_valid():
            return self._show(request, form, subject, status=422)
        entered = form.cleaned_data
        try:
            thread = actions.start_thread(
                actor=signed_in(request),
                board=entered["board"],
                title=entered["title"],
                body=entered["body"],
                kind=entered["kind"],
                tags=entered["tags"],
                subject=(subject.kind, subject.id) if subject else None,
                is_pseudonymous=entered.get("is_pseudonymous", False),
                token=entered["token"],
                call=entered.get("call"),
                poll=entered.get("poll"),
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, form, subject, status=403)
        except ValidationError as error:
            form.add_error(None, error)
            return self._show(request, form, subject, status=422)
        messages.success(request, _("Your thread is posted."))
        return redirect(thread)

    def _subject(self, request: HttpRequest, kind: str, subject_id: int) -> Subject | None:
        """From the address, or from ?subject=practice:12. Raises NotVisible for what isn't there."""
        if not kind and "subject" in request.GET:
            kind, _colon, number = request.GET["subject"].partition(":")
            subject_id = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
            if not kind:
                raise NotVisible
        if not kind:
            return None
        subject = resolve_subject(kind, subject_id, request.user)
        if subject is None:
            raise NotVisible
        return subject

    def _form(self, request: HttpRequest, subject: Subject | None, data: Any = None) -> ThreadForm:
        self.boards = list(Board.objects.startable_by(request.user))
        chosen = next((board.pk for board in self.boards if board.slug == request.GET.get("board")), None)
        if chosen is None and len(self.boards) == 1:
            chosen = self.boards[0].pk
        return ThreadForm(
            data,
            actor=request.user,
            may_announce=Board.objects.filter(moderated(request.user)).exists(),
            may_hide_name=any(board.allows_pseudonyms for board in self.boards),
            is_question=subject is not None,
            initial={"board": chosen},
        )

    def _show(
        self, request: HttpRequest, form: ThreadForm, subject: Subject | None, *, status: int = 200
    ) -> HttpResponse:
        chosen = str(form["board"].value() or "")
        context = {
            "form": form,
            "subject": subject,
            "can_start": bool(self.boards),
            "board": next((board for board in self.boards if str(board.pk) == chosen), None),
            "is_newcomer": is_newcomer(request.user),
            "crumbs": crumbs((_("New thread"), "")),
        }
        return render(request, "forum/thread_create.html", context, status=status)


class PostCreateView(View):
    """A reply. The form stands at the end of the thread; here it is taken, or shown again with what is wrong."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        thread = find_thread(request.user, pk)
        return redirect(thread.url_of_number(thread.last_number).partition("#")[0] + "#reply")

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request, thread.get_absolute_url()):
            return to_sign_in
        form = reply_form(thread, generalised_data(PostForm, request.POST))
        if asks_to_generalise(request.POST):
            return self._again(request, thread, form, status=200)
        try:
            if not form.is_valid():
                check_reply(request.user, thread)
                return self._again(request, thread, form, status=422)
            entered = form.cleaned_data
            post = actions.reply(
                actor=signed_in(request),
                thread=thread,
                body=entered["body"],
                is_pseudonymous=entered.get("is_pseudonymous", False),
                token=entered["token"],
            )
        except NotAllowed as refusal:
            form.is_valid()
            form.add_error(None, refusal.reason)
            return self._again(request, thread, form, status=403)
        except ValidationError as error:
            form.add_error(None, error)
            return self._again(request, thread, form, status=422)
        messages.success(request, _("Your reply is posted."))
        return redirect(post.thread.url_of_number(post.number))

    def _again(self, request: HttpRequest, thread: Any, form: PostForm, *, status: int) -> HttpResponse:
        """The last page of the thread as it is now, with the text that was typed."""
        thread = find_thread(request.user, thread.pk)
        return render_thread(request, thread, page_of(thread.last_number), form=form, status=status)


class PostEditView(View):
    """One's own post; with the opening one, the thread's title and tags."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_edit_post(request.user, post)
        if post.number == 1 and post.thread.kind == ThreadKind.CASE:
            return redirect("forum:case_edit", post.thread_id)
        return self._show(request, post, self._form(post))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        form = self._form(post, generalised_data(PostEditForm, request.POST))
        if asks_to_generalise(request.POST):
            check_edit_post(request.user, post)
            return self._show(request, post, form)
        if not form.is_valid():
            check_edit_post(request.user, post)
            return self._show(request, post, form, status=422)
        entered = form.cleaned_data
        try:
            actions.edit_post(
                actor=signed_in(request),
                post=post,
                body=entered["body"],
                title=entered.get("title"),
                tags=entered.get("tags"),
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, post, form, status=403)
        except ValidationError as error:
            form.add_error(None, error)
            return self._show(request, post, form, status=422)
        messages.success(request, _("The post is changed."))
        return redirect(post.thread.url_of_number(post.number))

    def _form(self, post: Any, data: Any = None) -> PostEditForm:
        is_opening = post.number == 1
        initial = {"body": post.body_html}
        if is_opening:
            tags = ", ".join(post.thread.tags.order_by("name").values_list("name", flat=True))
            initial |= {"title": post.thread.title, "tags": tags}
        return PostEditForm(data, is_opening=is_opening, initial=initial)

    def _show(
        self, request: HttpRequest, post: Any, form: PostEditForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "post": post,
            "thread": post.thread,
            "form": form,
            "back_url": post.thread.url_of_number(post.number),
            "crumbs": thread_crumbs(post.thread, (_("Edit"), "")),
        }
        return render(request, "forum/post_edit.html", context, status=status)


class PostRemoveView(View):
    """Asks once, then takes one's own post out of the thread."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_withdraw_post(request.user, post)
        context = {
            "post": post,
            "thread": post.thread,
            "is_whole_thread": post.number == 1 and post.thread.posts_count <= 1,
            "back_url": post.thread.url_of_number(post.number),
            "crumbs": thread_crumbs(post.thread, (_("Remove"), "")),
        }
        return render(request, "forum/post_remove.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        removed = actions.withdraw_post(actor=signed_in(request), post=post)
        if removed.thread.state == ThreadState.HIDDEN:
            messages.success(request, _("Your thread is withdrawn."))
            return redirect(removed.thread.board)
        messages.success(
            request, _("Your post is removed. Its number stays, so that links keep their place.")
        )
        return redirect(removed.thread.url_of_number(removed.number))
