"""Letters: queued in the transaction that causes them, written and sent by a worker.

A queued letter names its kind, its reader and ids. It is written when it is sent, in the reader's language and as they
may see things at that moment; a letter that no longer has a reason, or whose reader may no longer see its subject, isn't
sent. Each try carries the same Message-ID, so that a mail program shows one letter even if a worker died after sending.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import override

from accounts.models import User
from core import outbox

if TYPE_CHECKING:
    from core.models import OutboxItem

logger = logging.getLogger(__name__)

TOPIC = "mail"
_ENVELOPE = {"kind", "recipient", "source", "source_id"}


@dataclass(frozen=True)
class Mail:
    """A letter as its builder wrote it. `text` is complete by itself; `html` is the same words, dressed."""

    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Addressee:
    """A reader who has no account yet. Read when the letter is sent; the outbox holds the id of what knows the address."""

    email: str
    language: str = "bg"
    display_name: str = ""


Builder = Callable[..., Mail | None]
AddresseeFinder = Callable[[int], Addressee | None]
_builders: dict[str, Builder] = {}
_addressee_finders: dict[str, AddresseeFinder] = {}


def register_mail(kind: str, build: Builder) -> None:
    """Say who writes letters of a kind: `build(recipient, **ids)` returns the letter, or None when there's no reason left."""
    _builders[kind] = build


def queue_mail(kind: str, *, recipient_id: int, key: str, **ids: int | str) -> None:
    """Ask for a letter, in the caller's transaction. The same key to the same reader is one letter until it's sent."""
    outbox.put(TOPIC, f"{kind}:{key}:{recipient_id}", {"kind": kind, "recipient": recipient_id, **ids})


def register_addressee(source: str, find: AddresseeFinder) -> None:
    """Let letters go to people without an account: `find(id)` returns the address, or None when it's not to be written to."""
    _addressee_finders[source] = find


def queue_mail_to(source: str, source_id: int, *, kind: str, key: str, **ids: int | str) -> None:
    """`queue_mail` to the address that a row of a registered source knows, e.g. an invitation."""
    outbox.put(
        TOPIC, f"{kind}:{key}:{source}", {"kind": kind, "source": source, "source_id": source_id, **ids}
    )


def absolute_url(path: str) -> str:
    """An address for a letter: letters have no request to be relative to."""
    return settings.BASE_URL.rstrip("/") + path


def send_queued(items: Sequence[OutboxItem]) -> list[int]:
    """Outbox handler: write and send. Raises TryLater when the mail server is away; a refused letter is retried alone."""
    users = User.objects.filter(is_active=True).in_bulk(
        {item.payload["recipient"] for item in items if "recipient" in item.payload}
    )
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise outbox.TryLater(type(error).__name__) from error
    done: list[int] = []
    try:
        for item in items:
            try:
                message = _message(item, users)
            except Exception as error:  # noqa: BLE001 - whoever wrote it wrongly, the other letters go out once and not again
                logger.warning("mail: row %d could not be written: %s", item.pk, type(error).__name__)
                continue
            if message is not None:
                # A slow server takes up to EMAIL_TIMEOUT for each letter: longer in all than a claim lasts.
                if not outbox.hold(item):
                    break
                message.connection = connection
                try:
                    message.send()
                except (OSError, smtplib.SMTPException) as error:
                    # Addresses and texts stay out of the log.
                    logger.warning("mail: row %d was not taken: %s", item.pk, type(error).__name__)
                    if _is_server_gone(error):
                        break
                    continue
            done.append(item.pk)
    finally:
        # The letters are out: a server that is rude at parting must not get them all again.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.close()
    return done


def _is_server_gone(error: Exception) -> bool:
    """Whether the next letter would fail as well: an answer with a code is about one letter alone."""
    return not isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)


def _message(item: OutboxItem, users: dict[int, User]) -> EmailMultiAlternatives | None:
    """The letter as it is true now; None when there is no reader or no reason any more."""
    recipient = _recipient(item.payload, users)
    mail = _write(item.payload, recipient) if recipient else None
    if recipient is None or mail is None:
        return None
    message = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split()),
        body=mail.text,
        to=[recipient.email],
        headers={
            "Message-ID": message_id(item),
            "Auto-Submitted": "auto-generated",
            "Content-Language": recipient.language,
            **mail.headers,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def message_id(item: OutboxItem) -> str:
    """The same at each try, and nobody's address in it."""
    host = (
        parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or urlsplit(settings.BASE_URL).hostname
    )
    return f"<{item.message_uuid}@{host}>"


def _recipient(payload: dict[str, Any], users: dict[int, User]) -> User | Addressee | None:
    if "recipient" in payload:
        return users.get(payload["recipient"])
    find = _addressee_finders.get(payload["source"])
    if find is None:
        raise LookupError(f"Nobody knows the addresses of {payload['source']}.")
    return find(payload["source_id"])


def _write(payload: dict[str, Any], recipient: User | Addressee) -> Mail | None:
    ids = {name: value for name, value in payload.items() if name not in _ENVELOPE}
    build = _builders.get(payload["kind"])
    if build is None:
        raise LookupError(f"Nobody writes letters of the kind {payload['kind']}.")
    with override(recipient.language):
        return build(recipient, **ids)
