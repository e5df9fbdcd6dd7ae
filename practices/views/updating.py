"""Life after publishing: an update that is being written, the yearly question, the archive."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from practices import actions
from practices.checks import label_of
from practices.enums import PracticeState
from practices.history import changes_between
from practices.models import Practice
from practices.policies import (
    can_edit_practice,
    can_review_practice,
    check_archive_practice,
    check_confirm_practice,
    check_restore_practice,
    check_view_draft,
)
from practices.still_running import Question, question_of
from practices.update_forms import ArchiveForm, UpdateForm
from practices.views.finding import public_practice, visible_practice


class PracticeUpdateView(LoginRequiredMixin, View):
    """What an update changes, before it is sent; coordinators read here what they are asked to publish."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk, "draft")
        check_view_draft(request.user, practice)
        if practice.working_state == practice.state:
            return redirect("practices:practice_detail", pk)
        return self._show(request, practice, UpdateForm(initial={"note": practice.update_note}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.POST.get("action") == "drop":
            if actions.drop_update(actor=request.user, practice_id=pk):
                messages.success(request, _("The update is dropped. The card stays as it is published."))
            return redirect("practices:practice_detail", pk)
        practice = visible_practice(request, pk, "draft")
        check_view_draft(request.user, practice)
        form = UpdateForm(request.POST)
        if not form.is_valid():
            return self._show(request, practice, form, status=422)
        try:
            is_first = actions.submit_practice(
                actor=request.user, practice_id=pk, note=form.cleaned_data["note"]
            )
        except actions.IncompleteCardError as incomplete:
            texts = [f"{label_of(problem.field)}: {problem.message}" for problem in incomplete.problems]
            return self._show(request, practice, form, problems=texts, status=422)
        if is_first and practice.organisation.is_trusted:
            messages.success(request, _("The update is published."))
        elif is_first:
            messages.success(
                request, _("Sent for review. Until then everybody sees the card as it was published.")
            )
        return redirect("practices:practice_detail", pk)

    def _show(
        self,
        request: HttpRequest,
        practice: Practice,
        form: UpdateForm,
        *,
        problems: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        prefetch_related_objects([practice], "texts")
        published = practice.revisions.last()
        changes = (
            changes_between(published.document, practice.draft.document, with_private=True)
            if published
            else []
        )
        context = {
            "practice": practice,
            "form": form,
            "problems": problems or [],
            "changes": changes,
            "can_edit": can_edit_practice(request.user, practice),
            "can_review": can_review_practice(request.user, practice),
            "appears_at_once": practice.organisation.is_trusted,
        }
        return render(request, "practices/practice_update.html", context, status=status)


class PracticeConfirmView(LoginRequiredMixin, View):
    """“Does it still run?”, for people of the organisation who are signed in."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        check_confirm_practice(request.user, practice)
        return render(request, "practices/practice_confirm.html", {"practice": practice, "is_open": True})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if actions.confirm_practice(actor=request.user, practice_id=pk):
            _say_thanks(request)
        else:
            messages.info(request, _("It was confirmed today already; nothing more is needed."))
        return redirect("practices:practice_detail", pk)


class LetterConfirmView(View):
    """The same, from the link in a letter, without signing in. Looking changes nothing: mail programs look too."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        question = self._question(token)
        response = render(
            request,
            "practices/practice_confirm.html",
            {"practice": question.practice, "is_open": question.is_open, "is_from_letter": True},
        )
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "private, no-store"
        return response

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        question = self._question(token)
        if question.is_open and actions.confirm_practice(
            actor=question.reader, practice_id=question.practice.pk
        ):
            _say_thanks(request)
        return redirect("practices:practice_detail", question.practice.pk)

    def _question(self, token: str) -> Question:
        question = question_of(token)
        check_confirm_practice(question.reader, question.practice)
        return question


class PracticeArchiveView(LoginRequiredMixin, View):
    """Asks why and what replaces it, then archives."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk)
        check_archive_practice(request.user, practice)
        return self._show(request, practice, ArchiveForm(practice=practice, actor=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk)
        check_archive_practice(request.user, practice)
        form = ArchiveForm(request.POST, practice=practice, actor=request.user)
        if not form.is_valid():
            return self._show(request, practice, form, status=422)
        replacement: Practice | None = form.cleaned_data["replaced_by"]
        if actions.archive_practice(
            actor=request.user,
            practice_id=pk,
            reason=form.cleaned_data["reason"],
            replaced_by_id=replacement.pk if replacement else None,
        ):
            messages.success(request, _("Archived. Its address stays, with a notice."))
        return redirect("practices:practice_detail", pk)

    def _show(
        self, request: HttpRequest, practice: Practice, form: ArchiveForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"practice": practice, "form": form}
        return render(request, "practices/practice_archive.html", context, status=status)


class PracticeRestoreView(LoginRequiredMixin, View):
    """Asks once, then brings an archived practice back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        check_restore_practice(request.user, practice)
        if practice.state != PracticeState.ARCHIVED:
            return redirect("practices:practice_detail", pk)
        return render(request, "practices/practice_restore.html", {"practice": practice})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if actions.restore_practice(actor=request.user, practice_id=pk):
            messages.success(request, _("The practice is back in the lists and in the search."))
        return redirect("practices:practice_detail", pk)


def _say_thanks(request: HttpRequest) -> None:
    messages.success(request, _("Thank you! The card now says that it was confirmed today."))
