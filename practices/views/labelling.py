"""The second reviewer's queue and scores, and what the labels mean."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from core.paging import oldest_first
from practices import actions
from practices.labels import CRITERIA, MOST_POINTS, MOST_POINTS_IN_ALL, RECOMMENDED_ETHICS, RECOMMENDED_POINTS
from practices.models import Practice, ReviewScore
from practices.policies import check_score_practice
from practices.review_forms import ScoreForm
from practices.views.finding import visible_practice

QUEUE_PAGE_SIZE = 30


class ScoreQueueView(LoginRequiredMixin, View):
    """Published full cards that wait for a second reviewer, oldest first. For others there is no such page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_coordinator:  # type: ignore[union-attr]
            raise NotVisible
        waiting = (
            Practice.objects.needing_score_by(request.user)
            .select_related("organisation")
            .prefetch_related("texts")
        )
        page = oldest_first(waiting, ("published_at",), request.GET, size=QUEUE_PAGE_SIZE)
        return render(request, "practices/score_queue.html", {"practices": page.items, "page": page})


class PracticeScoreView(LoginRequiredMixin, View):
    """Seven criteria, 0 to 3 points on each; the label follows."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = self._scorable(request, pk)
        mine = ReviewScore.objects.filter(practice=practice, reviewer=request.user.pk).first()
        return self._show(request, practice, ScoreForm(initial=mine.points if mine else None))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = self._scorable(request, pk)
        form = ScoreForm(request.POST)
        if not form.is_valid():
            return self._show(request, practice, form, status=422)
        if actions.score_practice(actor=request.user, practice_id=pk, points=form.cleaned_data):
            practice.refresh_from_db(fields=["label"])
            text = _("Thank you. The practice carries the label “%(label)s”.")
            messages.success(request, text % {"label": practice.get_label_display()})
        return redirect("practices:practice_detail", pk)

    def _scorable(self, request: HttpRequest, pk: int) -> Practice:
        practice = visible_practice(request, pk)
        check_score_practice(request.user, practice)
        return practice

    def _show(
        self, request: HttpRequest, practice: Practice, form: ScoreForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"practice": practice, "form": form, **_thresholds()}
        return render(request, "practices/practice_score.html", context, status=status)


class QualityLabelsView(View):
    """What the labels mean and how they come about, for readers and editors."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "practices/quality_labels.html", {"criteria": CRITERIA, **_thresholds()})


def _thresholds() -> dict[str, int]:
    return {
        "most_points": MOST_POINTS,
        "most_points_in_all": MOST_POINTS_IN_ALL,
        "recommended_points": RECOMMENDED_POINTS,
        "recommended_ethics": RECOMMENDED_ETHICS,
    }
