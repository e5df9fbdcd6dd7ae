"""When the server is slow or rude, or another row fails, nobody gets a letter twice because of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.models import OutboxItem
from notifications import mail
from notifications.mail import Mail, queue_mail, register_mail
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


class RudeAtParting(EmailBackend):
    """Takes every letter, and breaks the line instead of saying goodbye."""

    def close(self) -> None:
        raise ConnectionResetError


class Slow(EmailBackend):
    """While it takes the first letter the claim on the others runs out, and another worker takes them."""

    def send_messages(self, messages: list[django_mail.EmailMessage]) -> int:
        OutboxItem.objects.exclude(key__contains="first").update(claim="9b7a4c1e-0000-4000-8000-000000000000")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    register_mail("hello", lambda recipient, **ids: Mail("Здравей", "…"))
    yield
    del mail._builders["hello"]


def queue(*keys: str) -> User:
    reader: User = UserFactory()
    with transaction.atomic():
        for key in keys:
            queue_mail("hello", recipient_id=reader.pk, key=key)
    return reader


def test_a_server_that_hangs_up_after_the_last_letter_gets_none_again(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RudeAtParting"
    queue("first", "second")
    assert outbox.drain("mail") == 2
    assert len(django_mail.outbox) == 2
    assert not OutboxItem.objects.filter(topic="mail").exists()


def test_what_another_worker_has_taken_meanwhile_is_left_to_it(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    queue("first", "second", "third")
    outbox.drain("mail")
    assert len(django_mail.outbox) == 1
    assert OutboxItem.objects.filter(topic="mail").count() == 2


def test_holding_a_row_renews_the_claim_of_its_batch_alone() -> None:
    queue("first", "second", "third")
    first, second, third = OutboxItem.objects.order_by("pk")
    soon = timezone.now() + datetime.timedelta(seconds=1)
    OutboxItem.objects.filter(pk__in=[first.pk, second.pk]).update(
        claim="9b7a4c1e-0000-4000-8000-000000000001", claimed_until=soon
    )
    first.refresh_from_db()
    assert outbox.hold(first)
    assert OutboxItem.objects.get(pk=second.pk).claimed_until > soon  # type: ignore[operator]
    assert OutboxItem.objects.get(pk=third.pk).claimed_until is None
    assert outbox.hold(third), "a row that nobody claimed is nobody else's"
    assert OutboxItem.objects.get(pk=third.pk).claimed_until is None
