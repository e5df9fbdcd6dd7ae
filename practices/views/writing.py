"""Where authors write: the form, its preview, and the list of what is theirs."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from practices import actions
from practices.card import LANGUAGES, empty_card
from practices.checks import Completeness, Problem, check_card, missing_fields
from practices.comparison import differences
from practices.enums import EDITABLE_STATES, PUBLIC_STATES, PracticeState
from practices.forms import CardForm, CreateForm, document_from_post
from practices.models import Practice
from practices.policies import can_edit_practice, can_review_practice, check_edit_practice
from practices.presentation import LANGUAGE_LABELS, card_of_draft
from practices.views.finding import organisations_of, visible_practice
from taxonomy.place_labels import PlaceFinder


class PracticeCreateView(LoginRequiredMixin, View):
    """A title and an organisation; then the whole form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, CreateForm(actor=request.user, initial={"token": uuid.uuid4()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CreateForm(request.POST, actor=request.user)
        if not form.is_valid():
            return self._show(request, form)
        language = get_language() or "bg"
        document = empty_card(language=language)
        document["texts"][language]["title"] = form.cleaned_data["title"]
        practice, _is_new = actions.create_practice(
            actor=request.user,
            organisation=form.cleaned_data["organisation"],
            document=document,
            token=form.cleaned_data["token"],
        )
        return redirect("practices:practice_edit", practice.pk)

    def _show(self, request: HttpRequest, form: CreateForm) -> HttpResponse:
        return render(request, "practices/practice_create.html", {"form": form, **organisations_of(request)})


class PracticeEditView(LoginRequiredMixin, View):
    """The whole form. Saves on demand and by itself; a save from an older copy is shown beside what is stored."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft")
        if practice.state not in EDITABLE_STATES:
            return redirect("practices:practice_preview", pk)
        check_edit_practice(request.user, practice)
        document = practice.draft.document
        problems = check_card(document, level=Completeness.DRAFT)
        return self._show(request, practice, document, problems=problems)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft")
        if practice.state == PracticeState.SUBMITTED and request.POST.get("action") == "submit":
            return redirect("practices:my_practices")  # the second click of a double click
        check_edit_practice(request.user, practice)
        language = _text_language(request)
        document = document_from_post(
            request.POST, document=practice.draft.document, language=language, places=PlaceFinder()
        )
        wants_json = request.headers.get("Accept", "").startswith("application/json")
        try:
            version = actions.save_draft(
                actor=request.user, practice_id=pk, document=document, version=_version(request)
            )
        except actions.DraftConflictError as conflict:
            if wants_json:
                return JsonResponse({"state": "conflict", "version": conflict.draft.version}, status=409)
            practice.draft = conflict.draft
            return self._show(request, practice, document, data=request.POST, conflict=conflict, status=409)
        if wants_json:
            return JsonResponse({"state": "saved", "version": version})
        action = request.POST.get("action", "save")
        if action == "submit":
            try:
                actions.submit_practice(actor=request.user, practice_id=pk)
            except actions.IncompleteCardError as incomplete:
                practice = visible_practice(request, pk, "draft")
                return self._show(
                    request, practice, document, data=request.POST, problems=incomplete.problems, status=422
                )
            messages.success(
                request, _("Sent for review. We will write to you when a coordinator has read it.")
            )
            return redirect("practices:my_practices")
        if action == "preview":
            return redirect("practices:practice_preview", pk)
        if action.startswith("add:"):
            practice = visible_practice(request, pk, "draft")
            return self._show(request, practice, document, data=request.POST, add_row_to=action[4:])
        messages.success(request, _("The draft is saved."))
        if action.startswith("language:") and action[9:] in LANGUAGES:
            language = action[9:]
        return redirect(f"{reverse('practices:practice_edit', args=[pk])}?text={language}")

    def _show(
        self,
        request: HttpRequest,
        practice: Practice,
        document: dict[str, Any],
        *,
        data: Any = None,
        problems: list[Problem] | None = None,
        conflict: actions.DraftConflictError | None = None,
        add_row_to: str = "",
        status: int = 200,
    ) -> HttpResponse:
        language = _text_language(request)
        remarks = list(practice.remarks.filter(review_round=practice.review_round).select_related("author"))
        form = CardForm(
            document=document,
            language=language,
            actor=request.user,
            data=data,
            problems=problems or [],
            remarks=remarks,
            add_row_to=add_row_to,
        )
        missing = {
            level: len(missing_fields(document, language=language, level=level))
            for level in (Completeness.SNAPSHOT, Completeness.FULL)
        }
        context = {
            "practice": practice,
            "form": form,
            "sections": form.sections(),
            "language_of_text": language,
            "language_tabs": [(code, LANGUAGE_LABELS[code], code == language) for code in LANGUAGES],
            "version": practice.draft.version,
            "answer": "conflict" if conflict else "answered" if data is not None else "",
            "overall_remarks": [remark for remark in remarks if not remark.field],
            "conflict_fields": differences(document, conflict.draft.document, language) if conflict else [],
            "missing_snapshot": missing[Completeness.SNAPSHOT],
            "missing_full": missing[Completeness.FULL],
        }
        return render(request, "practices/practice_edit.html", context, status=status)


class PracticePreviewView(LoginRequiredMixin, View):
    """The draft as the card that it will be, for its authors; and for coordinators what was sent for review."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft")
        if practice.state in PUBLIC_STATES:
            return redirect("practices:practice_detail", pk)
        return render(
            request,
            "practices/practice_detail.html",
            {
                "practice": practice,
                "card": card_of_draft(practice, practice.draft.document),
                "is_preview": True,
                "can_edit": can_edit_practice(request.user, practice),
                "can_review": can_review_practice(request.user, practice),
            },
        )


class MyPracticesView(LoginRequiredMixin, View):
    """All practices of the person's organisations, in whatever state, those that wait for them first."""

    ORDER = [
        PracticeState.RETURNED,
        PracticeState.DRAFT,
        PracticeState.SUBMITTED,
        PracticeState.PUBLISHED,
        PracticeState.ARCHIVED,
    ]
    TONES = {
        "returned": "amber",
        "draft": "neutral",
        "submitted": "blue",
        "published": "green",
        "archived": "neutral",
    }

    def get(self, request: HttpRequest) -> HttpResponse:
        practices = (
            Practice.objects.mine(request.user)
            .select_related("organisation", "draft")
            .order_by("-changed_at", "-pk")[:200]
        )
        rows = sorted(practices, key=lambda practice: self.ORDER.index(PracticeState(practice.state)))
        return render(
            request,
            "practices/my_practices.html",
            {
                "rows": [
                    (practice, self._address(practice), self.TONES[practice.state]) for practice in rows
                ],
                **organisations_of(request),
            },
        )

    def _address(self, practice: Practice) -> str:
        """Where one goes on with it."""
        if practice.state in EDITABLE_STATES:
            return reverse("practices:practice_edit", args=[practice.pk])
        return practice.get_absolute_url()


def _text_language(request: HttpRequest) -> str:
    """Which language's texts the form shows: asked for, else the page's own."""
    asked = request.POST.get("text") or request.GET.get("text") or get_language() or "bg"
    return asked if asked in LANGUAGES else "bg"


def _version(request: HttpRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
