"""One practice as its readers see it, and its archive."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from core.subjects import discussions_of
from practices import actions
from practices.enums import PUBLIC_STATES, PracticeState
from practices.models import Practice
from practices.policies import can_archive_practice, can_see_contact, check_archive_practice
from practices.presentation import card_of_published, media_of_published
from practices.views.finding import visible_practice


class PracticeDetailView(View):
    """The card. An address of a practice that isn't public leads its own people to where they work on it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = (
            Practice.objects.visible_to(request.user)
            .for_cards()
            .defer(None)
            .prefetch_related("tags")
            .filter(pk=pk)
            .first()
        )
        if practice is None:
            raise NotVisible
        if practice.state not in PUBLIC_STATES:
            return redirect("practices:practice_preview", pk)
        return render(
            request,
            "practices/practice_detail.html",
            {
                "practice": practice,
                "card": card_of_published(practice),
                "media": media_of_published(practice),
                "discussions": discussions_of("practice", practice.pk, request.user),
                "is_archived": practice.state == PracticeState.ARCHIVED,
                "can_archive": can_archive_practice(request.user, practice),
                "contact_email": practice.contact_email if can_see_contact(request.user, practice) else "",
            },
        )


class PracticeArchiveView(LoginRequiredMixin, View):
    """Asks once, then archives."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = visible_practice(request, pk)
        check_archive_practice(request.user, practice)
        return render(request, "practices/practice_archive.html", {"practice": practice})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if actions.archive_practice(actor=request.user, practice_id=pk):
            messages.success(request, _("Archived. Its address stays, with a notice."))
        return redirect("practices:practice_detail", pk)
