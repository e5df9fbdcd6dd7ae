"""Letters: queued in the transaction that causes them, written and sent by a worker.

A queued letter names its kind, its reader and ids. It is written when it is sent, in the reader's language and as they
may see things at that moment; a letter that no longer has a reason, or whose reader may no longer see its subject, isn't
sent. Each try carries the same Message-ID, so that a mail program shows one letter even if a worker died after sending.
"""

from __future__ import annotations

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


@dataclass(frozen=True)
class Mail:
    """A letter as its builder wrote it. `text` is complete by itself; `html` is the same words, dressed."""

    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


Builder = Callable[..., Mail | None]
_builders: dict[str, Builder] = {}


def register_mail(kind: str, build: Builder) -> None:
    """Say who writes letters of a kind: `build(recipient, **ids)` returns the letter, or None when there's no reason left."""
    _builders[kind] = build


def queue_mail(kind: str, *, recipient_id: int, key: str, **ids: int | str) -> None:
    """Ask for a letter, in the caller's transaction. The same key to the same reader is one letter until it's sent."""
    outbox.put(TOPIC, f"{kind}:{key}:{recipient_id}", {"kind": kind, "recipient": recipient_id, **ids})


def absolute_url(path: str) -> str:
    """An address for a letter: letters have no request to be relative to."""
    return settings.BASE_URL.rstrip("/") + path


def send_queued(items: Sequence[OutboxItem]) -> list[int]:
    """Outbox handler: write and send. Raises TryLater when the mail server is away; a refused letter is retried alone."""
    recipients = User.objects.filter(is_active=True).in_bulk({item.payload["recipient"] for item in items})
    connection = get_connection()
    done: list[int] = []
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise outbox.TryLater(type(error).__name__) from error
    try:
        for item in items:
            recipient = recipients.get(item.payload["recipient"])
            mail = _write(item.payload, recipient) if recipient else None
            if recipient and mail:
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
                    connection=connection,
                )
                if mail.html:
                    message.attach_alternative(mail.html, "text/html")
                try:
                    message.send()
                except (OSError, smtplib.SMTPException) as error:
                    # Addresses and texts stay out of the log.
                    logger.warning("mail: row %d was not taken: %s", item.pk, type(error).__name__)
                    if isinstance(error, (OSError, smtplib.SMTPServerDisconnected)) and not isinstance(
                        error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
                    ):
                        break
                    continue
            done.append(item.pk)
    finally:
        connection.close()
    return done


def message_id(item: OutboxItem) -> str:
    """The same at each try, and nobody's address in it."""
    host = (
        parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or urlsplit(settings.BASE_URL).hostname
    )
    return f"<{item.message_uuid}@{host}>"


def _write(payload: dict[str, Any], recipient: User) -> Mail | None:
    ids = {name: value for name, value in payload.items() if name not in {"kind", "recipient"}}
    build = _builders.get(payload["kind"])
    if build is None:
        raise LookupError(f"Nobody writes letters of the kind {payload['kind']}.")
    with override(recipient.language):
        return build(recipient, **ids)
