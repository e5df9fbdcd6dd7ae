"""One practice as its readers see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core.access import NotVisible
from core.panels import panels_of
from core.subjects import discussions_of
from practices.card_actions import card_actions
from practices.enums import PUBLIC_STATES, PracticeState
from practices.models import Practice
from practices.policies import (
    can_archive_practice,
    can_confirm_practice,
    can_edit_practice,
    can_restore_practice,
    can_see_contact,
    can_view_draft,
)
from practices.presentation import card_of_published


class PracticeDetailView(View):
    """The card. An address of a practice that isn't public leads its own people to where they work on it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = (
            Practice.objects.visible_to(request.user)
            .for_cards()
            .select_related("organisation", "replaced_by")
            .with_marks_of(request.user)
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
                "card_actions": card_actions(practice, request.user),
                "panels": panels_of("practice", practice, request.user),
                "discussions": discussions_of("practice", practice.pk, request.user),
                "is_archived": practice.state == PracticeState.ARCHIVED,
                "can_update": can_edit_practice(request.user, practice),
                "can_confirm": can_confirm_practice(request.user, practice),
                "can_restore": can_restore_practice(request.user, practice),
                "can_see_update": practice.working_state != practice.state
                and can_view_draft(request.user, practice),
                "can_archive": can_archive_practice(request.user, practice),
                "contact_email": practice.contact_email if can_see_contact(request.user, practice) else "",
            },
        )
