"""Passing a practice on to a colleague: by its author, or by whoever answers for the organisation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from directory.models import Organisation
from practices import actions
from practices.models import Practice, PracticeEvent
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


@pytest.fixture
def colleague(organisation: Organisation) -> User:
    user = UserFactory(email="colleague@example.org", display_name="Колега")
    MembershipFactory(user=user, organisation=organisation)
    return user


def test_the_author_passes_it_on_and_the_colleague_is_told(
    signed_in: SignedIn, member: User, colleague: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("draft")
    address = f"/bg/practices/{practice.pk}/pass-on/"
    client = signed_in(member)
    assert "Колега" in client.get(address).content.decode()
    for _click in range(2):
        client.post(address, {"new_author": colleague.pk})
    practice.refresh_from_db()
    assert practice.author == colleague
    assert PracticeEvent.objects.filter(action="passed_on").count() == 1
    outbox.drain("mail")
    assert [message.to for message in mail.outbox] == [[colleague.email]]
    assert "Квартира с наставник" in mail.outbox[0].subject


def test_who_answers_for_the_organisation_passes_on_what_others_wrote(
    owner: User, colleague: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("published")
    assert actions.pass_on_practice(actor=owner, practice_id=practice.pk, new_author_id=colleague.pk)


def test_a_colleague_does_not_take_it(colleague: User, practice_in: PracticeIn) -> None:
    practice = practice_in("draft")
    with pytest.raises(NotAllowed):
        actions.pass_on_practice(actor=colleague, practice_id=practice.pk, new_author_id=colleague.pk)


def test_it_does_not_leave_the_organisation(
    member: User, other_member: User, practice_in: PracticeIn, signed_in: SignedIn
) -> None:
    practice = practice_in("draft")
    with pytest.raises(NotAllowed):
        actions.pass_on_practice(actor=member, practice_id=practice.pk, new_author_id=other_member.pk)
    with pytest.raises(NotVisible):
        actions.pass_on_practice(actor=other_member, practice_id=practice.pk, new_author_id=other_member.pk)
    answer = signed_in(member).post(f"/bg/practices/{practice.pk}/pass-on/", {"new_author": other_member.pk})
    assert answer.status_code == 200
    practice.refresh_from_db()
    assert practice.author == member


def test_the_letter_is_not_sent_once_it_is_somebody_elses(
    member: User, owner: User, colleague: User, practice_in: PracticeIn
) -> None:
    practice = practice_in("draft")
    actions.pass_on_practice(actor=member, practice_id=practice.pk, new_author_id=colleague.pk)
    actions.pass_on_practice(actor=owner, practice_id=practice.pk, new_author_id=owner.pk)
    outbox.drain("mail")
    assert [message.to for message in mail.outbox] == [[owner.email]]
