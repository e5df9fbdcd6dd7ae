"""Reads the letters that the demonstration wrote as files instead of sending them (Django's file-based back end)."""

from __future__ import annotations

import datetime
import email
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default as modern_policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from core.sanitising import html_to_text

SEPARATOR = b"-" * 79 + b"\n"
"""What Django's back end writes after each letter of one file."""
MAX_FILES = 200
"""Read at most, newest first: the demo's letters of some days."""


@dataclass(frozen=True)
class SentLetter:
    """One letter as its reader gets it. `id` names it without telling whose it is."""

    id: str
    subject: str
    recipients: str
    sender: str
    sent_at: datetime.datetime | None
    text: str


def read_sent_mail(folder: Path) -> list[SentLetter]:
    """All letters in the folder, newest first; none if there is no folder."""
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:MAX_FILES]
    letters = [letter for path in files for letter in _letters_in(path)]
    start = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return sorted(letters, key=lambda letter: letter.sent_at or start, reverse=True)


def _letters_in(path: Path) -> Iterator[SentLetter]:
    for raw in reversed(path.read_bytes().split(SEPARATOR)):
        if raw.strip():
            yield _letter(raw)


def _letter(raw: bytes) -> SentLetter:
    message = email.message_from_bytes(raw, policy=modern_policy)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain", "html"))
    text = str(body.get_content()) if body else ""
    if body and body.get_content_subtype() == "html":
        text = html_to_text(text)
    try:
        sent_at = parsedate_to_datetime(str(message["Date"]))
        if (
            sent_at.tzinfo is None
        ):  # "-0000": the hour of Greenwich, from a machine that doesn't say where it is
            sent_at = sent_at.replace(tzinfo=datetime.UTC)
    except ValueError:
        sent_at = None
    return SentLetter(
        id=hashlib.sha256(raw).hexdigest()[:16],
        subject=str(message["Subject"] or ""),
        recipients=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        sent_at=sent_at,
        text=text.strip(),
    )
