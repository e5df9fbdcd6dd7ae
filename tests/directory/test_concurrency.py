"""Two clicks at the same moment: one membership, one log entry, one letter."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from accounts.models import User
from core.access import NotAllowed
from core.models import OutboxItem
from directory import actions
from directory.enums import MembershipEvent
from directory.models import Invitation, Membership, MembershipLog, Organisation

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


def at_once(act: Callable[[], Any], times: int = 4) -> None:
    """The same thing in several threads that start together. Fails with the first error of any."""
    start = threading.Barrier(times)
    problems: list[Exception] = []

    def run() -> None:
        try:
            start.wait(timeout=30)
            act()
        except Exception as error:  # noqa: BLE001 - told to the test's own thread
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not problems, problems


def test_asking_at_once_is_asking_once(newcomer: User, owner: User, organisation: Organisation) -> None:
    at_once(lambda: actions.request_membership(actor=newcomer, organisation=organisation))
    assert Membership.objects.filter(user=newcomer).count() == 1
    assert MembershipLog.objects.filter(event=MembershipEvent.REQUESTED).count() == 1
    assert OutboxItem.objects.get(topic="mail").version == 1


def test_deciding_at_once_is_deciding_once(
    newcomer: User, coordinator: User, organisation: Organisation
) -> None:
    waiting = actions.request_membership(actor=newcomer, organisation=organisation)
    at_once(lambda: actions.confirm_membership(actor=coordinator, membership=waiting))
    assert MembershipLog.objects.filter(event=MembershipEvent.CONFIRMED).count() == 1


def test_inviting_and_accepting_at_once(newcomer: User, owner: User, organisation: Organisation) -> None:
    EmailAddress.objects.create(user=newcomer, email=newcomer.email, verified=True, primary=True)
    at_once(lambda: actions.invite(actor=owner, organisation=organisation, email=newcomer.email))
    invitation = Invitation.objects.get()
    at_once(lambda: actions.accept_invitation(actor=newcomer, invitation=invitation))
    assert Membership.objects.filter(user=newcomer).count() == 1
    assert MembershipLog.objects.filter(event=MembershipEvent.INVITED_IN).count() == 1


def test_two_responsible_people_who_leave_at_once_do_not_leave_others_alone(
    member: User, owner: User, coordinator: User, organisation: Organisation
) -> None:
    """Each sees the other still there, unless one waits for the other."""
    second = User.objects.create_user("second@example.org", display_name="Втора")
    actions.invite(actor=owner, organisation=organisation, email=second.email, role="owner")
    EmailAddress.objects.create(user=second, email=second.email, verified=True, primary=True)
    actions.accept_invitation(actor=second, invitation=Invitation.objects.get())
    leaving = {person.pk: Membership.objects.get(user=person) for person in (owner, second)}
    people = iter([owner, second])
    lock = threading.Lock()

    def leave() -> None:
        with lock:
            person = next(people)
        with contextlib.suppress(NotAllowed):
            actions.end_membership(actor=person, membership=leaving[person.pk])

    at_once(leave, times=2)
    assert Membership.objects.current().filter(organisation=organisation, role="owner").count() == 1
