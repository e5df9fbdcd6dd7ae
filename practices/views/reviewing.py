"""Where coordinators review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from practices import actions
from practices.checks import label_of
from practices.enums import PracticeState
from practices.forms import CardForm
from practices.models import Practice
from practices.policies import check_review_practice
from practices.presentation import LANGUAGE_LABELS, card_of_draft, media_of_draft, shown_value
from practices.views.finding import visible_practice


class ReviewQueueView(LoginRequiredMixin, View):
    """What waits for a coordinator, oldest first. For others there is no such page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_coordinator:  # type: ignore[union-attr]
            raise NotVisible
        waiting = Practice.objects.waiting_for(request.user).select_related("organisation", "draft", "author")
        return render(request, "practices/review_queue.html", {"practices": waiting[:100]})


class PracticeReviewView(LoginRequiredMixin, View):
    """The card field by field, with room for a remark beside each; sent back or published from here."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._reviewable(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = self._reviewable(request, pk)
        if request.POST.get("action") == "publish":
            try:
                is_first = actions.publish_practice(actor=request.user, practice_id=pk)
            except actions.IncompleteCardError as incomplete:
                texts = [f"{label_of(problem.field)}: {problem.message}" for problem in incomplete.problems]
                return self._show(request, practice, problems=texts, status=422)
            if is_first:
                messages.success(request, _("Published. The author is told by mail."))
            return redirect("practices:practice_detail", pk)
        remarks = {
            name.removeprefix("remark-"): str(text)
            for name, text in request.POST.items()
            if name.startswith("remark-")
        }
        remarks[""] = request.POST.get("remark", "")
        try:
            is_first = actions.return_practice(
                actor=request.user,
                practice_id=pk,
                remarks=remarks,
            )
        except actions.NoRemarkError:
            text = _("Write at least one remark, so that the authors know what to do.")
            return self._show(request, practice, problems=[text], status=422)
        if is_first:
            messages.success(request, _("Sent back with your remarks. The author is told by mail."))
        return redirect("practices:review_queue")

    def _reviewable(self, request: HttpRequest, pk: int) -> Practice:
        practice = visible_practice(request, pk, "draft", "author")
        check_review_practice(request.user, practice)
        return practice

    def _show(
        self,
        request: HttpRequest,
        practice: Practice,
        *,
        problems: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        document = practice.draft.document
        card = card_of_draft(practice, document)
        form = CardForm(document=document, language=card.language, actor=request.user)
        earlier: dict[str, list[Any]] = {}
        for remark in practice.remarks.select_related("author"):
            earlier.setdefault(remark.field, []).append(remark)
        fields = [
            {
                "name": row.card_field.name,
                "label": row.card_field.label,
                "value": shown_value(card, row.card_field, document),
                "typed": request.POST.get(f"remark-{row.card_field.name}", ""),
                "earlier": earlier.get(row.card_field.name, []),
            }
            for section in form.sections()
            for row in section.rows
        ]
        context = {
            "practice": practice,
            "card": card,
            "media": media_of_draft(practice, document),
            "fields": fields,
            "overall_remarks": earlier.get("", []),
            "typed_overall": request.POST.get("remark", ""),
            "problems": problems or [],
            "is_waiting": practice.state == PracticeState.SUBMITTED,
            "missing": card.missing,
            "other_texts": [LANGUAGE_LABELS[code] for code in document["texts"] if code != card.language],
        }
        return render(request, "practices/practice_review.html", context, status=status)
