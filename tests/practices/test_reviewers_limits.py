"""What a reviewer might try, or do by accident: deciding on their own card, or on one that nobody has read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from core.access import Actor, NotAllowed
from core.models import OutboxItem
from directory.models import Membership, Organisation
from practices import actions
from practices.models import Practice
from practices.policies import can_review_practice, can_score_practice
from tests.factories.people import MembershipFactory
from tests.factories.practices import a_card, a_full_card, make_practice, make_update

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]


def sent_once_more(practice: Practice, member: User, coordinator: User, summary: str) -> None:
    """A colleague sends it back, and the authors send another card."""
    actions.return_practice(actor=coordinator, practice_id=practice.pk, remarks={"summary": "Колко?"})
    practice.draft.refresh_from_db()
    actions.save_draft(
        actor=member,
        practice_id=practice.pk,
        document=a_card(summary=summary),
        version=practice.draft.version,
    )
    actions.submit_practice(actor=member, practice_id=practice.pk)


@pytest.mark.parametrize("action", ["publish", "return"])
@pytest.mark.parametrize(("language", "said"), [("bg", "още веднъж"), ("en", "once more")])
def test_a_card_that_was_sent_again_meanwhile_is_read_before_it_is_decided_on(
    practice_in: PracticeIn,
    member: User,
    coordinator: User,
    second_coordinator: User,
    signed_in: SignedIn,
    action: str,
    language: str,
    said: str,
) -> None:
    practice = practice_in("submitted")
    address = f"/{language}/practices/{practice.pk}/review/"
    reviewer = signed_in(second_coordinator)
    assert 'name="round" value="1"' in reviewer.get(address).content.decode()
    sent_once_more(practice, member, coordinator, "Нещо, което никой не е чел.")

    letters = OutboxItem.objects.count()
    data = {"action": action, "round": "1", "remark-summary": "Добре е."}
    response = reviewer.post(address, data)
    page = response.content.decode()
    assert response.status_code == 409
    assert said in page
    assert "Добре е." in page, "what was typed is still there"
    assert "Нещо, което никой не е чел." in page
    practice.refresh_from_db()
    assert practice.state == "submitted"
    assert OutboxItem.objects.count() == letters

    assert 'name="round" value="2"' in page
    assert reviewer.post(address, data | {"round": "2"}).status_code == 302
    practice.refresh_from_db()
    assert practice.state == ("published" if action == "publish" else "returned")


def test_an_update_that_its_authors_still_write_is_nobody_elses_once_the_card_is_archived(
    member: User, organisation: Organisation, coordinator: User, signed_in: SignedIn
) -> None:
    practice = make_update(member, organisation, "draft", coordinator=coordinator, summary="Още недописано.")
    actions.archive_practice(actor=member, practice_id=practice.pk)
    for path in ("review", "update", "preview", "edit"):
        response = signed_in(coordinator).get(f"/bg/practices/{practice.pk}/{path}/", follow=True)
        assert "Още недописано." not in response.content.decode(), path
    assert signed_in(coordinator).get(f"/bg/practices/{practice.pk}/review/").status_code == 403


def test_who_wrote_a_card_and_left_does_not_review_it(
    organisation: Organisation, member: User, coordinator: User, second_coordinator: User, signed_in: SignedIn
) -> None:
    MembershipFactory(user=coordinator, organisation=organisation)
    practice = make_practice(coordinator, organisation, "submitted", card=a_full_card())
    actions.pass_on_practice(actor=coordinator, practice_id=practice.pk, new_author_id=member.pk)
    Membership.objects.filter(user=coordinator).delete()

    left = User.objects.get(pk=coordinator.pk)
    practice.refresh_from_db()
    assert not can_review_practice(left, practice)
    assert practice not in Practice.objects.waiting_for(left)
    assert practice in Practice.objects.waiting_for(second_coordinator)
    for act in (actions.claim_practice, actions.publish_practice):
        with pytest.raises(NotAllowed):
            act(actor=left, practice_id=practice.pk)
    address = f"/bg/practices/{practice.pk}/review/"
    assert signed_in(left).post(address, {"action": "publish"}).status_code == 403

    actions.publish_practice(actor=second_coordinator, practice_id=practice.pk)
    practice.refresh_from_db()
    assert practice.label
    assert not can_score_practice(left, practice)
    assert practice not in Practice.objects.needing_score_by(left)
