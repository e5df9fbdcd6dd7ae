"""The archive keeps an address alive, says why and what replaces it, and gives back what it took."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from directory.models import Organisation
from practices import actions
from practices.models import Practice
from tests.factories.practices import make_update

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


@pytest.mark.parametrize(("language", "words"), [("bg", "Архивирана на"), ("en", "Archived on")])
def test_the_notice_says_when_why_and_what_replaces_it(
    practice_in: PracticeIn, member: User, signed_in: SignedIn, client: Client, language: str, words: str
) -> None:
    practice, newer = practice_in("published"), practice_in("published")
    address = f"/{language}/practices/{practice.pk}/archive/"
    data = {
        "reason": "Проектът приключи <b>през юни</b>.",
        "replaced_by": f"https://example.org/en/practices/{newer.pk}/",
    }
    for _click in range(2):
        assert signed_in(member).post(address, data).status_code == 302
    body = client.get(f"/{language}/practices/{practice.pk}/").content.decode()
    assert words in body
    assert "Проектът приключи" in body
    assert "<b>през" not in body
    assert f'href="/{language}/practices/{newer.pk}/"' in body
    assert practice.events.filter(action="archived").count() == 1


@pytest.mark.parametrize(
    "typed", ["някъде", "https://example.org/organisations/5/", "999999", "-1", "self", "draft", "9" * 200]
)
def test_what_replaces_it_must_be_another_published_practice(
    practice_in: PracticeIn, member: User, signed_in: SignedIn, typed: str
) -> None:
    practice, draft = practice_in("published"), practice_in("draft")
    typed = {"self": f"/bg/practices/{practice.pk}/", "draft": f"/bg/practices/{draft.pk}/"}.get(typed, typed)
    response = signed_in(member).post(
        f"/bg/practices/{practice.pk}/archive/", {"reason": "Край.", "replaced_by": typed}
    )
    assert response.status_code == 422
    assert typed in response.content.decode()
    assert "Край." in response.content.decode()
    practice.refresh_from_db()
    assert practice.state == "published"
    if typed.isdigit() and len(typed) < 9:
        with pytest.raises(NotVisible):
            actions.archive_practice(actor=member, practice_id=practice.pk, replaced_by_id=int(typed))


def test_it_leaves_lists_search_and_sitemap(practice_in: PracticeIn, client: Client) -> None:
    practice = practice_in("archived")
    for address in (
        "/bg/practices/",
        "/sitemap-practices.xml",
        f"/bg/organisations/{practice.organisation.slug}/",
    ):
        assert f"/practices/{practice.pk}/" not in client.get(address).content.decode(), address


def test_the_organisation_brings_back_what_it_archived(
    practice_in: PracticeIn, member: User, signed_in: SignedIn, client: Client
) -> None:
    practice = practice_in("published")
    published_at = practice.published_at
    actions.archive_practice(actor=member, practice_id=practice.pk, reason="Пауза")
    address = f"/bg/practices/{practice.pk}/restore/"
    assert "Да върнем ли практиката?" in signed_in(member).get(address).content.decode()
    before = OutboxItem.objects.get(topic="search.embedded", key=f"practice:{practice.pk}").version
    for _click in range(2):
        assert signed_in(member).post(address).status_code == 302
    practice.refresh_from_db()
    assert (practice.state, practice.archived_at, practice.archive_reason) == ("published", None, "")
    assert practice.published_at == published_at
    assert practice.events.filter(action="restored").count() == 1
    assert (
        OutboxItem.objects.get(topic="search.embedded", key=f"practice:{practice.pk}").version == before + 1
    )
    assert f"/practices/{practice.pk}/" in client.get("/bg/practices/").content.decode()


def test_what_a_coordinator_archived_only_coordinators_bring_back(
    practice_in: PracticeIn, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("published")
    outbox.drain("mail")
    mail.outbox.clear()
    actions.archive_practice(actor=coordinator, practice_id=practice.pk, reason="Съмнителни числа")
    outbox.drain("mail")
    assert [letter.to for letter in mail.outbox] == [[member.email]]
    assert "Съмнителни числа" in mail.outbox[0].body
    assert signed_in(member).post(f"/bg/practices/{practice.pk}/restore/").status_code == 403
    assert actions.restore_practice(actor=coordinator, practice_id=practice.pk) is True


def test_an_update_waits_while_the_practice_is_archived(
    member: User, organisation: Organisation, coordinator: User
) -> None:
    practice = make_update(member, organisation, "submitted", coordinator=coordinator)
    actions.archive_practice(actor=member, practice_id=practice.pk)
    assert not Practice.objects.waiting_for(coordinator).exists()
    with pytest.raises(NotAllowed):
        actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    actions.restore_practice(actor=member, practice_id=practice.pk)
    assert Practice.objects.waiting_for(coordinator).get() == practice


def test_only_what_is_archived_is_brought_back(practice_in: PracticeIn, member: User) -> None:
    with pytest.raises(NotAllowed):
        actions.restore_practice(actor=member, practice_id=practice_in("draft").pk)
