"""What the pages of practices share: the practice of an address, and whom the person may write for."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from core.access import NotVisible
from directory.memberships import organisation_ids_of
from directory.models import Membership
from practices.models import Practice
from practices.querysets import UNREAD_BY_PAGES


def visible_practice(request: HttpRequest, pk: int, *related: str) -> Practice:
    """The practice, if it is there for this person. Raises NotVisible."""
    practice = (
        Practice.objects.visible_to(request.user)
        .select_related("organisation", *related)
        .defer(*UNREAD_BY_PAGES)
        .filter(pk=pk)
        .first()
    )
    if practice is None:
        raise NotVisible
    return practice


def public_practice(request: HttpRequest, pk: int) -> Practice:
    """The practice with its organisation and published texts, if it is public. Raises NotVisible."""
    practice = Practice.objects.public().visible_to(request.user).for_page().filter(pk=pk).first()
    if practice is None:
        raise NotVisible
    return practice


def titled_practice(request: HttpRequest, pk: int) -> Practice:
    """The same with its texts, for pages that name it several times. Raises NotVisible."""
    practice = visible_practice(request, pk)
    prefetch_related_objects([practice], "texts")
    return practice


def organisations_of(request: HttpRequest) -> dict[str, Any]:
    """Whether the person may write for somebody, and if not, whom they have asked already."""
    has_organisation = bool(organisation_ids_of(request.user))
    asked = Membership.objects.none()
    if not has_organisation and request.user.is_authenticated:
        asked = (
            Membership.objects.filter(user_id=request.user.pk or 0).waiting().select_related("organisation")
        )
    return {"has_organisation": has_organisation, "asked_organisations": [row.organisation for row in asked]}
