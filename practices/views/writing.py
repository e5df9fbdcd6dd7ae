"""Where authors write: the form, its preview, and the list of what is theirs."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from practices import actions
from practices.card import (
    BY_NAME,
    FIELDS,
    LANGUAGES,
    STEP_LABELS,
    Document,
    Step,
    clean_card,
    empty_card,
    ready_languages,
    written_languages,
)
from practices.checks import Completeness, Problem, check_card, is_wanted, missing_fields
from practices.enums import EDITABLE_STATES, PUBLIC_STATES, PracticeState
from practices.exchange.safety import MAX_PRACTICES
from practices.forms import WHOLE, CardForm, CreateForm, PassOnForm
from practices.merging import base_of
from practices.models import Practice
from practices.policies import (
    can_edit_practice,
    can_pass_on_practice,
    can_review_practice,
    can_view_draft,
    check_edit_practice,
    check_pass_on_practice,
)
from practices.posting import ROW_TOOLS, values_from_post
from practices.presentation import LANGUAGE_LABELS, card_of_draft, media_of_draft
from practices.remarks import remark_threads
from practices.translation import original_of
from practices.views.finding import organisations_of, visible_practice

MAX_BASE_LENGTH = 5000
"""Fifty fields with a fingerprint each take some 2,000 characters."""


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
    """The form, a step at a time. Saves on demand and by itself; what two people changed at once is shown to the later one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft", "import_note")
        if practice.working_state not in EDITABLE_STATES:
            return redirect("practices:practice_preview", pk)
        check_edit_practice(request.user, practice)
        document = clean_card(practice.draft.document)
        problems = check_card(document, level=Completeness.DRAFT)
        return self._show(request, practice, document, problems=problems)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = request.POST.get("action", "save")
        if action == "submit" and visible_practice(request, pk).working_state == PracticeState.SUBMITTED:
            return redirect("practices:my_practices")  # the second click of a double click
        step = _step(request)
        name, _colon, target = action.partition(":")
        saved = actions.save_fields(
            actor=request.user,
            practice_id=pk,
            language=_text_language(request),
            values=values_from_post(request.POST, step),
            base=_base(request),
            is_ready="ready" in request.POST if "ready-asked" in request.POST else None,
            confirmed=[target] if name == "still" else [],
        )
        if request.headers.get("Accept", "").startswith("application/json"):
            return self._answer(request, saved, step)
        if saved.conflicts:
            practice = visible_practice(request, pk, "draft")
            return self._show(
                request, practice, saved.document, data=request.POST, conflicts=saved.conflicts, status=409
            )
        if name == "submit":
            return self._submit(request, pk, saved.document)
        if name == "preview":
            return redirect("practices:practice_preview", pk)
        if name == "media":
            return redirect("practices:media_list", pk)
        if name == "add" or name in ROW_TOOLS:
            practice = visible_practice(request, pk, "draft")
            group = target.partition(":")[0]
            return self._show(
                request,
                practice,
                saved.document,
                data=request.POST,
                add_row_to=group if name == "add" else "",
            )
        if name != "step":
            messages.success(request, _("The draft is saved."))
        return redirect(self._address(pk, request, step, name, target))

    def _answer(self, request: HttpRequest, saved: actions.SavedFields, step: Step | None) -> JsonResponse:
        """For a form that saves itself: the new base, or that somebody else was quicker."""
        if saved.conflicts:
            return JsonResponse({"state": "conflict", "version": saved.version}, status=409)
        names = [item.name for item in FIELDS if step in (None, item.step)]
        base = base_of(saved.document, language=_text_language(request), names=names)
        return JsonResponse({"state": "saved", "version": saved.version, "base": json.dumps(base)})

    def _submit(self, request: HttpRequest, pk: int, document: Document) -> HttpResponse:
        if visible_practice(request, pk).state == PracticeState.PUBLISHED:
            return redirect("practices:practice_update", pk)  # what changed, and a word about it
        try:
            actions.submit_practice(actor=request.user, practice_id=pk)
        except actions.IncompleteCardError as incomplete:
            practice = visible_practice(request, pk, "draft")
            return self._show(
                request,
                practice,
                document,
                data=request.POST,
                problems=incomplete.problems,
                names_other_steps=True,
                status=422,
            )
        messages.success(request, _("Sent for review. We will write to you when a coordinator has read it."))
        return redirect("practices:my_practices")

    def _address(self, pk: int, request: HttpRequest, step: Step | None, name: str, target: str) -> str:
        """Where one goes on after a save: the step or the language that was asked for, else here."""
        language = target if name == "language" and target in LANGUAGES else _text_language(request)
        if name == "step" and target in {one.value for one in Step}:
            step = Step(target)
        query = {"step": step.value if step else WHOLE, "text": language}
        # Past the list of steps, which fills the screen of a phone.
        anchor = f"#step-{step.value}" if step and name in {"step", "language"} else ""
        if name == "still" and target in BY_NAME:
            anchor = f"#row-{target}"
        return f"{reverse('practices:practice_edit', args=[pk])}?{urlencode(query)}{anchor}"

    def _show(
        self,
        request: HttpRequest,
        practice: Practice,
        document: Document,
        *,
        data: Any = None,
        problems: list[Problem] | None = None,
        conflicts: list[str] | None = None,
        add_row_to: str = "",
        names_other_steps: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        language = _text_language(request)
        step = _step(request)
        said = practice.remarks.filter(review_round=practice.review_round).select_related("author")
        remarks = remark_threads(said)
        form = CardForm(
            document=document,
            language=language,
            actor=request.user,
            step=step,
            data=data,
            problems=problems or [],
            remarks=remarks,
            conflicts=conflicts or [],
            add_row_to=add_row_to,
            names_other_steps=names_other_steps,
        )
        context = {
            "practice": practice,
            "form": form,
            "sections": form.sections(),
            "step": step.value if step else WHOLE,
            "next_step": _after(step),
            "language_of_text": language,
            "language_tabs": [(code, LANGUAGE_LABELS[code], code == language) for code in LANGUAGES],
            "is_ready": language in document["ready"] or ready_languages(document) == [language],
            "is_only_language": written_languages(document) in ([], [language]),
            "original_label": LANGUAGE_LABELS.get(original_of(document), ""),
            "original_language": original_of(document),
            "can_pass_on": can_pass_on_practice(request.user, practice),
            "version": practice.draft.version,
            "answer": "conflict" if conflicts else "answered" if data is not None else "",
            "overall_remarks": [remark for remark in remarks if not remark.field],
            **_progress(document, language),
        }
        return render(request, "practices/practice_edit.html", context, status=status)


class PracticePreviewView(LoginRequiredMixin, View):
    """The draft as the card that it will be, for its authors; and for coordinators what was sent for review."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft")
        if practice.working_state in PUBLIC_STATES or not can_view_draft(request.user, practice):
            return redirect("practices:practice_detail", pk)
        return render(
            request,
            "practices/practice_detail.html",
            {
                "practice": practice,
                "card": card_of_draft(practice, practice.draft.document),
                "media": media_of_draft(practice, practice.draft.document),
                "is_preview": True,
                "can_edit": can_edit_practice(request.user, practice),
                "can_review": can_review_practice(request.user, practice),
            },
        )


class PracticePassOnView(LoginRequiredMixin, View):
    """Asks to whom, then makes them the author."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft")
        check_pass_on_practice(request.user, practice)
        return self._show(request, practice, PassOnForm(practice=practice))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft")
        check_pass_on_practice(request.user, practice)
        form = PassOnForm(request.POST, practice=practice)
        if not form.is_valid():
            return self._show(request, practice, form)
        colleague = form.cleaned_data["new_author"]
        if actions.pass_on_practice(actor=request.user, practice_id=pk, new_author_id=colleague.pk):
            messages.success(request, _("Passed on. Your colleague is told by mail."))
        return redirect("practices:my_practices")

    def _show(self, request: HttpRequest, practice: Practice, form: PassOnForm) -> HttpResponse:
        return render(request, "practices/practice_pass_on.html", {"practice": practice, "form": form})


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
        mine = Practice.objects.mine(request.user)
        practices = mine.select_related("organisation", "draft").order_by("-changed_at", "-pk")[
            :MAX_PRACTICES
        ]
        rows = sorted(practices, key=lambda practice: self.ORDER.index(practice.working_state))
        return render(
            request,
            "practices/my_practices.html",
            {
                "rows": [
                    (practice, self._address(practice), self.TONES[practice.state]) for practice in rows
                ],
                # The page shows as many as a file holds; what there is besides is counted only where it matters.
                "left_out": mine.count() - len(rows) if len(rows) == MAX_PRACTICES else 0,
                **organisations_of(request),
            },
        )

    def _address(self, practice: Practice) -> str:
        """Where one goes on with it."""
        if practice.working_state in (PracticeState.DRAFT, PracticeState.RETURNED):
            return reverse("practices:practice_edit", args=[practice.pk])
        return practice.get_absolute_url()


def _progress(document: Document, language: str) -> dict[str, Any]:
    """How far the card is, in fields: for sending it, and for a full card."""
    progress: dict[str, Any] = {}
    for name, level in (("snapshot", Completeness.SNAPSHOT), ("full", Completeness.FULL)):
        wanted = [item for item in FIELDS if is_wanted(item, level, document)]
        missing = missing_fields(document, language=language, level=level)
        progress |= {
            f"wanted_{name}": len(wanted),
            f"done_{name}": len(wanted) - len(missing),
            f"missing_{name}": [str(item.label) for item in missing],
        }
    return progress


def _text_language(request: HttpRequest) -> str:
    """Which language's texts the form shows: asked for, else the page's own."""
    asked = request.POST.get("text") or request.GET.get("text") or get_language() or "bg"
    return asked if asked in LANGUAGES else "bg"


def _step(request: HttpRequest) -> Step | None:
    """Which step the form shows: asked for, else the first; None for all of them on one page."""
    asked = request.POST.get("step") or request.GET.get("step") or ""
    if asked == WHOLE:
        return None
    return Step(asked) if asked in {one.value for one in Step} else Step.BASICS


def _after(step: Step | None) -> tuple[str, str] | None:
    """The next step and its name."""
    steps = list(Step)
    if step is None or step is steps[-1]:
        return None
    following = steps[steps.index(step) + 1]
    return following.value, str(STEP_LABELS[following])


def _base(request: HttpRequest) -> dict[str, str]:
    """The fingerprints that the form began with; whatever can't be read counts as none."""
    try:
        base = json.loads(request.POST.get("base", "")[:MAX_BASE_LENGTH])
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(mark) for name, mark in base.items()} if isinstance(base, dict) else {}
