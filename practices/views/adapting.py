"""Where an organisation says that it applies a practice, and tells how that goes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotAllowed, NotVisible
from core.send_only import SendOnlyMixin
from directory.memberships import organisation_ids_of
from practices import actions
from practices.models import Adaptation, Practice
from practices.policies import can_adapt_practice, check_adapt_practice, check_keep_adaptation
from practices.small_forms import AdaptationForm, AdaptationStartForm
from practices.views.finding import organisations_of, titled_practice
from taxonomy.place_labels import known_places


def applied_url(practice: Practice) -> str:
    """Where the card shows who applies it."""
    return f"{practice.get_absolute_url()}#applied"


class AdaptationStartView(LoginRequiredMixin, View):
    """ "We'll apply it": asks for whom and where. Who has said so for all of their organisations goes on to the account.

    Who belongs to several sees the accounts of those that have said so, and the form for the others.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = titled_practice(request, pk)
        form = self._form(request, practice)
        kept = _kept_of(request, practice)
        if len(kept) == 1 and not _can_apply(request, practice, form):
            return redirect("practices:adaptation_edit", kept[0].pk)
        if organisation_ids_of(request.user) and not kept:
            # Who belongs nowhere is shown the way to an organisation instead.
            first = form.organisations[0] if form.organisations else practice.organisation
            check_adapt_practice(request.user, practice, first)
        return self._show(request, practice, form, kept)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = titled_practice(request, pk)
        form = self._form(request, practice)
        if not organisation_ids_of(request.user) - {practice.organisation_id}:
            raise NotAllowed(_("You can say so for an organisation that you belong to."))
        if not form.is_valid():
            return self._show(request, practice, form, _kept_of(request, practice), status=422)
        _adaptation, is_new = actions.mark_adaptation(actor=request.user, practice_id=pk, **form.cleaned_data)
        if is_new:
            messages.success(
                request, _("Thank you! It stands on the card, and the authors are told by mail.")
            )
        return redirect(applied_url(practice))

    def _form(self, request: HttpRequest, practice: Practice) -> AdaptationStartForm:
        data = request.POST if request.method == "POST" else None
        return AdaptationStartForm(data, actor=request.user, practice=practice, places=known_places())

    def _show(
        self,
        request: HttpRequest,
        practice: Practice,
        form: AdaptationStartForm,
        kept: list[Adaptation],
        *,
        status: int = 200,
    ) -> HttpResponse:
        return render(
            request,
            "practices/adaptation_start.html",
            {
                "practice": practice,
                "form": form,
                "places": form.fields["place"].places,  # type: ignore[attr-defined]
                "kept": kept,
                "can_apply": _can_apply(request, practice, form),
                **organisations_of(request),
            },
            status=status,
        )


def _kept_of(request: HttpRequest, practice: Practice) -> list[Adaptation]:
    """The accounts that the person's organisations keep of this practice."""
    kept = Adaptation.objects.kept_by(request.user).filter(practice=practice).select_related("organisation")
    return list(kept.order_by("pk"))


def _can_apply(request: HttpRequest, practice: Practice, form: AdaptationStartForm) -> bool:
    """There is an organisation of theirs that doesn't apply it yet, and may."""
    waiting = form.organisations
    return bool(waiting) and can_adapt_practice(request.user, practice, waiting[0])


class AdaptationEditView(LoginRequiredMixin, View):
    """The organisation's account of a practice that it applies. For its own people."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        adaptation = kept_adaptation(request, pk)
        return self._show(request, adaptation, AdaptationForm(adaptation=adaptation, places=known_places()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        adaptation = kept_adaptation(request, pk)
        form = AdaptationForm(request.POST, adaptation=adaptation, places=known_places())
        if not form.is_valid():
            return self._show(request, adaptation, form, status=422)
        if actions.tell_adaptation(
            actor=request.user, adaptation_id=pk, language=get_language() or "bg", **form.cleaned_data
        ):
            messages.success(request, _("Saved. It stands on the card now."))
        return redirect(applied_url(adaptation.practice))

    def _show(
        self, request: HttpRequest, adaptation: Adaptation, form: AdaptationForm, *, status: int = 200
    ) -> HttpResponse:
        return render(
            request,
            "practices/adaptation_edit.html",
            {
                "adaptation": adaptation,
                "practice": adaptation.practice,
                "form": form,
                "places": form.fields["place"].places,  # type: ignore[attr-defined]
                "can_undo": not adaptation.is_told and adaptation.own_practice_id is None,
            },
            status=status,
        )


class AdaptationUndoView(SendOnlyMixin, View):
    """Takes a mistaken mark back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        adaptation = Adaptation.objects.filter(pk=pk).select_related("practice").first()
        if adaptation is None:
            raise NotVisible
        check_keep_adaptation(request.user, adaptation)
        if actions.undo_adaptation(actor=request.user, adaptation_id=pk):
            messages.success(request, _("Taken back. It no longer stands on the card."))
        return redirect(adaptation.practice.get_absolute_url())


def kept_adaptation(request: HttpRequest, pk: int) -> Adaptation:
    """The adaptation that the person's organisation tells about. Raises NotVisible."""
    adaptation = (
        Adaptation.objects.kept_by(request.user)
        .filter(pk=pk)
        .select_related("practice", "organisation", "place__parent__parent__parent")
        .prefetch_related("practice__texts")
        .first()
    )
    if adaptation is None:
        raise NotVisible
    return adaptation
