"""Who has taken a review on: one coordinator at a time, and nobody is kept waiting by somebody who went away."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.access import Actor, NotAllowed
from core.models import OutboxItem
from directory.models import Organisation
from practices import actions
from practices.models import Practice, ReviewClaim
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]


def holder_of(practice: Practice) -> int | None:
    return ReviewClaim.objects.filter(practice=practice).values_list("coordinator", flat=True).first()


def test_taking_on_twice_is_taking_on_once(practice_in: PracticeIn, coordinator: User) -> None:
    practice = practice_in("submitted")
    assert actions.claim_practice(actor=coordinator, practice_id=practice.pk) is True
    assert actions.claim_practice(actor=coordinator, practice_id=practice.pk) is False
    assert practice.events.filter(action="claimed").count() == 1


def test_a_colleague_is_asked_first(
    practice_in: PracticeIn, coordinator: User, second_coordinator: User
) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    with pytest.raises(actions.ClaimedError):
        actions.claim_practice(actor=second_coordinator, practice_id=practice.pk)
    with pytest.raises(actions.ClaimedError):  # knows of somebody who hasn't got it any more
        actions.claim_practice(actor=second_coordinator, practice_id=practice.pk, take_over_from=0)
    assert actions.claim_practice(
        actor=second_coordinator, practice_id=practice.pk, take_over_from=coordinator.pk
    )
    assert holder_of(practice) == second_coordinator.pk


def test_after_two_working_days_it_can_be_taken_over(
    practice_in: PracticeIn, coordinator: User, second_coordinator: User
) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    long_ago = timezone.now() - datetime.timedelta(days=14)
    ReviewClaim.objects.update(claimed_at=long_ago)
    with pytest.raises(actions.ClaimedError):  # the authors have only just sent the card
        actions.claim_practice(actor=second_coordinator, practice_id=practice.pk)
    Practice.objects.update(submitted_at=long_ago)
    assert actions.claim_practice(actor=second_coordinator, practice_id=practice.pk) is True


def test_who_no_longer_coordinates_holds_nothing(
    practice_in: PracticeIn, coordinator: User, second_coordinator: User
) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    User.objects.filter(pk=coordinator.pk).update(is_coordinator=False)
    assert actions.publish_practice(actor=second_coordinator, practice_id=practice.pk) is True


def test_giving_back(practice_in: PracticeIn, coordinator: User, second_coordinator: User) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    assert actions.release_practice(actor=second_coordinator, practice_id=practice.pk) is False
    assert actions.release_practice(actor=coordinator, practice_id=practice.pk) is True
    assert actions.release_practice(actor=coordinator, practice_id=practice.pk) is False
    assert holder_of(practice) is None


@pytest.mark.parametrize("state", ["returned", "published", "archived"])
def test_only_what_waits_is_taken_on(practice_in: PracticeIn, coordinator: User, state: str) -> None:
    with pytest.raises(NotAllowed):
        actions.claim_practice(actor=coordinator, practice_id=practice_in(state).pk)


def test_nobody_takes_on_their_own_organisations(practice_in: PracticeIn, member: User) -> None:
    practice = practice_in("submitted")
    member.is_coordinator = True
    member.save()
    with pytest.raises(NotAllowed):
        actions.claim_practice(actor=member, practice_id=practice.pk)


@pytest.mark.parametrize("decision", ["publish", "return"])
def test_deciding_on_a_colleagues_review_asks_first(
    practice_in: PracticeIn,
    coordinator: User,
    second_coordinator: User,
    signed_in: SignedIn,
    decision: str,
) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    client, address = signed_in(second_coordinator), f"/bg/practices/{practice.pk}/review/"
    data = {"action": decision, "remark-summary": "Колко са семействата?"}
    asked = client.post(address, data)
    body = asked.content.decode()
    assert asked.status_code == 409
    assert "Колко са семействата?" in body
    assert coordinator.display_name in body
    practice.refresh_from_db()
    assert practice.state == "submitted"
    assert client.post(address, data | {"despite_claim_of": coordinator.pk}).status_code == 302
    practice.refresh_from_db()
    assert practice.state == {"publish": "published", "return": "returned"}[decision]


def test_taking_over_is_confirmed_on_a_page_of_its_own(
    practice_in: PracticeIn, coordinator: User, second_coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("submitted")
    address = f"/bg/practices/{practice.pk}/claim/"
    first, second = signed_in(coordinator), signed_in(second_coordinator)
    assert first.post(address, {"action": "claim"}).url == f"/bg/practices/{practice.pk}/review/"
    asked = second.post(address, {"action": "claim"})
    assert asked.status_code == 409
    assert coordinator.display_name in asked.content.decode()
    assert holder_of(practice) == coordinator.pk
    second.post(address, {"action": "claim", "take_over_from": coordinator.pk})
    assert holder_of(practice) == second_coordinator.pk
    first.post(address, {"action": "release"})
    assert holder_of(practice) == second_coordinator.pk


def test_the_queue_says_who_has_what(
    practice_in: PracticeIn, coordinator: User, second_coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    assert (
        coordinator.display_name
        in signed_in(second_coordinator).get("/bg/practices/review/").content.decode()
    )
    assert ">вие<" in signed_in(coordinator).get("/bg/practices/review/").content.decode()


def test_the_next_round_goes_to_who_has_taken_it_on(
    practice_in: PracticeIn, member: User, coordinator: User, second_coordinator: User
) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    actions.return_practice(actor=coordinator, practice_id=practice.pk, remarks={"": "Почти готово."})
    OutboxItem.objects.all().delete()
    actions.save_draft(actor=member, practice_id=practice.pk, document=a_card(summary="Ново."), version=1)
    actions.submit_practice(actor=member, practice_id=practice.pk)
    letters = OutboxItem.objects.filter(topic="mail")
    assert [item.payload["recipient"] for item in letters] == [coordinator.pk]


def test_publishing_ends_the_claim(practice_in: PracticeIn, coordinator: User) -> None:
    practice = practice_in("submitted")
    actions.claim_practice(actor=coordinator, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    assert holder_of(practice) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_has_it(
    member: User, organisation: Organisation, coordinator: User, second_coordinator: User
) -> None:
    practice = make_practice(member, organisation, "submitted")
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def take(actor: User) -> None:
        gate.wait()
        try:
            actions.claim_practice(actor=actor, practice_id=practice.pk)
            outcomes.append("has it")
        except actions.ClaimedError:
            outcomes.append("asked")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=[one]) for one in (coordinator, second_coordinator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "has it"]
    assert ReviewClaim.objects.count() == 1
