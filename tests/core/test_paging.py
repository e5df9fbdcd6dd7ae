"""A queue page by page: nothing twice, nothing left out, back as well as on."""

from __future__ import annotations

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from core.models import OutboxItem
from core.paging import oldest_first

pytestmark = pytest.mark.django_db
ORDER = ("created_at",)


def test_a_queue_is_walked_to_its_end_and_back() -> None:
    now = timezone.now()
    made = [
        OutboxItem.objects.create(
            topic="test", key=str(number), created_at=now + datetime.timedelta(minutes=number // 2)
        ).pk
        for number in range(7)
    ]
    rows = OutboxItem.objects.filter(topic="test")
    page = oldest_first(rows, ORDER, {}, size=3)
    seen = [row.pk for row in page.items]
    assert page.older_query == ""
    while page.newer_query:
        page = oldest_first(rows, ORDER, dict([page.newer_query.split("=")]), size=3)
        seen += [row.pk for row in page.items]
    assert seen == made
    back = oldest_first(rows, ORDER, dict([page.older_query.split("=")]), size=3)
    assert [row.pk for row in back.items] == made[3:6]


@pytest.mark.parametrize("cursor", ["", "x", "1", "1-2-3", "9" * 40 + "-1", "-1--1"])
def test_a_broken_cursor_is_no_such_page(cursor: str) -> None:
    with pytest.raises(Http404):
        oldest_first(OutboxItem.objects.all(), ORDER, {"after": cursor}, size=3)
