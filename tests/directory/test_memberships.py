"""Who belongs where: asked for, decided, changed, ended; once, by who may, with a log and letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from directory import actions
from directory.enums import MembershipEvent, MembershipRole, MembershipState
from directory.memberships import is_member, organisation_ids_of, owned_organisation_ids_of
from directory.models import Membership, MembershipLog, Organisation
from tests.factories.people import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]


def fresh(user: User) -> User:
    """The person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def letters() -> list[tuple[str, str]]:
    """(to, subject) of what goes out now."""
    mail.outbox.clear()
    outbox.drain("mail")
    return [(message.to[0], message.subject) for message in mail.outbox]


@pytest.fixture
def waiting(newcomer: User, organisation: Organisation) -> Membership:
    """The newcomer's request."""
    return actions.request_membership(actor=newcomer, organisation=organisation, note="Водя курсове.")


def test_a_request_gives_nothing_until_it_is_confirmed(waiting: Membership, newcomer: User) -> None:
    assert waiting.state == MembershipState.REQUESTED
    assert not is_member(fresh(newcomer))


def test_asking_twice_is_asking_once(waiting: Membership, newcomer: User, organisation: Organisation) -> None:
    again = actions.request_membership(actor=newcomer, organisation=organisation, note="Пак аз.")
    assert again.pk == waiting.pk
    assert again.note == "Водя курсове."
    assert MembershipLog.objects.count() == 1
    assert OutboxItem.objects.filter(topic="mail").count() <= 1


def test_a_member_who_asks_stays_a_member(member: User, organisation: Organisation) -> None:
    assert (
        actions.request_membership(actor=member, organisation=organisation).state == MembershipState.CONFIRMED
    )


def test_nobody_floods_the_queue(newcomer: User) -> None:
    for organisation in OrganisationFactory.create_batch(5):
        actions.request_membership(actor=newcomer, organisation=organisation)
    with pytest.raises(NotAllowed):
        actions.request_membership(actor=newcomer, organisation=OrganisationFactory())


def test_a_visitor_asks_for_nothing(visitor: Actor, organisation: Organisation) -> None:
    with pytest.raises(NotVisible):
        actions.request_membership(actor=visitor, organisation=organisation)


def test_the_responsible_person_hears_of_a_request(
    owner: User, coordinator: User, waiting: Membership
) -> None:
    assert [to for to, _subject in letters()] == [owner.email]
    assert "Водя курсове." in str(mail.outbox[0].body)


def test_without_a_responsible_person_the_coordinators_hear(
    coordinator: User, member: User, waiting: Membership
) -> None:
    assert [to for to, _subject in letters()] == [coordinator.email]


def test_a_request_that_was_decided_meanwhile_brings_no_letter(
    owner: User, coordinator: User, waiting: Membership
) -> None:
    actions.refuse_membership(actor=coordinator, membership=waiting, reason="Не ви познаваме.")
    assert [to for to, _subject in letters()] == [waiting.user.email]


@pytest.mark.parametrize("decider", ["coordinator", "owner"])
def test_confirming(
    waiting: Membership, newcomer: User, decider: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(decider)
    confirmed = actions.confirm_membership(actor=person, membership=waiting)
    assert (confirmed.state, confirmed.confirmed_by_id) == (MembershipState.CONFIRMED, person.pk)
    assert confirmed.organisation_id in organisation_ids_of(fresh(newcomer))
    assert [entry.event for entry in confirmed.log.all()] == [
        MembershipEvent.REQUESTED,
        MembershipEvent.CONFIRMED,
    ]
    assert newcomer.email in [to for to, _subject in letters()]


def test_confirming_twice_writes_nothing(
    waiting: Membership, coordinator: User, django_assert_num_queries: Any
) -> None:
    actions.confirm_membership(actor=coordinator, membership=waiting)
    with django_assert_num_queries(4):  # savepoint, the two locks, savepoint
        actions.confirm_membership(actor=coordinator, membership=waiting)


@pytest.mark.parametrize("persona", ["visitor", "newcomer", "member", "other_member", "editor"])
def test_nobody_else_decides(waiting: Membership, personas: dict[str, Actor], persona: str) -> None:
    other = MembershipFactory(organisation=waiting.organisation, requested=True)
    for act in (
        lambda: actions.confirm_membership(actor=personas[persona], membership=other),
        lambda: actions.refuse_membership(actor=personas[persona], membership=other, reason="Не."),
        lambda: actions.end_membership(actor=personas[persona], membership=other),
    ):
        with pytest.raises(NotVisible):
            act()
    other.refresh_from_db()
    assert other.state == MembershipState.REQUESTED


def test_nobody_confirms_themselves(coordinator: User, organisation: Organisation) -> None:
    own = actions.request_membership(actor=coordinator, organisation=organisation)
    with pytest.raises(NotAllowed):
        actions.confirm_membership(actor=coordinator, membership=own)


def test_a_refusal_has_a_reason_that_the_person_reads(waiting: Membership, coordinator: User) -> None:
    with pytest.raises(NotAllowed):
        actions.refuse_membership(actor=coordinator, membership=waiting, reason=" ")
    actions.refuse_membership(actor=coordinator, membership=waiting, reason="Пишете ни от служебния адрес.")
    actions.refuse_membership(actor=coordinator, membership=waiting, reason="Друга причина.")
    letters()
    [letter] = [message for message in mail.outbox if message.to == [waiting.user.email]]
    assert "Пишете ни от служебния адрес." in str(letter.body)
    assert MembershipLog.objects.filter(event=MembershipEvent.REFUSED).count() == 1


def test_after_a_refusal_one_may_ask_again(
    waiting: Membership, coordinator: User, newcomer: User, organisation: Organisation
) -> None:
    actions.refuse_membership(actor=coordinator, membership=waiting, reason="Кой сте?")
    again = actions.request_membership(actor=newcomer, organisation=organisation, note="Аз съм Нова.")
    assert (again.pk, again.state, again.note) == (waiting.pk, MembershipState.REQUESTED, "Аз съм Нова.")


def test_a_withdrawn_request_cannot_be_confirmed(
    waiting: Membership, newcomer: User, coordinator: User
) -> None:
    actions.end_membership(actor=newcomer, membership=waiting)
    with pytest.raises(NotAllowed):
        actions.confirm_membership(actor=coordinator, membership=waiting)


def test_leaving_counts_at_once(member: User, organisation: Organisation) -> None:
    membership = Membership.objects.get(user=member)
    assert is_member(member)
    actions.end_membership(actor=member, membership=membership)
    assert not is_member(member)
    actions.end_membership(actor=member, membership=membership)
    assert MembershipLog.objects.filter(event=MembershipEvent.ENDED).count() == 1


def test_the_last_responsible_person_does_not_leave_others_alone(
    member: User, owner: User, coordinator: User
) -> None:
    own = Membership.objects.get(user=owner)
    with pytest.raises(NotAllowed):
        actions.end_membership(actor=owner, membership=own)
    with pytest.raises(NotAllowed):
        actions.change_role(actor=owner, membership=own, role=MembershipRole.MEMBER)
    actions.change_role(
        actor=owner, membership=Membership.objects.get(user=member), role=MembershipRole.OWNER
    )
    assert owned_organisation_ids_of(fresh(member))
    actions.end_membership(actor=owner, membership=own)
    assert not is_member(fresh(owner))


def test_a_coordinator_may_take_off_anybody(member: User, owner: User, coordinator: User) -> None:
    actions.end_membership(
        actor=coordinator, membership=Membership.objects.get(user=owner), reason="Вече не работи."
    )
    assert not is_member(fresh(owner))


def test_a_member_takes_nobody_off_and_gives_no_roles(member: User, owner: User) -> None:
    theirs = Membership.objects.get(user=owner)
    with pytest.raises(NotVisible):
        actions.end_membership(actor=member, membership=theirs)
    with pytest.raises(NotVisible):
        actions.change_role(
            actor=member, membership=Membership.objects.get(user=member), role=MembershipRole.OWNER
        )


@pytest.mark.parametrize(
    ("traits", "counts"),
    [
        ({}, True),
        ({"owner": True}, True),
        ({"requested": True}, False),
        ({"ended": True}, False),
        ({"over": True}, False),
    ],
)
def test_the_row_and_the_queryset_agree_on_what_counts(traits: dict[str, bool], counts: bool) -> None:
    membership = MembershipFactory(**traits)
    assert membership.is_current is counts
    assert Membership.objects.current().filter(pk=membership.pk).exists() is counts


def test_a_double_click_asks_once_and_decides_once(
    newcomer: User, coordinator: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    url = f"/bg/organisations/{organisation.slug}/join/"
    for _click in range(2):
        assert signed_in(newcomer).post(url, {"note": ""}).status_code == 302
    membership = Membership.objects.get(user=newcomer)
    decide = f"/bg/organisations/requests/{membership.pk}/"
    for _click in range(2):
        assert signed_in(coordinator).post(decide, {"decision": "confirm"}).status_code == 302
    assert MembershipLog.objects.filter(membership=membership).count() == 2


def test_a_refusal_without_a_reason_comes_back_with_the_form(
    waiting: Membership, coordinator: User, signed_in: SignedIn
) -> None:
    response = signed_in(coordinator).post(
        f"/bg/organisations/requests/{waiting.pk}/", {"decision": "refuse"}
    )
    assert response.status_code == 200
    assert response.context["form"].errors["reason"]
    waiting.refresh_from_db()
    assert waiting.state == MembershipState.REQUESTED


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "nothing", "-1"])
def test_going_back_never_leads_to_another_site(
    elsewhere: str, waiting: Membership, coordinator: User, signed_in: SignedIn
) -> None:
    response = signed_in(coordinator).post(
        f"/bg/organisations/requests/{waiting.pk}/", {"decision": "confirm", "next": elsewhere}
    )
    assert response["Location"] == "/bg/organisations/requests/"


def test_the_queue_costs_the_same_for_any_number_of_requests(
    coordinator: User, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    MembershipFactory.create_batch(30, requested=True)
    browser = signed_in(coordinator)
    with django_assert_max_num_queries(12):
        html = browser.get("/bg/organisations/requests/").content.decode()
    assert html.count('id="request-') == 30


def test_the_queue_is_not_there_for_others(
    personas: dict[str, Actor], owner: User, signed_in: SignedIn
) -> None:
    statuses = {
        name: signed_in(person).get("/bg/organisations/requests/").status_code
        for name, person in [*personas.items(), ("owner", owner)]
    }
    assert statuses == {
        "visitor": 302,
        "newcomer": 404,
        "member": 404,
        "other_member": 404,
        "coordinator": 200,
        "editor": 404,
        "admin": 404,
        "owner": 404,
    }


def test_markup_in_a_note_is_shown_as_text(
    newcomer: User, organisation: Organisation, owner: User, signed_in: SignedIn
) -> None:
    actions.request_membership(actor=newcomer, organisation=organisation, note="<script>alert(1)</script>")
    html = signed_in(owner).get(f"/bg/organisations/{organisation.slug}/members/").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_people_are_nobody_elses_business(
    personas: dict[str, Actor], organisation: Organisation, signed_in: SignedIn
) -> None:
    url = f"/bg/organisations/{organisation.slug}/members/"
    statuses = {name: signed_in(person).get(url).status_code for name, person in personas.items()}
    assert statuses == {
        "visitor": 302,
        "newcomer": 404,
        "member": 404,
        "other_member": 404,
        "coordinator": 200,
        "editor": 404,
        "admin": 404,
    }


def test_an_organisations_page_shows_no_members(
    member: User, organisation: Organisation, client: Client
) -> None:
    html = client.get(organisation.get_absolute_url()).content.decode()
    assert member.display_name not in html
    assert member.email not in html


def test_a_profile_shows_where_one_belongs(
    member: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    assert organisation.name_bg in signed_in(member).get("/bg/accounts/profile/").content.decode()
