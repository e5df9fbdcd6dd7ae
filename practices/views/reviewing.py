"""Where coordinators review: the queue, a card with all that bears on the decision, and who has taken it on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from core.paging import oldest_first
from core.send_only import SendOnlyMixin
from practices import actions
from practices.card import LANGUAGES, Document, clean_card
from practices.checks import label_of
from practices.enums import PracticeState
from practices.models import Practice, ReusableRemark
from practices.policies import can_answer_remark, can_score_practice, check_review_practice
from practices.presentation import LANGUAGE_LABELS, CodeNames, card_of_draft, media_of_draft
from practices.review_presentation import Claim, QueueRow, Wait, review_of
from practices.similar import similar_published
from practices.views.finding import visible_practice

QUEUE_PAGE_SIZE = 30


class ReviewQueueView(LoginRequiredMixin, View):
    """What waits for a coordinator, oldest first. For others there is no such page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_coordinator:  # type: ignore[union-attr]
            raise NotVisible
        waiting = Practice.objects.waiting_for(request.user).for_queue()
        page = oldest_first(waiting, ("submitted_at",), request.GET, size=QUEUE_PAGE_SIZE)
        rows = [QueueRow.of(practice, request.user.pk) for practice in page.items]
        return render(request, "practices/review_queue.html", {"rows": rows, "page": page})


class PracticeReviewView(LoginRequiredMixin, View):
    """The card field by field, with room for a remark beside each; sent back or published from here."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._reviewable(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = self._reviewable(request, pk)
        decide = self._publish if request.POST.get("action") == "publish" else self._return
        try:
            return decide(request, practice)
        except actions.ClaimedError as claimed:
            practice.claim = claimed.claim
            return self._show(request, practice, is_claimed=True, status=409)
        except actions.SentAgainError:
            text = _(
                "The authors have sent the card once more since you opened this page. Nothing is decided yet, and your remarks"
                " are still here: read what has changed, then decide."
            )
            return self._show(request, self._reviewable(request, pk), problems=[text], status=409)

    def _publish(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        try:
            is_first = actions.publish_practice(
                actor=request.user,
                practice_id=practice.pk,
                despite_claim_of=_id(request, "despite_claim_of"),
                read_round=_id(request, "round"),
            )
        except actions.IncompleteCardError as incomplete:
            texts = [f"{label_of(problem.field)}: {problem.message}" for problem in incomplete.problems]
            return self._show(request, practice, problems=texts, status=422)
        if is_first:
            messages.success(request, _("Published. The author is told by mail."))
        return redirect("practices:practice_detail", practice.pk)

    def _return(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        try:
            is_first = actions.return_practice(
                actor=request.user,
                practice_id=practice.pk,
                remarks=_remarks_from(request, practice),
                despite_claim_of=_id(request, "despite_claim_of"),
                read_round=_id(request, "round"),
            )
        except actions.NoRemarkError:
            text = _("Write at least one remark, so that the authors know what to do.")
            return self._show(request, practice, problems=[text], status=422)
        except actions.PersonalNumberError as found:
            return self._show(request, practice, wrong_remarks=found.fields, status=422)
        if is_first:
            messages.success(request, _("Sent back with your remarks. The author is told by mail."))
        return redirect("practices:review_queue")

    def _reviewable(self, request: HttpRequest, pk: int) -> Practice:
        practice = (
            Practice.objects.visible_to(request.user)
            .select_related("organisation", "draft", "author", "claim__coordinator")
            .with_previous_round()
            .with_membership_of(request.user)
            .filter(pk=pk)
            .first()
        )
        if practice is None:
            raise NotVisible
        check_review_practice(request.user, practice)
        return practice

    def _show(
        self,
        request: HttpRequest,
        practice: Practice,
        *,
        problems: list[str] | None = None,
        wrong_remarks: list[str] | None = None,
        is_claimed: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        document = clean_card(practice.draft.document)
        earlier: Document | None = practice.previous_document  # type: ignore[attr-defined]
        before = clean_card(earlier) if earlier else None
        names = CodeNames.of(document, *([before] if before else []))
        asked = request.GET.get("text", "")
        card = card_of_draft(
            practice,
            # What it was adapted from is shown by its number alone: its title would cost two more queries.
            {**document, "facts": {**document["facts"], "adapted_from": ""}},
            language=asked if asked in LANGUAGES else "",
            names=names,
        )
        review = review_of(practice, document, before=before, names=names, card=card)
        wrong = dict.fromkeys(
            wrong_remarks or [], _("There is a personal number in it. Take it out, please.")
        )
        fields = review.fields()
        for item in fields:
            item.typed = request.POST.get(f"remark-{item.name}", "")
            item.chosen = _id(request, f"reusable-{item.name}") or 0
            item.error = wrong.get(item.name, "")
        media_field = review.media_field()
        context = {
            "practice": practice,
            "card": card,
            "review": review,
            "media": media_of_draft(practice, document, terms=names.terms),
            "fields": fields,
            "media_field": media_field,
            "panel_fields": [*fields, media_field],
            "typed_overall": request.POST.get("remark", ""),
            "chosen_overall": _id(request, "reusable") or 0,
            "overall_reusable": review.reusable_for(""),
            "overall_error": wrong.get("", ""),
            "problems": [
                *(problems or []),
                *(f"{label_of(name)}: {text}" if name else text for name, text in wrong.items()),
            ],
            "wait": Wait.of(practice),
            "claim": Claim.of(practice, request.user.pk),
            "is_claimed": is_claimed,
            "is_waiting": practice.working_state == PracticeState.SUBMITTED,
            "is_closed": not can_answer_remark(request.user, practice),
            "can_score": can_score_practice(request.user, practice),
            "missing": card.missing,
            "similar": similar_published(document, practice_id=practice.pk, language=card.language),
            "languages": [
                (code, LANGUAGE_LABELS[code], code == card.language)
                for code in LANGUAGES
                if code in document["texts"]
            ],
        }
        return render(request, "practices/practice_review.html", context, status=status)


class PracticeClaimView(SendOnlyMixin, View):
    """Takes a review on or gives it back. A colleague who has it is named first, and asked about."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.POST.get("action") == "release":
            if actions.release_practice(actor=request.user, practice_id=pk):
                messages.success(request, _("Given back: somebody else can take it on."))
            return redirect("practices:practice_review", pk)
        try:
            is_new = actions.claim_practice(
                actor=request.user, practice_id=pk, take_over_from=_id(request, "take_over_from")
            )
        except actions.ClaimedError as claimed:
            practice = visible_practice(request, pk, "draft")
            practice.claim = claimed.claim
            context: dict[str, Any] = {"practice": practice, "claim": Claim.of(practice, request.user.pk)}
            return render(request, "practices/practice_claim.html", context, status=409)
        if is_new:
            messages.success(request, _("You have taken this review on. Colleagues see it in the queue."))
        return redirect("practices:practice_review", pk)


def _remarks_from(request: HttpRequest, practice: Practice) -> dict[str, str]:
    """What was typed beside each field, "" for the whole card, with the reusable remark that was chosen beneath it."""
    typed = {
        name.removeprefix("remark-"): str(text)
        for name, text in request.POST.items()
        if name.startswith("remark-")
    }
    typed[""] = request.POST.get("remark", "")
    chosen = {
        name.removeprefix("reusable").removeprefix("-"): _id(request, name)
        for name in request.POST
        if name.startswith("reusable")
    }
    if any(chosen.values()):
        language = practice.author.language if practice.author else "bg"
        known = ReusableRemark.objects.filter(is_offered=True).in_bulk([pk for pk in chosen.values() if pk])
        for name, pk in chosen.items():
            if pk in known:
                parts = (typed.get(name, "").strip(), known[pk].text_in(language))
                typed[name] = "\n\n".join(part for part in parts if part)
    return typed


def _id(request: HttpRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
