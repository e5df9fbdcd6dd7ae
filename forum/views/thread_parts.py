"""What is done with the parts of a thread: accept an answer, vote, change the facts of a call or the tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from forum import actions
from forum.checked_forms import asks_to_generalise, generalised_data
from forum.part_forms import CallForm, TagsForm, VoteForm
from forum.policies import check_accept_answer, check_edit_call, check_tag_thread, check_vote
from forum.views.finding import find_post, find_thread, sign_in_first, signed_in, thread_crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from forum.models import Thread


class AnswerDecideView(View):
    """Asks once, then makes a post the answer of its question, or takes that back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_accept_answer(request.user, post)
        context = {
            "post": post,
            "thread": post.thread,
            "author": post.persona.label,
            "is_answer": post.thread.answer_id == post.pk,
            "replaces_another": post.thread.answer_id not in (None, post.pk),
            "back_url": post.thread.url_of_number(post.number),
            "crumbs": thread_crumbs(post.thread, (_("Answer"), "")),
        }
        return render(request, "forum/answer_decide.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        post = find_post(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        if request.POST.get("answer") == "no":
            actions.take_answer_back(actor=signed_in(request), post=post)
            messages.success(request, _("The question is open again."))
        else:
            actions.accept_answer(actor=signed_in(request), post=post)
            messages.success(
                request, _("The question is marked as solved. The author of the answer is told.")
            )
        return redirect(post.thread.url_of_number(post.number))


class PollVoteView(View):
    """Takes a vote; the form stands in the thread."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(find_thread(request.user, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request, thread.get_absolute_url()):
            return to_sign_in
        poll = getattr(thread, "poll", None)
        check_vote(request.user, thread, poll)
        assert poll is not None  # the policy has seen to it
        form = VoteForm(request.POST, poll=poll)
        try:
            if not form.is_valid():
                raise ValidationError(list(form.errors["choice"]))
            counted = actions.vote(
                actor=signed_in(request), thread=thread, choices=form.cleaned_data["choice"]
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if counted:
                messages.success(request, _("Your vote counts. Nobody can see what you chose."))
            else:
                messages.info(request, _("You have voted already; a vote stays as it is."))
        return redirect(f"{thread.get_absolute_url()}#poll")


class CallEditView(View):
    """The facts of a call for partners."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_edit_call(request.user, thread)
        return self._show(request, thread, CallForm(call=thread.partner_call))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_edit_call(request.user, thread)
        form = CallForm(generalised_data(CallForm, request.POST), call=thread.partner_call)
        if asks_to_generalise(request.POST):
            return self._show(request, thread, form)
        if not form.is_valid():
            return self._show(request, thread, form, status=422)
        try:
            actions.edit_call(actor=signed_in(request), thread=thread, call=form.cleaned_data["call"])
        except ValidationError as error:
            form.add_error(None, error)
            return self._show(request, thread, form, status=422)
        messages.success(request, _("The call is changed."))
        return redirect(thread)

    def _show(
        self, request: HttpRequest, thread: Thread, form: CallForm, *, status: int = 200
    ) -> HttpResponse:
        return _small_form(request, thread, form, _("Change the call"), status)


class ThreadTagsView(View):
    """A thread's tags."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_tag_thread(request.user, thread)
        words = ", ".join(thread.tags.order_by("name").values_list("name", flat=True))
        return _small_form(request, thread, TagsForm(initial={"tags": words}), _("Change the tags"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        thread = find_thread(request.user, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_tag_thread(request.user, thread)
        form = TagsForm(generalised_data(TagsForm, request.POST))
        if asks_to_generalise(request.POST):
            return _small_form(request, thread, form, _("Change the tags"))
        if not form.is_valid():
            return _small_form(request, thread, form, _("Change the tags"), 422)
        actions.tag_thread(actor=signed_in(request), thread=thread, tags=form.cleaned_data["tags"])
        messages.success(request, _("The tags are changed."))
        return redirect(thread)


def _small_form(
    request: HttpRequest, thread: Thread, form: Any, title: str, status: int = 200
) -> HttpResponse:
    context = {
        "thread": thread,
        "form": form,
        "title": title,
        "back_url": thread.get_absolute_url(),
        "crumbs": thread_crumbs(thread, (title, "")),
    }
    return render(request, "forum/thread_part.html", context, status=status)
