"""Letters over a real mail server: each goes out once it can, under one Message-ID, and none stands in another's way."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from core import outbox
from core.models import OutboxItem
from notifications import mail
from notifications.mail import Addressee, Mail, queue_mail, queue_mail_to, register_addressee, register_mail
from tests.factories.people import UserFactory
from tests.services.process import free_port
from tests.services.smtp import MailServer


class PickyServer(MailServer):
    """Refuses some addresses for good, and can hang up in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: set[str] = set()
        self.accepts_only = 1000

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, rcpt_options: list[str]
    ) -> str:
        """aiosmtpd's hook: the address of one reader."""
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if len(self.messages) >= self.accepts_only:
            server.transport.close()
            return "421 closing"
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def server(settings: LazySettings) -> Iterator[PickyServer]:
    with PickyServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Letters of our own: a greeting, one without a reason, one that can't be written."""

    def greeting(recipient: User, **ids: int | str) -> Mail:
        return Mail(
            f"Здравей\n, {recipient.display_name}",
            f"{get_language()} {sorted(ids.items())}",
            "<p>Здравей</p>",
        )

    def broken(recipient: User) -> Mail:
        raise ValueError(recipient.email)

    register_mail("greeting", greeting)
    register_mail("nothing", lambda recipient: None)
    register_mail("broken", broken)
    register_addressee("test-guest", lambda pk: Addressee("guest@example.org", "en", "") if pk == 1 else None)
    yield
    for kind in ("greeting", "nothing", "broken"):
        mail._builders.pop(kind)
    mail._addressee_finders.pop("test-guest")


def greet(*people: User, kind: str = "greeting", **ids: int) -> None:
    with transaction.atomic():
        for person in people:
            queue_mail(kind, recipient_id=person.pk, key="1", **ids)


def due_again() -> None:
    OutboxItem.objects.update(available_at=timezone.now() - datetime.timedelta(hours=3))


def ids_of(server: MailServer, person: User) -> set[str]:
    return {str(message["Message-ID"]) for message in server.to(person.email)}


@pytest.mark.django_db
def test_a_letter_is_written_in_its_readers_language(server: PickyServer) -> None:
    bulgarian, english = UserFactory(display_name="Рая"), UserFactory(language="en")
    greet(bulgarian, english, post=7)
    assert outbox.drain("mail") == 2
    [letter] = server.to(bulgarian.email)
    assert str(letter["Subject"]) == "Здравей , Рая"
    assert letter["Content-Language"] == "bg"
    assert letter["Auto-Submitted"] == "auto-generated"
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == "bg [('post', 7)]"
    assert letter.get_body(("html",)) is not None
    english_plain = server.to(english.email)[0].get_body(("plain",))
    assert english_plain is not None
    assert english_plain.get_content().startswith("en")


@pytest.mark.django_db
def test_while_the_server_is_away_letters_wait_and_no_attempt_counts(
    server: PickyServer, settings: LazySettings
) -> None:
    person = UserFactory()
    greet(person)
    settings.EMAIL_PORT = free_port()
    assert outbox.drain("mail") == 0
    assert OutboxItem.objects.get(topic="mail").attempts == 0
    settings.EMAIL_PORT = server.port
    due_again()
    assert outbox.drain("mail") == 1
    assert len(server.to(person.email)) == 1


@pytest.mark.django_db
def test_a_retried_letter_has_the_same_message_id(server: PickyServer) -> None:
    person = UserFactory()
    greet(person)
    item = OutboxItem.objects.get(topic="mail")
    # A worker dies between sending and saying so: the letter goes out twice, for one reader's eyes.
    assert mail.send_queued([item]) == [item.pk]
    assert outbox.drain("mail") == 1
    assert len(server.to(person.email)) == 2
    assert len(ids_of(server, person)) == 1
    assert str(person.email) not in ids_of(server, person).pop()


@pytest.mark.django_db
def test_a_refused_address_stands_in_nobodys_way(
    server: PickyServer, caplog: pytest.LogCaptureFixture
) -> None:
    first, gone, last = UserFactory.create_batch(3)
    server.refused = {gone.email}
    greet(first, gone, last)
    with caplog.at_level(logging.WARNING):
        assert outbox.drain("mail") == 2
    assert server.to(first.email)
    assert server.to(last.email)
    assert OutboxItem.objects.get(topic="mail").attempts == 1
    assert gone.email not in caplog.text


@pytest.mark.django_db
def test_a_server_that_hangs_up_gets_the_rest_later_and_nothing_twice(server: PickyServer) -> None:
    people = UserFactory.create_batch(4)
    greet(*people)
    server.accepts_only = 2
    assert outbox.drain("mail") == 2
    server.accepts_only = 1000
    due_again()
    assert outbox.drain("mail") == 2
    assert sorted(len(server.to(person.email)) for person in people) == [1, 1, 1, 1]


@pytest.mark.django_db
def test_a_letter_that_cannot_be_written_keeps_the_others_from_going_twice(
    server: PickyServer, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = UserFactory.create_batch(2)
    greet(first)
    greet(second, kind="broken")
    with caplog.at_level(logging.WARNING):
        assert outbox.drain("mail") == 1
    assert len(server.to(first.email)) == 1
    assert second.email not in caplog.text


@pytest.mark.django_db
def test_without_a_reason_or_a_reader_nothing_is_sent_and_nothing_is_left(server: PickyServer) -> None:
    person, inactive = UserFactory(), UserFactory(is_active=False)
    greet(person, kind="nothing")
    greet(inactive)
    assert outbox.drain("mail") == 2
    assert not server.messages
    assert not OutboxItem.objects.filter(topic="mail").exists()


@pytest.mark.django_db
def test_people_without_an_account_are_written_to_where_their_row_says(server: PickyServer) -> None:
    with transaction.atomic():
        queue_mail_to("test-guest", 1, kind="greeting", key="1")
        queue_mail_to("test-guest", 2, kind="greeting", key="2")
    payloads = str(list(OutboxItem.objects.filter(topic="mail").values_list("payload", "key")))
    assert "example.org" not in payloads
    assert outbox.drain("mail") == 2
    [letter] = server.messages
    assert letter["To"] == "guest@example.org"
    assert letter["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_same_reason_twice_is_one_letter(server: PickyServer) -> None:
    person = UserFactory()
    greet(person)
    greet(person)
    outbox.drain("mail")
    assert len(server.to(person.email)) == 1


@pytest.mark.django_db
def test_a_letter_of_a_rolled_back_change_is_never_sent(server: PickyServer) -> None:
    person = UserFactory()
    with transaction.atomic():
        queue_mail("greeting", recipient_id=person.pk, key="1")
        transaction.set_rollback(True)
    assert outbox.drain("mail") == 0
    assert django_mail.outbox == []
