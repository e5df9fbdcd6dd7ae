"""Whoever belongs to several organisations says for each of them that it applies a practice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from directory.memberships import forget_memberships
from directory.models import Organisation
from practices import actions
from practices.models import Adaptation, Practice
from tests.factories.people import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


@pytest.fixture
def second_organisation(other_member: User) -> Organisation:
    """Another one of `other_member`."""
    second: Organisation = OrganisationFactory(name_bg="Община Хасково", name_en="Haskovo Municipality")
    MembershipFactory(user=other_member, organisation=second)
    forget_memberships(other_member)
    return second


def test_the_organisation_is_chosen(
    signed_in: SignedIn,
    practice_in: PracticeIn,
    other_member: User,
    other_organisation: Organisation,
    second_organisation: Organisation,
) -> None:
    practice, client = practice_in("published"), signed_in(other_member)
    address = f"/bg/practices/{practice.pk}/apply/"
    html = client.get(address).content.decode()
    for organisation in (other_organisation, second_organisation):
        assert f'type="radio" name="organisation" value="{organisation.pk}"' in html
    assert "checked" not in html.split('name="organisation"')[1].split(">")[0]
    refused = client.post(address, {"state": "planned"})
    assert refused.status_code == 422
    assert "Изберете организацията." in refused.content.decode()
    for _click in range(2):
        data = {"organisation": second_organisation.pk, "state": "planned"}
        assert client.post(address, data).status_code == 302
    assert Adaptation.objects.get().organisation == second_organisation


def test_the_second_one_says_so_beside_the_account_of_the_first(
    signed_in: SignedIn,
    practice_in: PracticeIn,
    other_member: User,
    other_organisation: Organisation,
    second_organisation: Organisation,
) -> None:
    practice, client = practice_in("published"), signed_in(other_member)
    first, _is_new = actions.mark_adaptation(
        actor=other_member, practice_id=practice.pk, organisation=other_organisation
    )
    address = f"/bg/practices/{practice.pk}/apply/"
    card = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert f'href="/bg/practices/adaptations/{first.pk}/"' in card
    assert f'href="{address}"' in card
    html = client.get(address).content.decode()
    assert f'href="/bg/practices/adaptations/{first.pk}/"' in html
    assert f'type="hidden" name="organisation" value="{second_organisation.pk}"' in html
    data = {"organisation": second_organisation.pk, "state": "running"}
    for _click in range(2):
        assert client.post(address, data).status_code == 302
    assert practice.adaptations.count() == 2
    assert practice.events.filter(action="adapted").count() == 2
    # Nobody is left to say so: the page leads to both accounts, and so does the card.
    html = client.get(address).content.decode()
    for adaptation in practice.adaptations.all():
        assert f'href="/bg/practices/adaptations/{adaptation.pk}/"' in html
    assert 'name="state"' not in html
    card = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert card.count(f'href="{address}"') == 1


def test_one_account_of_a_single_organisation_opens_at_once(
    signed_in: SignedIn, practice_in: PracticeIn, other_member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("published")
    first, _is_new = actions.mark_adaptation(
        actor=other_member, practice_id=practice.pk, organisation=other_organisation
    )
    client = signed_in(other_member)
    address = f"/bg/practices/{practice.pk}/apply/"
    assert client.get(address)["Location"] == f"/bg/practices/adaptations/{first.pk}/"
    assert f'href="{address}"' not in client.get(f"/bg/practices/{practice.pk}/").content.decode()


def test_the_organisation_of_the_practice_itself_is_never_offered(
    signed_in: SignedIn,
    practice_in: PracticeIn,
    other_member: User,
    organisation: Organisation,
    other_organisation: Organisation,
) -> None:
    MembershipFactory(user=other_member, organisation=organisation)
    practice, client = practice_in("published"), signed_in(other_member)
    address = f"/bg/practices/{practice.pk}/apply/"
    assert organisation.name_bg not in client.get(address).content.decode().split("<form class")[-1]
    assert client.post(address, {"organisation": organisation.pk, "state": "planned"}).status_code == 422
    actions.mark_adaptation(actor=other_member, practice_id=practice.pk, organisation=other_organisation)
    assert client.get(address).status_code == 302
    assert f'href="{address}"' not in client.get(f"/bg/practices/{practice.pk}/").content.decode()


def test_an_archived_practice_keeps_its_accounts_and_takes_no_new_ones(
    signed_in: SignedIn,
    practice_in: PracticeIn,
    other_member: User,
    other_organisation: Organisation,
    second_organisation: Organisation,
) -> None:
    practice = practice_in("published")
    first, _is_new = actions.mark_adaptation(
        actor=other_member, practice_id=practice.pk, organisation=other_organisation
    )
    Practice.objects.filter(pk=practice.pk).update(state="archived")
    client = signed_in(other_member)
    address = f"/bg/practices/{practice.pk}/apply/"
    assert client.get(address)["Location"] == f"/bg/practices/adaptations/{first.pk}/"
    assert (
        client.post(address, {"organisation": second_organisation.pk, "state": "planned"}).status_code == 403
    )


def test_the_pages_cost_the_same_for_two_organisations_and_for_twenty(
    signed_in: SignedIn, practice_in: PracticeIn, other_member: User, other_organisation: Organisation
) -> None:
    call_command("setup_site", verbosity=0)
    practice = practice_in("published")
    counts = []
    for number in (2, 18):
        for _made in range(number):
            for is_kept in (True, False):
                joined = OrganisationFactory()
                MembershipFactory(user=other_member, organisation=joined)
                forget_memberships(other_member)
                if is_kept:
                    actions.mark_adaptation(actor=other_member, practice_id=practice.pk, organisation=joined)
        client = signed_in(other_member)
        for address in (f"/en/practices/{practice.pk}/apply/", f"/en/practices/{practice.pk}/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12
