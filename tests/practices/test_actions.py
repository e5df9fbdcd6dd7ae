"""Every change of a practice's state, with what it writes and what it asks the outbox for."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.models import OutboxItem
from directory.models import Organisation
from practices import actions
from practices.models import CardDraft, Practice, PracticeEvent, PracticeText, Remark
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]


def mails() -> list[tuple[str, int]]:
    return sorted(
        (item.payload["kind"], item.payload["recipient"]) for item in OutboxItem.objects.filter(topic="mail")
    )


def test_a_draft_is_started_once_however_often_the_form_is_sent(
    member: User, organisation: Organisation
) -> None:
    token = uuid.uuid4()
    first, is_new = actions.create_practice(
        actor=member, organisation=organisation, document=a_card(), token=token
    )
    again, is_new_again = actions.create_practice(
        actor=member, organisation=organisation, document=a_card(), token=token
    )
    assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
    assert CardDraft.objects.count() == PracticeEvent.objects.count() == 1


def test_somebody_elses_token_shows_nothing(
    member: User, organisation: Organisation, other_member: User, other_organisation: Organisation
) -> None:
    token = uuid.uuid4()
    actions.create_practice(actor=member, organisation=organisation, document=a_card(), token=token)
    with pytest.raises(NotVisible):
        actions.create_practice(
            actor=other_member, organisation=other_organisation, document=a_card(), token=token
        )


def test_only_members_of_the_organisation_start_a_draft(newcomer: User, organisation: Organisation) -> None:
    with pytest.raises(NotAllowed):
        actions.create_practice(
            actor=newcomer, organisation=organisation, document=a_card(), token=uuid.uuid4()
        )


def test_saving_counts_versions_and_refuses_an_older_copy(practice_in: PracticeIn, member: User) -> None:
    practice = practice_in("draft")
    version = actions.save_draft(
        actor=member, practice_id=practice.pk, document=a_card(title="Втори вариант"), version=1
    )
    assert version == 2
    with pytest.raises(actions.DraftConflictError) as conflict:
        actions.save_draft(actor=member, practice_id=practice.pk, document=a_card(title="Трети"), version=1)
    assert conflict.value.draft.document["texts"]["bg"]["title"] == "Втори вариант"


def test_saving_what_is_stored_already_writes_nothing(
    practice_in: PracticeIn, member: User, django_assert_num_queries: Any
) -> None:
    practice = practice_in("draft")
    stored = practice.draft.document
    before = CardDraft.objects.get(pk=practice.pk).updated_at
    assert actions.save_draft(actor=member, practice_id=practice.pk, document=stored, version=1) == 1
    assert CardDraft.objects.get(pk=practice.pk).updated_at == before


def test_a_draft_stays_out_of_the_public_rows(practice_in: PracticeIn) -> None:
    practice = practice_in("submitted")
    assert not PracticeText.objects.exists()
    assert not practice.terms.exists()
    assert practice.country == ""


def test_sending_needs_a_snapshot(member: User, organisation: Organisation) -> None:
    practice = make_practice(member, organisation, card=a_card(themes=[], summary=""))
    with pytest.raises(actions.IncompleteCardError) as incomplete:
        actions.submit_practice(actor=member, practice_id=practice.pk)
    assert {problem.field for problem in incomplete.value.problems} == {"themes", "summary"}
    practice.refresh_from_db()
    assert practice.state == "draft"


def test_sending_twice_is_sending_once(practice_in: PracticeIn, member: User, coordinator: User) -> None:
    practice = practice_in("submitted")
    assert actions.submit_practice(actor=member, practice_id=practice.pk) is False
    practice.refresh_from_db()
    assert practice.review_round == 1
    assert mails() == [("practice_submitted", coordinator.pk)]


def test_sending_back_takes_a_remark(practice_in: PracticeIn, coordinator: User) -> None:
    practice = practice_in("submitted")
    with pytest.raises(actions.NoRemarkError):
        actions.return_practice(actor=coordinator, practice_id=practice.pk, remarks={"summary": "  "})
    assert not Remark.objects.exists()


def test_sending_back_tells_the_author(practice_in: PracticeIn, coordinator: User, member: User) -> None:
    practice = practice_in("submitted")
    remarks = {"summary": "Колко семейства?", "": "Почти готово.", "unknown": "не се пази"}
    assert actions.return_practice(actor=coordinator, practice_id=practice.pk, remarks=remarks) is True
    assert actions.return_practice(actor=coordinator, practice_id=practice.pk, remarks=remarks) is False
    assert sorted(Remark.objects.values_list("field", "text")) == [
        ("", "Почти готово."),
        ("summary", "Колко семейства?"),
    ]
    assert ("practice_returned", member.pk) in mails()


def test_publishing_projects_the_card(practice_in: PracticeIn, member: User, coordinator: User) -> None:
    practice = practice_in("published")
    text = PracticeText.objects.get(practice=practice)
    assert (text.language, text.title) == ("bg", "Квартира с наставник")
    assert text.activities == [{"title": "Търсене", "text": "Обикаляме обявите заедно."}]
    assert [term.code for term in practice.terms_of("theme")] == ["housing", "employment"]
    assert [place.code for place in practice.places.all()] == ["HKV34"]
    assert practice.published_at is not None
    assert practice.is_full is False
    assert OutboxItem.objects.filter(topic__startswith="search.", key=f"practice:{practice.pk}").exists()
    assert ("practice_published", member.pk) in mails()


def test_publishing_twice_is_publishing_once(practice_in: PracticeIn, coordinator: User) -> None:
    practice = practice_in("published")
    rows = OutboxItem.objects.values_list("topic", "key", "version").order_by("pk")
    before = list(rows)
    assert actions.publish_practice(actor=coordinator, practice_id=practice.pk) is False
    assert list(rows) == before
    assert PracticeEvent.objects.filter(practice=practice, action="published").count() == 1


def test_nobody_reviews_their_own_organisation(
    practice_in: PracticeIn, member: User, coordinator: User
) -> None:
    practice = practice_in("submitted")
    member.is_coordinator = True
    member.save()
    for act in (
        lambda: actions.publish_practice(actor=member, practice_id=practice.pk),
        lambda: actions.return_practice(actor=member, practice_id=practice.pk, remarks={"": "да"}),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_decision_on_what_is_no_longer_waiting_is_refused(
    practice_in: PracticeIn, coordinator: User
) -> None:
    practice = practice_in("returned")
    with pytest.raises(NotAllowed):
        actions.publish_practice(actor=coordinator, practice_id=practice.pk)


def test_a_returned_practice_goes_round_again(
    practice_in: PracticeIn, member: User, coordinator: User
) -> None:
    practice = practice_in("returned")
    actions.save_draft(
        actor=member, practice_id=practice.pk, document=a_card(summary="Дванайсет семейства."), version=1
    )
    assert actions.submit_practice(actor=member, practice_id=practice.pk) is True
    assert actions.publish_practice(actor=coordinator, practice_id=practice.pk) is True
    practice.refresh_from_db()
    assert (practice.state, practice.review_round) == ("published", 2)


def test_archiving_takes_it_out_of_the_index(practice_in: PracticeIn, member: User) -> None:
    practice = practice_in("published")
    before = OutboxItem.objects.get(topic="search.embedded", key=f"practice:{practice.pk}").version
    assert actions.archive_practice(actor=member, practice_id=practice.pk) is True
    assert actions.archive_practice(actor=member, practice_id=practice.pk) is False
    row = OutboxItem.objects.get(topic="search.embedded", key=f"practice:{practice.pk}")
    assert (row.version, row.is_pending) == (before + 1, True)


def test_a_practice_moves_only_to_ones_own_organisation(
    practice_in: PracticeIn, member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("draft")
    card = a_card(organisation=other_organisation.slug)
    with pytest.raises(NotAllowed):
        actions.save_draft(actor=member, practice_id=practice.pk, document=card, version=1)
    practice.refresh_from_db()
    assert practice.organisation.slug == "most"


def test_nothing_is_half_written_when_publishing_fails(
    practice_in: PracticeIn, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = practice_in("submitted")
    practice.draft.document["facts"]["themes"] = ["no-such-theme"]
    practice.draft.save()
    with pytest.raises(actions.IncompleteCardError):
        actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    practice.refresh_from_db()
    assert practice.state == "submitted"
    assert not PracticeText.objects.exists()
