"""Where authors and reviewers answer a remark."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from practices import actions
from practices.checks import label_of
from practices.models import Practice, Remark
from practices.policies import can_edit_practice, check_answer_remark
from practices.remarks import remark_threads
from practices.review_forms import AnswerForm
from practices.views.finding import visible_practice


class RemarkAnswerView(LoginRequiredMixin, View):
    """A remark with its answers, and room for one more."""

    def get(self, request: HttpRequest, pk: int, remark_id: int) -> HttpResponse:
        practice = self._answerable(request, pk)
        return self._show(request, practice, remark_id, AnswerForm())

    def post(self, request: HttpRequest, pk: int, remark_id: int) -> HttpResponse:
        practice = self._answerable(request, pk)
        form = AnswerForm(request.POST)
        if form.is_valid() and self._answers(request, pk, remark_id, form):
            return redirect("practices:remark_answer", pk, remark_id)
        return self._show(request, practice, remark_id, form, status=422)

    def _answers(self, request: HttpRequest, pk: int, remark_id: int, form: AnswerForm) -> bool:
        try:
            is_new = actions.answer_remark(
                actor=request.user, practice_id=pk, remark_id=remark_id, text=form.cleaned_data["text"]
            )
        except actions.PersonalNumberError:
            form.add_error("text", _("There is a personal number in it. Take it out, please."))
        except actions.TooManyAnswersError:
            form.add_error(
                "text", _("There are many answers here already. Better talk it over by telephone.")
            )
        except actions.NoRemarkError:
            form.add_error("text", _("Please fill this in."))
        else:
            if is_new:
                messages.success(request, _("Your answer is there. The other side is told by mail."))
            return True
        return False

    def _answerable(self, request: HttpRequest, pk: int) -> Practice:
        practice = visible_practice(request, pk, "draft")
        check_answer_remark(request.user, practice)
        return practice

    def _show(
        self, request: HttpRequest, practice: Practice, remark_id: int, form: AnswerForm, *, status: int = 200
    ) -> HttpResponse:
        found = Remark.objects.filter(practice=practice).select_related("author")
        remark = next((one for one in remark_threads(found) if one.pk == remark_id), None)
        if remark is None:
            raise NotVisible
        context = {
            "practice": practice,
            "remark": remark,
            "field_label": label_of(remark.field) if remark.field else "",
            "form": form,
            "can_edit": can_edit_practice(request.user, practice),
        }
        return render(request, "practices/remark_answer.html", context, status=status)
