"""Cases: the form with its meter, for a new one and for one's own. The meter answers at the same address and keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotAllowed, NotVisible
from core.urgent_help import URGENT_HELP
from forum import actions
from forum.actions.cases import facts_of
from forum.case_forms import CHECK, CaseEditForm, CaseForm, case_boards
from forum.checked_forms import asks_to_generalise, generalised_data
from forum.enums import ThreadKind
from forum.models import Post
from forum.policies import check_edit_post
from forum.views.finding import crumbs, find_thread, sign_in_first, signed_in, thread_crumbs
from forum.views.reading import is_newcomer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

ONLY_METER = "X-Only-Meter"
"""Header of the script that asks while somebody types: the answer is the meter alone."""


class CaseCreateView(View):
    """A new case, in one of the boards that take them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return sign_in_first(request) or super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self._form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request, generalised_data(CaseForm, request.POST))
        if is_only_asking(request):
            form.only_check()
            return shown_again(request, form) or self._show(request, form)
        if not form.is_valid():
            return self._show(request, form, status=422)
        entered = form.cleaned_data
        try:
            thread = actions.start_thread(
                actor=signed_in(request),
                board=entered["board"],
                title=entered["title"],
                body=form.body_of_post(),
                kind=ThreadKind.CASE,
                case=form.facts(),
                is_pseudonymous=entered.get("is_pseudonymous", False),
                token=entered["token"],
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, form, status=403)
        except ValidationError as error:
            form.add_error(None, error)
            return self._show(request, form, status=422)
        messages.success(request, _("Your case is posted."))
        return redirect(thread)

    def _form(self, request: HttpRequest, data: Any = None) -> CaseForm:
        self.boards = case_boards(request.user)
        chosen = next((board.pk for board in self.boards if board.slug == request.GET.get("board")), None)
        if chosen is None and len(self.boards) == 1:
            chosen = self.boards[0].pk
        return CaseForm(data, boards=self.boards, initial={"board": chosen})

    def _show(self, request: HttpRequest, form: CaseForm, *, status: int = 200) -> HttpResponse:
        chosen = str(form["board"].value() or "")
        context = {
            "form": form,
            "can_start": bool(self.boards),
            "board": next((board for board in self.boards if str(board.pk) == chosen), None),
            "is_newcomer": is_newcomer(request.user),
            "urgent_help": URGENT_HELP,
            "crumbs": crumbs((_("New case"), "")),
        }
        return render(request, "forum/case_create.html", context, status=status)


class CaseEditView(View):
    """The text and the facts of one's own case."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        opening = self._opening(request, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_edit_post(request.user, opening)
        return self._show(request, opening, self._form(opening))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        opening = self._opening(request, pk)
        if to_sign_in := sign_in_first(request):
            return to_sign_in
        check_edit_post(request.user, opening)
        form = self._form(opening, generalised_data(CaseEditForm, request.POST))
        if is_only_asking(request):
            form.only_check()
            return shown_again(request, form) or self._show(request, opening, form)
        if not form.is_valid():
            return self._show(request, opening, form, status=422)
        entered = form.cleaned_data
        try:
            actions.edit_post(
                actor=signed_in(request),
                post=opening,
                body=entered["body"],
                title=entered["title"],
                tags=entered["tags"],
                case=form.facts(),
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, opening, form, status=403)
        except ValidationError as error:
            form.add_error(None, error)
            return self._show(request, opening, form, status=422)
        messages.success(request, _("The case is changed."))
        return redirect(opening.thread)

    def _opening(self, request: HttpRequest, pk: int) -> Post:
        """The opening post of a case that the person may see. Raises NotVisible."""
        thread = find_thread(request.user, pk)
        if thread.kind != ThreadKind.CASE:
            raise NotVisible
        opening = Post.objects.select_related("persona__user").get(thread=thread, number=1)
        opening.thread = thread
        return opening

    def _form(self, opening: Post, data: Any = None) -> CaseEditForm:
        thread, facts = opening.thread, facts_of(opening.thread)
        tags = ", ".join(thread.tags.order_by("name").values_list("name", flat=True))
        initial = {
            "title": thread.title,
            "body": opening.body_html,
            "tags": tags,
            "status": facts.status,
            "needs": list(facts.needs),
            "oblast": facts.oblast,
            "consent": facts.consent,
            "recognisable_because": facts.reason,
        }
        return CaseEditForm(data, initial=initial)

    def _show(
        self, request: HttpRequest, opening: Post, form: CaseEditForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "post": opening,
            "thread": opening.thread,
            "urgent_help": URGENT_HELP,
            "back_url": opening.thread.get_absolute_url(),
            "crumbs": thread_crumbs(opening.thread, (_("Edit"), "")),
        }
        return render(request, "forum/case_edit.html", context, status=status)


def is_only_asking(request: HttpRequest) -> bool:
    """For the meter, or for something to be written more generally: nothing is posted."""
    return CHECK in request.POST or asks_to_generalise(request.POST)


def shown_again(request: HttpRequest, form: CaseForm) -> HttpResponse | None:
    """The meter alone, for the script; None for those without one, who get the page."""
    if request.headers.get(ONLY_METER):
        return render(request, "forum/case_meter.html", {"recognition": form.recognition})
    return None
