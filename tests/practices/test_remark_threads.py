"""Authors and reviewers talk at the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from practices import actions
from practices.models import Practice, Remark
from practices.remarks import remark_threads
from tests.factories.practices import a_card

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]
EGN = "7501010010"


@pytest.fixture
def returned(practice_in: PracticeIn) -> Practice:
    return practice_in("returned")


@pytest.fixture
def remark(returned: Practice) -> Remark:
    return returned.remarks.get()


def answer(actor: User, remark: Remark, text: str) -> bool:
    return actions.answer_remark(actor=actor, practice_id=remark.practice_id, remark_id=remark.pk, text=text)


def test_an_answer_stands_beneath_its_remark(remark: Remark, member: User) -> None:
    assert answer(member, remark, "Дванайсет, ще го допиша.") is True
    (thread,) = remark_threads(Remark.objects.all())
    assert [(one.text, one.field) for one in thread.thread] == [("Дванайсет, ще го допиша.", "summary")]


def test_a_double_click_answers_once(remark: Remark, member: User) -> None:
    assert answer(member, remark, "Дванайсет.") is True
    before = list(OutboxItem.objects.values_list("pk", "version"))
    assert answer(member, remark, " Дванайсет. ") is False
    assert remark.answers.count() == 1
    assert list(OutboxItem.objects.values_list("pk", "version")) == before


def test_both_sides_are_told(remark: Remark, member: User, coordinator: User) -> None:
    outbox.drain("mail")
    mail.outbox.clear()
    answer(member, remark, "Дванайсет.")
    outbox.drain("mail")
    answer(coordinator, remark, "Благодаря! Напишете го и в резюмето.")
    outbox.drain("mail")
    assert [letter.to for letter in mail.outbox] == [[coordinator.email], [member.email]]
    letter = mail.outbox[0]
    assert "Квартира с наставник" in letter.subject
    assert f"/practices/{remark.practice_id}/remarks/{remark.pk}/answer/" in letter.body
    assert "Дванайсет" not in letter.body


def test_the_reviewer_sees_the_answer_in_the_next_round(
    remark: Remark, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    answer(member, remark, "Дванайсет, виж списъка.")
    actions.save_draft(
        actor=member, practice_id=remark.practice_id, document=a_card(summary="Дванайсет."), version=1
    )
    actions.submit_practice(actor=member, practice_id=remark.practice_id)
    body = signed_in(coordinator).get(f"/bg/practices/{remark.practice_id}/review/").content.decode()
    assert body.index("Колко семейства?") < body.index("Дванайсет, виж списъка.")


def test_who_may_answer(remark: Remark, other_member: User, newcomer: User, visitor: Actor) -> None:
    for actor in (other_member, newcomer, visitor):
        with pytest.raises(NotVisible):
            answer(actor, remark, "Чуждо")  # type: ignore[arg-type]
    assert remark.answers.count() == 0


def test_a_remark_of_another_practice_is_not_there(
    remark: Remark, practice_in: PracticeIn, member: User
) -> None:
    other = practice_in("returned")
    with pytest.raises(NotVisible):
        actions.answer_remark(actor=member, practice_id=other.pk, remark_id=remark.pk, text="Не тук")


def test_an_answer_has_no_answers(remark: Remark, member: User) -> None:
    answer(member, remark, "Дванайсет.")
    with pytest.raises(NotVisible):
        answer(member, remark.answers.get(), "Още нещо")


def test_after_publication_the_talk_is_over(
    remark: Remark, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    actions.submit_practice(actor=member, practice_id=remark.practice_id)
    actions.publish_practice(actor=coordinator, practice_id=remark.practice_id)
    with pytest.raises(NotAllowed):
        answer(member, remark, "Късно е")
    page = signed_in(member).get(f"/bg/practices/{remark.practice_id}/remarks/{remark.pk}/answer/")
    assert page.status_code == 403


@pytest.mark.parametrize("text", ["", "  \n ", f"ЕГН {EGN}", "а" * 2001])
def test_what_cannot_be_sent_is_kept_and_explained(
    remark: Remark, member: User, signed_in: SignedIn, text: str
) -> None:
    address = f"/bg/practices/{remark.practice_id}/remarks/{remark.pk}/answer/"
    response = signed_in(member).post(address, {"text": text})
    assert response.status_code == 422
    body = response.content.decode()
    assert text.strip() in body
    assert "field__error" in body
    assert remark.answers.count() == 0


def test_a_thread_has_an_end(remark: Remark, member: User) -> None:
    for number in range(actions.answering.MAX_ANSWERS):
        answer(member, remark, f"Отговор {number}")
    with pytest.raises(actions.TooManyAnswersError):
        answer(member, remark, "Още един")


@pytest.mark.parametrize("language", ["bg", "en"])
def test_answering_without_a_script(remark: Remark, member: User, signed_in: SignedIn, language: str) -> None:
    address = f"/{language}/practices/{remark.practice_id}/remarks/{remark.pk}/answer/"
    client = signed_in(member)
    assert client.post(address, {"text": "Дванайсет семейства."}).url == address
    assert "Дванайсет семейства." in client.get(address).content.decode()


def test_a_remark_with_a_personal_number_is_not_sent(
    practice_in: PracticeIn, coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("submitted")
    response = signed_in(coordinator).post(
        f"/bg/practices/{practice.pk}/review/", {"action": "return", "remark-summary": f"Лицето е {EGN}"}
    )
    assert response.status_code == 422
    assert 'id="error-summary"' in response.content.decode()
    assert not practice.remarks.exists()
