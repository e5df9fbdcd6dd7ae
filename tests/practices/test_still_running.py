"""“Does it still run?”: asked once a year, one click to answer, silence marks the card."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed
from core.models import OutboxItem
from directory.models import Membership, Organisation
from practices import actions
from practices.models import Practice
from practices.still_running import token_for
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]


def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def old(member: User, organisation: Organisation, coordinator: User) -> Practice:
    """A practice that nobody has confirmed for a year."""
    return made_old(make_practice(member, organisation, "published", coordinator=coordinator))


def made_old(practice: Practice, days: int = 365) -> Practice:
    practice.last_confirmed_on = today() - datetime.timedelta(days=days)
    practice.save()
    outbox.drain("mail")
    mail.outbox.clear()
    return practice


def run(days: int = 0, **options: Any) -> dict[str, int]:
    return actions.ask_whether_practices_run(today=today() + datetime.timedelta(days=days), **options)


def link_in(letter: Any) -> str:
    found = re.search(r"http://[^/]+(/\w+/practices/still-running/\S+)", letter.body)
    assert found
    return found[1]


def test_a_year_of_silence_goes_through_all_its_steps(old: Practice, member: User) -> None:
    assert run(-1) == {"asked": 0, "reminded": 0, "flagged": 0}
    assert run() == {"asked": 1, "reminded": 0, "flagged": 0}
    assert run() == {"asked": 0, "reminded": 0, "flagged": 0}
    assert run(13)["reminded"] == 0
    assert run(14) == {"asked": 0, "reminded": 1, "flagged": 0}
    assert run(14)["reminded"] == 0
    assert run(29)["flagged"] == 0
    assert run(30) == {"asked": 0, "reminded": 0, "flagged": 1}
    assert run(31) == {"asked": 0, "reminded": 0, "flagged": 0}
    old.refresh_from_db()
    assert old.needs_update is True
    assert [event.action for event in old.events.all()][-2:] == ["asked", "outdated"]
    outbox.drain("mail")
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([member.email], "Работи ли още? Квартира с наставник"),
        ([member.email], "Напомняме: работи ли още? Квартира с наставник"),
        ([member.email], "Картата ви е отбелязана: Квартира с наставник"),
    ]
    assert OutboxItem.objects.filter(
        topic="search.embedded", key=f"practice:{old.pk}", is_pending=True
    ).exists()


def test_one_click_from_the_letter_without_signing_in(old: Practice, client: Client) -> None:
    run()
    outbox.drain("mail")
    link = link_in(mail.outbox[0])
    for _look in range(2):
        assert "Работи ли още?" in client.get(link).content.decode()
    old.refresh_from_db()
    assert old.asked_on is not None  # looking answers nothing
    for _click in range(2):
        assert client.post(link).url == f"/bg/practices/{old.pk}/"
    old.refresh_from_db()
    assert (old.last_confirmed_on, old.asked_on, old.needs_update) == (today(), None, False)
    assert old.events.filter(action="confirmed").count() == 1
    assert "Вече има отговор" in client.get(link).content.decode()
    assert run(364) == {"asked": 0, "reminded": 0, "flagged": 0}
    assert run(365)["asked"] == 1


def test_an_answer_after_the_mark_takes_it_off(old: Practice, client: Client) -> None:
    run()
    run(30)
    assert "За обновяване" in client.get(f"/bg/practices/{old.pk}/").content.decode()
    outbox.drain("mail")
    client.post(link_in(mail.outbox[-1]))
    body = client.get(f"/bg/practices/{old.pk}/").content.decode()
    assert "За обновяване" not in body
    assert "Потвърдена за последно" in body


def test_publishing_an_update_answers_too(old: Practice, member: User, coordinator: User) -> None:
    run()
    run(30)
    actions.save_draft(
        actor=member, practice_id=old.pk, document=a_card(summary="Ново."), version=old.draft.version
    )
    actions.submit_practice(actor=member, practice_id=old.pk)
    actions.publish_practice(actor=coordinator, practice_id=old.pk)
    old.refresh_from_db()
    assert (old.last_confirmed_on, old.asked_on, old.reminded_on, old.needs_update) == (
        today(),
        None,
        None,
        False,
    )


@pytest.mark.parametrize(
    ("status", "is_asked"), [("ongoing", 1), ("regular-service", 1), ("completed", 0), ("discontinued", 0)]
)
def test_what_has_ended_is_not_asked(
    member: User, organisation: Organisation, coordinator: User, status: str, is_asked: int
) -> None:
    card = a_card(status=status)
    made_old(make_practice(member, organisation, "published", coordinator=coordinator, card=card))
    assert run()["asked"] == is_asked


def test_what_is_archived_meanwhile_is_left_alone(old: Practice, member: User) -> None:
    run()
    actions.archive_practice(actor=member, practice_id=old.pk)
    assert run(30) == {"asked": 0, "reminded": 0, "flagged": 0}
    outbox.drain("mail")
    assert mail.outbox == []


def test_who_left_is_not_asked_but_who_answers_for_it(
    old: Practice, member: User, organisation: Organisation
) -> None:
    owner = UserFactory(email="owner2@example.org")
    MembershipFactory(user=owner, organisation=organisation, owner=True)
    Membership.objects.filter(user=member).update(state="ended")
    run()
    outbox.drain("mail")
    assert [letter.to for letter in mail.outbox] == [[owner.email]]


def test_the_letter_speaks_its_readers_language(old: Practice, member: User, client: Client) -> None:
    User.objects.filter(pk=member.pk).update(language="en")
    run()
    outbox.drain("mail")
    letter = mail.outbox[0]
    assert letter.subject == "Does it still run? Квартира с наставник"
    assert link_in(letter).startswith("/en/")
    assert "Does it still run?" in client.get(link_in(letter)).content.decode()


def test_a_link_ends_with_its_readers_membership(old: Practice, member: User, client: Client) -> None:
    run()
    old.refresh_from_db()
    link = f"/bg/practices/still-running/{token_for(old, member)}/"
    Membership.objects.filter(user=member).update(state="ended")
    assert client.get(link).status_code == 403
    assert client.post(link).status_code == 403
    old.refresh_from_db()
    assert old.asked_on is not None


def test_links_that_are_none(old: Practice, member: User, client: Client) -> None:
    run()
    old.refresh_from_db()
    token = token_for(old, member)
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "а:б:в", token + "x"):
        assert client.get(f"/bg/practices/still-running/{wrong}/").status_code == 404
        assert client.post(f"/bg/practices/still-running/{wrong}/").status_code == 404


def test_last_years_link_does_not_answer_this_years_question(
    old: Practice, member: User, client: Client
) -> None:
    run()
    old.refresh_from_db()
    link = f"/bg/practices/still-running/{token_for(old, member)}/"
    Practice.objects.filter(pk=old.pk).update(asked_on=today() + datetime.timedelta(days=370))
    client.post(link)
    old.refresh_from_db()
    assert old.asked_on is not None


def test_a_run_is_bounded_and_goes_on_the_next_day(
    member: User, organisation: Organisation, coordinator: User
) -> None:
    longest = [
        made_old(make_practice(member, organisation, "published", coordinator=coordinator), days=days)
        for days in (400, 500, 450)
    ]
    assert run(at_most=2)["asked"] == 2
    asked = set(Practice.objects.exclude(asked_on=None).values_list("pk", flat=True))
    assert asked == {longest[1].pk, longest[2].pk}
    assert run(1, at_most=2)["asked"] == 1


def test_the_card_is_confirmed_on_the_page_too(
    old: Practice, member: User, other_member: User, signed_in: SignedIn
) -> None:
    address = f"/bg/practices/{old.pk}/confirm/"
    assert signed_in(other_member).post(address).status_code == 403
    client = signed_in(member)
    run()
    assert "Измина една година" in client.get(f"/bg/practices/{old.pk}/").content.decode()
    assert "confirm/" in client.get("/bg/practices/mine/").content.decode()
    thanks, again = (client.post(address, follow=True).content.decode() for _click in range(2))
    assert "вече пише, че е потвърдена днес" in thanks
    assert "Днес вече е потвърдена" in again
    assert old.events.filter(action="confirmed").count() == 1


def test_a_draft_is_not_confirmed(member: User, organisation: Organisation) -> None:
    practice = make_practice(member, organisation)
    with pytest.raises(NotAllowed):
        actions.confirm_practice(actor=member, practice_id=practice.pk)
