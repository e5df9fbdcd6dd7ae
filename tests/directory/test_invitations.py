"""Invitations: for one reader, once, for a while; the address stands in the invitation and nowhere else."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from directory import actions
from directory.enums import MembershipEvent, MembershipRole, MembershipState
from directory.memberships import is_member, owned_organisation_ids_of
from directory.models import Invitation, Membership, MembershipLog, Organisation
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
GUEST = "guest@example.org"


def confirmed(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def guest() -> User:
    """Who is invited, with a confirmed address."""
    return confirmed(UserFactory(email=GUEST))


@pytest.fixture
def invitation(owner: User, organisation: Organisation) -> Invitation:
    return actions.invite(actor=owner, organisation=organisation, email="Guest@Example.org", language="en")


def address_of(invitation: Invitation) -> str:
    return reverse("directory:invitation_accept", args=[invitation.token])


def over(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=timezone.now() - datetime.timedelta(minutes=1)
    )


def test_from_the_letter_to_a_membership(invitation: Invitation, guest: User, signed_in: SignedIn) -> None:
    assert outbox.drain("mail") == 1
    [letter] = mail.outbox
    assert letter.to == [GUEST]
    assert letter.subject == "An invitation to Megdan from Bridge Association"
    found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body).split("same address first:")[1])
    assert found
    browser = signed_in(guest)
    assert browser.get(found.group(1)).status_code == 200
    assert not is_member(guest), "looking at it takes nothing up"
    assert browser.post(found.group(1)).status_code == 302
    assert is_member(User.objects.get(pk=guest.pk))
    membership = Membership.objects.get(user=guest)
    assert [entry.event for entry in membership.log.all()] == [MembershipEvent.INVITED_IN]


def test_the_outbox_holds_no_address(invitation: Invitation) -> None:
    rows = str(list(OutboxItem.objects.values_list("topic", "key", "payload", "last_error")))
    assert "example.org" not in rows


def test_it_is_taken_up_once(invitation: Invitation, guest: User) -> None:
    first = actions.accept_invitation(actor=guest, invitation=invitation)
    actions.end_membership(actor=guest, membership=first)
    assert actions.accept_invitation(actor=guest, invitation=invitation).state == MembershipState.ENDED
    assert MembershipLog.objects.filter(event=MembershipEvent.INVITED_IN).count() == 1


@pytest.mark.parametrize(
    "persona", ["newcomer", "member", "other_member", "coordinator", "editor", "admin", "owner"]
)
def test_for_everybody_else_it_is_not_there(
    invitation: Invitation, persona: str, request: pytest.FixtureRequest, signed_in: SignedIn
) -> None:
    person = confirmed(request.getfixturevalue(persona))
    assert signed_in(person).get(address_of(invitation)).status_code == 404
    assert signed_in(person).post(address_of(invitation)).status_code == 404
    with pytest.raises(NotVisible):
        actions.accept_invitation(actor=person, invitation=invitation)


def test_a_visitor_signs_in_first(invitation: Invitation, client: Client) -> None:
    response = client.get(address_of(invitation))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
    assert address_of(invitation) in response["Location"]


def test_an_address_that_is_only_claimed_opens_nothing(invitation: Invitation, signed_in: SignedIn) -> None:
    claimed = UserFactory(email=GUEST)
    EmailAddress.objects.create(user=claimed, email=GUEST, verified=False, primary=True)
    assert signed_in(claimed).get(address_of(invitation)).status_code == 404


def test_it_runs_out(invitation: Invitation, guest: User, signed_in: SignedIn) -> None:
    over(invitation)
    browser = signed_in(guest)
    assert browser.get(address_of(invitation)).context["has_expired"]
    browser.post(address_of(invitation))
    assert not Membership.objects.filter(user=guest).exists()
    with pytest.raises(NotAllowed):
        actions.accept_invitation(actor=guest, invitation=invitation)
    assert outbox.drain("mail") == 1
    assert not mail.outbox, "no letter about what is over"


def test_it_can_be_withdrawn(invitation: Invitation, owner: User, guest: User, signed_in: SignedIn) -> None:
    actions.withdraw_invitation(actor=owner, invitation=invitation)
    assert signed_in(guest).get(address_of(invitation)).status_code == 404
    outbox.drain("mail")
    assert not mail.outbox


def test_inviting_twice_is_inviting_once(
    invitation: Invitation, owner: User, organisation: Organisation
) -> None:
    again = actions.invite(actor=owner, organisation=organisation, email=" GUEST@example.org")
    assert again.pk == invitation.pk
    assert OutboxItem.objects.filter(topic="mail").count() == 1


def test_after_it_ran_out_one_may_be_invited_anew(
    invitation: Invitation, owner: User, organisation: Organisation
) -> None:
    over(invitation)
    anew = actions.invite(actor=owner, organisation=organisation, email=GUEST)
    assert anew.pk != invitation.pk


def test_a_member_is_not_invited(owner: User, member: User, organisation: Organisation) -> None:
    with pytest.raises(NotAllowed):
        actions.invite(actor=owner, organisation=organisation, email=member.email)


@pytest.mark.parametrize("persona", ["visitor", "newcomer", "member", "other_member", "editor"])
def test_nobody_else_invites(personas: dict[str, Actor], persona: str, organisation: Organisation) -> None:
    with pytest.raises(NotVisible):
        actions.invite(actor=personas[persona], organisation=organisation, email=GUEST)


def test_a_request_and_an_invitation_meet(owner: User, guest: User, organisation: Organisation) -> None:
    waiting = actions.request_membership(actor=guest, organisation=organisation)
    invitation = actions.invite(
        actor=owner, organisation=organisation, email=GUEST, role=MembershipRole.OWNER
    )
    membership = actions.accept_invitation(actor=guest, invitation=invitation)
    assert (membership.pk, membership.state) == (waiting.pk, MembershipState.CONFIRMED)
    assert owned_organisation_ids_of(User.objects.get(pk=guest.pk)) == {organisation.pk}


def test_an_invitation_takes_no_role_away(
    coordinator: User, organisation: Organisation, invitation: Invitation, guest: User
) -> None:
    MembershipFactory(user=guest, organisation=organisation, owner=True)
    assert actions.accept_invitation(actor=guest, invitation=invitation).role == MembershipRole.OWNER


def test_the_form_keeps_what_was_typed(owner: User, organisation: Organisation, signed_in: SignedIn) -> None:
    url = reverse("directory:organisation_members", args=[organisation.slug])
    response = signed_in(owner).post(url, {"email": "не е адрес", "role": "member", "language": "bg"})
    assert response.context["form"].errors["email"]
    assert "не е адрес" in response.content.decode()
    assert not Invitation.objects.exists()


def test_the_guest_finds_it_in_their_profile(
    invitation: Invitation, guest: User, signed_in: SignedIn
) -> None:
    assert address_of(invitation) in signed_in(guest).get("/bg/accounts/profile/").content.decode()
    assert (
        address_of(invitation) not in signed_in(UserFactory()).get("/bg/accounts/profile/").content.decode()
    )
