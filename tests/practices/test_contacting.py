"""Writing to the people behind a practice: passed on by mail, and nobody's address is shown on the way."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from directory.models import Organisation
from practices import actions
from practices.actions import contacting
from practices.models import ContactLetter, Practice
from practices.tasks import forget_contact_letters
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]
MAILBOX = "kutiya-4711@example.org"


@pytest.fixture
def practice(practice_in: PracticeIn) -> Practice:
    made = practice_in("published", card=a_card(contact_email=MAILBOX, contact_visibility="form"))
    outbox.drain("mail")
    mail.outbox.clear()
    return made


def send(practice: Practice, actor: Actor, **values: Any) -> bool:
    given: dict[str, Any] = {
        "subject": "Въпрос за наставниците",
        "text": "Колко часа седмично отделят?\nИ кой ги обучава?",
        "shares_address": False,
        "token": uuid.uuid4(),
    }
    return actions.send_contact_letter(actor=actor, practice_id=practice.pk, **given | values)


def delivered() -> list[Any]:
    outbox.drain("mail")
    return mail.outbox


def test_the_letter_goes_to_the_mailbox_and_keeps_the_senders_address(
    practice: Practice, other_member: User
) -> None:
    assert send(practice, other_member)
    (letter,) = delivered()
    assert letter.to == [MAILBOX]
    assert letter.subject == "[Мегдан] Въпрос за наставниците"
    assert "> Колко часа седмично отделят?\n> И кой ги обучава?" in letter.body
    assert "Петър Прагов" in letter.body
    assert "Фондация „Праг“" in letter.body
    assert other_member.email not in str(letter.message())
    assert "Reply-To" not in letter.message()


def test_with_consent_the_answer_goes_to_the_sender(practice: Practice, other_member: User) -> None:
    send(practice, other_member, shares_address=True)
    (letter,) = delivered()
    assert letter.message()["Reply-To"] == other_member.email
    assert other_member.email in letter.body


def test_without_a_mailbox_it_goes_to_who_answers_for_the_practice(
    practice_in: PracticeIn, member: User, other_member: User
) -> None:
    made = practice_in("published")
    outbox.drain("mail")
    mail.outbox.clear()
    send(made, other_member)
    (letter,) = delivered()
    assert letter.to == [member.email]


def test_when_nobody_could_get_it_the_sender_is_told(organisation: Organisation, other_member: User) -> None:
    made = actions.import_published_practice(
        author=None, organisation=organisation, document=a_card(), external_id="проба:1"
    )
    with pytest.raises(NotAllowed):
        send(made, other_member)


def test_the_same_form_sends_once(practice: Practice, other_member: User, coordinator: User) -> None:
    token = uuid.uuid4()
    assert send(practice, other_member, token=token)
    before = OutboxItem.objects.count()
    assert not send(practice, other_member, token=token)
    assert OutboxItem.objects.count() == before
    with pytest.raises(NotVisible):  # somebody else's form
        send(practice, coordinator, token=token)
    assert len(delivered()) == 1


@pytest.mark.parametrize(
    "subject", ["Здравейте\r\nBcc: vsichki@example.org", "Здравейте\nX-Evil: 1", "а\u2028б\x00в\u202eг"]
)
def test_a_subject_adds_no_header(practice: Practice, other_member: User, subject: str) -> None:
    send(practice, other_member, subject=subject)
    (letter,) = delivered()
    message = letter.message()
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert letter.recipients() == [MAILBOX]
    assert not re.search(r"[\r\n\x00\u202e]", letter.subject)


def test_letters_of_a_day_are_few(
    practice: Practice, other_member: User, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacting, "MAX_LETTERS_A_DAY", 2)
    monkeypatch.setattr(contacting, "MAX_LETTERS_TO_PRACTICE_A_DAY", 3)
    for _letter in range(2):
        send(practice, other_member)
    with pytest.raises(NotAllowed):
        send(practice, other_member)
    send(practice, coordinator)
    with pytest.raises(NotAllowed):
        send(practice, coordinator)
    ContactLetter.objects.update(created_at=timezone.now() - datetime.timedelta(days=2))
    assert send(practice, other_member)


def test_an_archived_practice_gets_no_letters_not_even_those_that_wait(
    practice: Practice, member: User, other_member: User
) -> None:
    send(practice, other_member)
    actions.archive_practice(actor=member, practice_id=practice.pk)
    assert delivered() == []
    with pytest.raises(NotAllowed):
        send(practice, other_member)


def test_a_letter_is_forgotten_after_thirty_days(practice: Practice, other_member: User) -> None:
    send(practice, other_member)
    now = timezone.now()
    ContactLetter.objects.update(created_at=now - ContactLetter.KEPT_FOR + datetime.timedelta(hours=1))
    forget_contact_letters()
    assert ContactLetter.objects.count() == 1
    ContactLetter.objects.update(created_at=now - ContactLetter.KEPT_FOR - datetime.timedelta(hours=1))
    forget_contact_letters()
    forget_contact_letters()
    assert not ContactLetter.objects.exists()
    assert delivered() == []


def test_no_page_shows_an_address(
    practice: Practice, personas: dict[str, Actor], signed_in: SignedIn, member: User
) -> None:
    """Neither the mailbox nor the author's own address, whatever is asked or sent wrongly."""
    address = f"/bg/practices/{practice.pk}/contact/"
    for name, actor in personas.items():
        if name == "member":
            continue
        client = signed_in(actor)
        for response in (
            client.get(f"/bg/practices/{practice.pk}/"),
            client.get(address, follow=True),
            client.post(address, {"subject": "", "text": ""}, follow=True),
            client.get(f"{address}sent/", follow=True),
        ):
            page = response.content.decode() + str(response.headers)
            assert MAILBOX not in page, name
            assert member.email not in page, name


def test_who_may_write(
    practice: Practice, practice_in: PracticeIn, personas: dict[str, Actor], signed_in: SignedIn
) -> None:
    expected = {"visitor": 302, "newcomer": 403, "member": 403, "other_member": 302, "coordinator": 302}
    draft = practice_in("draft")
    for name, actor in personas.items():
        client = signed_in(actor)
        data = {"subject": "а", "text": "б", "shares_address": "no", "token": uuid.uuid4()}
        response = client.post(f"/bg/practices/{practice.pk}/contact/", data)
        assert response.status_code == expected.get(name, 403), name
        hidden = client.post(f"/bg/practices/{draft.pk}/contact/", data).status_code
        assert hidden == {"visitor": 302, "member": 403}.get(name, 404), name
    assert ContactLetter.objects.count() == 2


def test_the_form_keeps_what_was_typed_and_asks_for_the_choice(
    practice: Practice, signed_in: SignedIn, other_member: User
) -> None:
    client, address = signed_in(other_member), f"/bg/practices/{practice.pk}/contact/"
    html = client.get(address).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)
    assert token
    assert "Петър Прагов" in html
    assert "checked" not in html.split('name="shares_address"')[1].split("</fieldset>")[0]
    data = {"subject": "Питане", "text": "Колко струва?", "token": token[1]}
    refused = client.post(address, data)
    assert refused.status_code == 422
    body = refused.content.decode()
    assert 'value="Питане"' in body
    assert "Колко струва?" in body
    assert token[1] in body
    assert client.post(address, data | {"text": "\u200b \u200b", "shares_address": "no"}).status_code == 422
    assert client.post(address, data | {"token": "грешка", "shares_address": "no"}).status_code == 422
    for _click in range(2):
        sent = client.post(address, data | {"shares_address": "no"}, follow=True)
        assert "Писмото ви пътува" in sent.content.decode()
    assert ContactLetter.objects.count() == 1


def test_who_belongs_nowhere_is_shown_the_way(
    practice: Practice, signed_in: SignedIn, newcomer: User
) -> None:
    html = signed_in(newcomer).get(f"/en/practices/{practice.pk}/contact/").content.decode()
    assert "/en/organisations/" in html
    assert "<textarea" not in html


def test_an_english_card_is_written_to_in_english(
    member: User, organisation: Organisation, coordinator: User, other_member: User
) -> None:
    card = a_card("en", contact_email=MAILBOX)
    made = make_practice(member, organisation, "published", coordinator=coordinator, card=card)
    outbox.drain("mail")
    mail.outbox.clear()
    send(made, other_member)
    (letter,) = delivered()
    assert "writes to you about" in letter.body
    assert "Threshold Foundation" in letter.body
