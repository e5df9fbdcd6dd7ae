"""A personal number in a draft is said at its field, is never sent or published, and is gone after 30 days."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.models import OutboxItem
from practices import actions, tasks
from practices.checks import Completeness, check_card
from practices.models import CardDraft, Practice, PracticeRound
from practices.privacy import personal_data_in, without_personal_numbers
from tests.factories.practices import a_card

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
EGN, LNCH = "7501010010", "7111042925"
AFTER_A_MONTH = datetime.timedelta(days=31)


def a_card_with_numbers() -> dict[str, object]:
    return a_card(
        summary=f"Семейството на лице с ЕГН {EGN}.",
        origin=f"<p>ЛНЧ <strong>{LNCH[:4]}</strong>{LNCH[4:]}</p>",
        activities=[{"title": "Търсене", "text": f"За {EGN[:6]} {EGN[6:]} и за други."}],
        tags=[EGN],
    )


def test_it_is_said_at_its_field_as_soon_as_the_draft_is_opened(
    practice_in: PracticeIn, member: User, signed_in: Callable[[Actor], Client]
) -> None:
    practice = practice_in("draft", card=a_card_with_numbers())
    problems = check_card(practice.draft.document, level=Completeness.DRAFT)
    assert {problem.field for problem in problems} == {"summary", "origin", "activities-0-text", "tags"}
    assert all(EGN not in problem.message for problem in problems)
    body = signed_in(member).get(f"/bg/practices/{practice.pk}/edit/").content.decode()
    assert "75…10" in body


def test_a_card_with_one_is_neither_sent_nor_published(
    practice_in: PracticeIn, member: User, coordinator: User
) -> None:
    draft = practice_in("draft", card=a_card_with_numbers())
    with pytest.raises(actions.IncompleteCardError):
        actions.submit_practice(actor=member, practice_id=draft.pk)
    waiting = practice_in("submitted")
    waiting.draft.document = a_card_with_numbers()
    waiting.draft.save()
    with pytest.raises(actions.IncompleteCardError):
        actions.publish_practice(actor=coordinator, practice_id=waiting.pk)


def test_the_contacts_mailbox_is_no_finding() -> None:
    assert personal_data_in(a_card(contact_email="office@example.org")) == []
    found = personal_data_in(a_card(summary="Пишете на maria@example.org или на 0888 123 456."))
    assert [(one.field, one.kind.value, one.is_forbidden) for one in found] == [
        ("summary", "email", False),
        ("summary", "phone", False),
    ]


def test_after_thirty_days_the_numbers_are_gone_and_the_rest_stays(practice_in: PracticeIn) -> None:
    practice = practice_in("draft", card=a_card_with_numbers())
    PracticeRound.objects.create(practice=practice, number=1, document=a_card_with_numbers())
    before = CardDraft.objects.get(pk=practice.pk)
    assert actions.purge_personal_numbers() == 0
    assert actions.purge_personal_numbers(now=timezone.now() + AFTER_A_MONTH) == 1
    after = CardDraft.objects.get(pk=practice.pk)
    assert (after.version, after.updated_at) == (before.version + 1, before.updated_at)
    words = after.document["texts"]["bg"]
    assert words["summary"] == "Семейството на лице с ЕГН [личен номер, изтрит]."
    assert words["activities"] == [{"title": "Търсене", "text": "За [личен номер, изтрит] и за други."}]
    assert words["origin"] == "<p>ЛНЧ [личен номер, изтрит]</p>"
    assert words["title"] == before.document["texts"]["bg"]["title"]
    for document in (after.document, practice.rounds.get().document):
        assert not [found for found in personal_data_in(document) if found.is_forbidden]
        assert EGN not in str(document)
    event = practice.events.get(action="purged")
    assert event.actor is None


def test_it_runs_again_without_a_trace(practice_in: PracticeIn) -> None:
    practice = practice_in("draft", card=a_card_with_numbers())
    later = timezone.now() + AFTER_A_MONTH
    actions.purge_personal_numbers(now=later)
    stored = CardDraft.objects.values().get(pk=practice.pk)
    assert actions.purge_personal_numbers(now=later) == 0
    assert CardDraft.objects.values().get(pk=practice.pk) == stored
    assert practice.events.filter(action="purged").count() == 1
    assert not OutboxItem.objects.filter(topic="mail").exists()


def test_a_draft_without_numbers_is_left_as_it_is(practice_in: PracticeIn) -> None:
    practice = practice_in("draft")
    stored = practice.draft.document
    assert actions.purge_personal_numbers(now=timezone.now() + AFTER_A_MONTH) == 1
    draft = CardDraft.objects.get(pk=practice.pk)
    assert (draft.document, draft.version) == (stored, 1)
    assert not practice.events.filter(action="purged").exists()


def test_a_draft_that_is_changed_waits_anew(practice_in: PracticeIn, member: User) -> None:
    practice = practice_in("draft", card=a_card_with_numbers())
    now = timezone.now()
    actions.purge_personal_numbers(now=now + AFTER_A_MONTH)
    CardDraft.objects.filter(pk=practice.pk).update(
        document=a_card_with_numbers(), updated_at=now + datetime.timedelta(days=40)
    )
    assert actions.purge_personal_numbers(now=now + datetime.timedelta(days=41)) == 0
    assert actions.purge_personal_numbers(now=now + datetime.timedelta(days=75)) == 1
    assert EGN not in str(CardDraft.objects.get(pk=practice.pk).document)


def test_the_task_goes_on_until_nothing_is_left(
    practice_in: PracticeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.purging, "BATCH_SIZE", 2)
    for _number in range(5):
        practice_in("draft", card=a_card_with_numbers())
    CardDraft.objects.update(updated_at=timezone.now() - AFTER_A_MONTH)
    tasks.purge_personal_numbers()
    assert EGN not in str(list(CardDraft.objects.values_list("document", flat=True)))


def test_in_english_the_mark_is_english() -> None:
    document, count = without_personal_numbers(a_card("en", summary=f"The family of {EGN}."))
    assert (document["texts"]["en"]["summary"], count) == ("The family of [personal number, deleted].", 1)
