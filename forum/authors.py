"""What stands beside the names of those who wrote: where they belong. Of named ones only; a pseudonym shows nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from directory.models import Membership


def organisation_names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """user id → the organisation that they have belonged to longest, in the language of the page. One query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    name = "organisation__name_en" if get_language() == "en" else "organisation__name_bg"
    rows = Membership.objects.filter(user__in=wanted).current().order_by("-confirmed_at", "-pk")
    return dict(rows.values_list("user_id", name))  # of several rows the last one stays: the oldest
