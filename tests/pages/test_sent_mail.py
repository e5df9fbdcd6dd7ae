"""The demonstration's page of sent mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from notifications.sent_mail import read_sent_mail


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SENT_MAIL_DIR = tmp_path / "sent"
    return tmp_path / "sent"


def send(folder: Path, *subjects: str) -> None:
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder))
    connection.open()
    for subject in subjects:
        message = EmailMultiAlternatives(
            subject,
            f"Здравейте!\nВижте http://127.0.0.1:8000/bg/practices/1/ <b>не е удебелено</b>\n{subject}",
            "Мегдан <megdan@localhost>",
            ["member@example.org"],
            connection=connection,
        )
        message.attach_alternative("<p>Здравейте!</p>", "text/html")
        message.send()
    connection.close()


def test_letters_of_one_file_are_all_read(folder: Path) -> None:
    send(folder, "Върната практика", "Публикувана практика")
    letters = read_sent_mail(folder)
    assert {letter.subject for letter in letters} == {"Върната практика", "Публикувана практика"}
    assert all(letter.recipients == "member@example.org" for letter in letters)
    assert len({letter.id for letter in letters}) == 2
    assert all(letter.sent_at and letter.sent_at.tzinfo for letter in letters)  # shown in the reader's hour


def test_the_page_lists_them_and_shows_one(client: Client, db: None, folder: Path) -> None:
    assert client.get("/bg/demo/mail/").status_code == 200
    send(folder, "Върната практика")
    html = client.get("/bg/demo/mail/").content.decode()
    assert "Върната практика" in html
    letter = read_sent_mail(folder)[0]
    html = client.get(f"/bg/demo/mail/?letter={letter.id}").content.decode()
    assert '<a href="http://127.0.0.1:8000/bg/practices/1/">' in html
    assert "&lt;b&gt;не е удебелено" in html
    assert client.get("/bg/demo/mail/?letter=nothing").status_code == 404


def test_it_is_not_there_outside_the_demonstration(
    client: Client, db: None, folder: Path, settings: Any
) -> None:
    settings.HAS_DEMO_PAGES = False
    assert client.get("/bg/demo/mail/").status_code == 404
