"""Letters to people who asked for none are few; and who is taken off leaves no way back open."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from core.access import NotAllowed, NotVisible
from directory import actions
from directory.actions import invitations, memberships
from directory.enums import MembershipRole
from directory.memberships import forget_memberships
from directory.models import Invitation, Membership, Organisation
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_inviting_and_withdrawing_by_turns_floods_no_mailbox(owner: User, organisation: Organisation) -> None:
    for _ in range(invitations.MAX_INVITATIONS_TO_ADDRESS):
        sent = actions.invite(actor=owner, organisation=organisation, email="guest@example.org")
        actions.withdraw_invitation(actor=owner, invitation=sent)
    with pytest.raises(NotAllowed):
        actions.invite(actor=owner, organisation=organisation, email="GUEST@example.org")
    actions.invite(actor=owner, organisation=organisation, email="another@example.org")


def test_an_organisation_sends_so_many_invitations_a_day(
    owner: User, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MAX_INVITATIONS_A_DAY", 2)
    for name in ("one", "two"):
        sent = actions.invite(actor=owner, organisation=organisation, email=f"{name}@example.org")
        actions.withdraw_invitation(actor=owner, invitation=sent)
    with pytest.raises(NotAllowed):
        actions.invite(actor=owner, organisation=organisation, email="three@example.org")


def test_asking_and_withdrawing_by_turns_floods_nobody(
    newcomer: User, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memberships, "MAX_REQUESTS_A_DAY", 2)
    for _ in range(2):
        request = actions.request_membership(actor=newcomer, organisation=organisation)
        actions.end_membership(actor=newcomer, membership=request)
    with pytest.raises(NotAllowed):
        actions.request_membership(actor=newcomer, organisation=organisation)


@pytest.mark.parametrize("is_ended", [True, False])
def test_who_no_longer_answers_for_an_organisation_lets_nobody_in(
    is_ended: bool, owner: User, organisation: Organisation, coordinator: User
) -> None:
    """Otherwise who is taken off comes back as responsible by an invitation to another address of theirs."""
    second = UserFactory(email="second@example.org")
    EmailAddress.objects.create(user=second, email=second.email, verified=True, primary=True)
    MembershipFactory(user=UserFactory(), organisation=organisation, role=MembershipRole.OWNER)
    sent = actions.invite(
        actor=owner, organisation=organisation, email=second.email, role=MembershipRole.OWNER
    )
    membership = Membership.objects.get(user=owner, organisation=organisation)
    if is_ended:
        actions.end_membership(actor=coordinator, membership=membership)
    else:
        actions.change_role(actor=coordinator, membership=membership, role=MembershipRole.MEMBER)
    forget_memberships(second)
    with pytest.raises(NotVisible):
        actions.accept_invitation(actor=second, invitation=sent)
    assert not Membership.objects.filter(user=second).exists()
    assert not Invitation.objects.open().exists()
