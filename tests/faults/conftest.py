"""What the fault tests share: a thread to answer in, and an outbox that comes back after seconds instead of a minute."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from typing import Any

import pytest

from accounts.models import User
from core.models import OutboxItem
from forum.models import Thread
from tests.forum.factories import BoardFactory, make_thread
from tests.services.process import wait_until
from tests.services.site import Site

WORD = "гълъбарник"
"""Stands in the one post that is looked for."""
BODY = f"<p>При нас помогна един {WORD} в двора на читалището.</p>"


@pytest.fixture
def impatient_site(unstarted_site: Site) -> Site:
    unstarted_site.variables |= {"OUTBOX_SWEEP_SECONDS": "1", "OUTBOX_CLAIM_SECONDS": "4"}
    return unstarted_site


@pytest.fixture
def thread(transactional_db: None, member: User) -> Thread:
    """Begun by `member`, who is written to when somebody answers."""
    return make_thread(member, BoardFactory())


def wait_until_drained(*, seconds: float = 90) -> None:
    """Until nothing waits in the outbox any more."""
    wait_until(
        lambda: not OutboxItem.objects.filter(is_pending=True).exists(),
        seconds=seconds,
        what="an empty outbox; waiting: "
        + str(list(OutboxItem.objects.values_list("topic", "key", "last_error")[:9])),
    )


def found(site: Site, query: str, kind: str) -> dict[str, Any]:
    """What the public search answers."""
    parameters = urllib.parse.urlencode({"q": query, "lang": "bg", "kind": kind})
    with urllib.request.urlopen(f"{site.url}/api/v1/search/?{parameters}", timeout=60) as answer:
        result: dict[str, Any] = json.load(answer)
        return result
