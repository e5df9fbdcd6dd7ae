"""One practice as its readers see it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from core.access import NotVisible
from core.panels import panels_of
from core.structured_data import absolute
from core.subjects import discussions_of
from directory.presentation import card_item
from practices.card_actions import card_actions
from practices.citation import citation_of
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
from practices.presentation import card_of_published, media_of_published
from practices.related import Related, related_to
from practices.share_image import picture_of
from practices.structured_data import structured_data
from practices.words import Words, words_of


class PracticeDetailView(View):
    """The card. An address of a practice that isn't public leads its own people to where they work on it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = (
            Practice.objects.visible_to(request.user)
            .for_page()
            .with_marks_of(request.user)
            .filter(pk=pk)
            .first()
        )
        if practice is None:
            raise NotVisible
        if practice.state not in PUBLIC_STATES:
            return redirect("practices:practice_preview", pk)
        words = words_of(practice.pk)
        related = related_to(practice, words)
        return render(
            request,
            "practices/practice_detail.html",
            {
                **_card(practice, words, related),
                "media": media_of_published(practice),
                "discussions": discussions_of("practice", practice.pk, request.user),
                "similar": related.similar,
                "panels": panels_of("practice", practice, request.user),
                "card_actions": card_actions(practice, request.user),
                "can_update": can_edit_practice(request.user, practice),
                "can_confirm": can_confirm_practice(request.user, practice),
                "can_restore": can_restore_practice(request.user, practice),
                "can_see_update": practice.working_state != practice.state
                and can_view_draft(request.user, practice),
                "can_archive": can_archive_practice(request.user, practice),
                "contact_email": practice.contact_email if can_see_contact(request.user, practice) else "",
            },
        )


def _card(practice: Practice, words: Words, related: Related) -> dict[str, Any]:
    """What the page says of a public practice to everybody."""
    card = card_of_published(practice, words, adapted_from=related.adapted_from)
    picture = picture_of(practice, words)
    image_url = absolute(reverse("practices:practice_share_image", args=[practice.pk, picture.version]))
    return {
        "practice": practice,
        "card": card,
        "is_archived": practice.state == PracticeState.ARCHIVED,
        "organisation": card_item(practice.organisation),
        "citation": citation_of(practice, words),
        "image_url": image_url,
        "structured_data": structured_data(practice, card, words, image_url=image_url),
    }
