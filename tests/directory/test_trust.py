"""Trust: whose updates appear without a review; decided by others, with a reason, and logged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.access import Actor, NotAllowed, NotVisible
from directory import actions
from directory.models import Organisation
from tests.factories.people import MembershipFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
ADDRESS = "/bg/organisations/most/trust/"


def test_a_coordinator_trusts_an_organisation_once(
    coordinator: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    client = signed_in(coordinator)
    assert "Доверете се на организацията" in client.get(ADDRESS).content.decode()
    for _click in range(2):
        client.post(ADDRESS, {"is_trusted": "yes", "reason": "Три години без <b>забележки</b>"})
    organisation.refresh_from_db()
    assert organisation.is_trusted is True
    assert [(entry.event, entry.reason) for entry in organisation.log.all()] == [
        ("trusted", "Три години без <b>забележки</b>")
    ]
    body = client.get(ADDRESS).content.decode()
    assert "Три години без &lt;b&gt;забележки" in body
    client.post(ADDRESS, {"is_trusted": "no", "reason": "Смени се екипът"})
    organisation.refresh_from_db()
    assert organisation.is_trusted is False
    assert organisation.log.count() == 2


def test_a_decision_needs_its_reason(
    coordinator: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    response = signed_in(coordinator).post(ADDRESS, {"is_trusted": "yes", "reason": " "})
    assert response.status_code == 422
    assert not organisation.log.exists()
    assert signed_in(coordinator).post(ADDRESS, {"is_trusted": "maybe", "reason": "x"}).status_code == 422


def test_nobody_trusts_their_own_organisation(coordinator: User, organisation: Organisation) -> None:
    MembershipFactory(user=coordinator, organisation=organisation)
    with pytest.raises(NotAllowed):
        actions.set_trust(actor=coordinator, organisation=organisation, is_trusted=True, reason="наши хора")


def test_members_do_not_decide(member: User, organisation: Organisation) -> None:
    with pytest.raises(NotVisible):
        actions.set_trust(actor=member, organisation=organisation, is_trusted=True, reason="")


def test_the_admin_logs_it_too(admin: User, organisation: Organisation, signed_in: SignedIn) -> None:
    url = reverse("wagtailsnippets_directory_organisation:edit", args=[organisation.pk])
    entry = {
        "name_bg": organisation.name_bg,
        "name_en": organisation.name_en,
        "slug": organisation.slug,
        "kind": str(organisation.kind_id),
        "place": "",
        "website": "",
    }
    for _time in range(2):
        assert signed_in(admin).post(url, entry | {"is_trusted": "on"}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.is_trusted is True
    assert [(log.event, log.actor_id) for log in organisation.log.all()] == [("trusted", admin.pk)]
    MembershipFactory(user=admin, organisation=organisation)
    assert signed_in(admin).post(url, entry).status_code == 200
    organisation.refresh_from_db()
    assert organisation.is_trusted is True
