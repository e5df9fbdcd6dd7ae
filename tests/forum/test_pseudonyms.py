"""A pseudonym stays one: in pages, search entries, letters, the log; and the one act that opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from forum import actions
from forum.enums import EventKind, Level, PersonaKind
from forum.models import Board, ForumEvent, Persona, Thread
from forum.search_documents import PostDocument, ThreadDocument
from tests.factories.people import MembershipFactory, OrganisationFactory
from tests.forum.factories import BoardAccessFactory, BoardFactory, make_reply, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(board: Board) -> User:
    """Somebody whose name and organisation must appear nowhere."""
    user = User.objects.create_user(
        "secret-address@example.org", None, display_name="Тайна Тайнева", language="bg"
    )
    MembershipFactory.create(
        user=user,
        organisation=OrganisationFactory.create(name_bg="Издайническо дружество", name_en="Telltale"),
    )
    return user


TRACES = ("Тайн", "secret-address", "Издайническо", "Telltale")


def has_trace(text: str) -> bool:
    return any(trace in text for trace in TRACES)


@pytest.fixture
def hidden_thread(secret: User, other_member: User, board: Board) -> Thread:
    """Started and continued under a pseudonym; another member and another pseudonym between."""
    thread = make_thread(secret, board, is_pseudonymous=True)
    make_reply(other_member, thread)
    make_reply(secret, thread, is_pseudonymous=True)
    thread.refresh_from_db()
    return thread


def drain() -> None:
    for topic in ("forum.notices", "mail"):
        outbox.drain(topic)


def test_one_pseudonym_throughout_a_thread_and_another_in_each(
    secret: User, member: User, board: Board, hidden_thread: Thread
) -> None:
    first, other, third = (post.persona for post in hidden_thread.posts.order_by("number"))
    assert first == third
    assert (first.kind, first.number, first.user) == (PersonaKind.PSEUDONYM, 1, None)
    assert other.kind == PersonaKind.NAMED
    mine = make_reply(member, hidden_thread, is_pseudonymous=True).persona
    assert mine.number == 2
    elsewhere = make_reply(secret, make_thread(member, board), is_pseudonymous=True).persona
    assert elsewhere != first
    with override("bg"):
        assert first.label == "Участник 1" or first.label == "Participant 1"


def test_a_board_without_pseudonyms_takes_none(member: User) -> None:
    with pytest.raises(NotAllowed):
        make_thread(member, BoardFactory.create(allows_pseudonyms=False), is_pseudonymous=True)


def test_it_is_mine_from_my_side_only(secret: User, member: User, hidden_thread: Thread) -> None:
    persona = hidden_thread.starter
    assert persona in Persona.objects.owned_by(secret)
    assert persona not in Persona.objects.owned_by(member)


def test_no_page_tells(
    personas: dict[str, Actor], hidden_thread: Thread, board: Board, signed_in: Callable[[Actor], Client]
) -> None:
    post = hidden_thread.posts.get(number=1)
    for name, actor in personas.items():
        client = signed_in(actor)
        for language in ("bg", "en"):
            with override(language):
                for url in (
                    reverse("forum:board_list"),
                    board.get_absolute_url(),
                    hidden_thread.get_absolute_url(),
                    reverse("forum:post_moderate", args=[post.pk]),
                    reverse("forum:pseudonym_open", args=[post.pk]),
                    reverse("forum:thread_moderate", args=[hidden_thread.pk]),
                ):
                    text = client.get(url, follow=True).content.decode()
                    assert not has_trace(text), (name, url)


def test_no_search_entry_tells(hidden_thread: Thread) -> None:
    entries: list[Any] = [ThreadDocument().build(ThreadDocument().queryset().get(pk=hidden_thread.pk))]
    entries += [PostDocument().build(post) for post in PostDocument().queryset()]
    assert len(entries) == 3
    assert not has_trace(repr(entries))
    assert all(entry.organisation_id is None for entry in entries)


def test_no_letter_and_no_outbox_row_tells(secret: User, hidden_thread: Thread) -> None:
    drain()
    make_reply(secret, hidden_thread, is_pseudonymous=True)
    rows = [str(row) for row in OutboxItem.objects.exclude(topic="mail").values_list("payload", "key")]
    assert not any(f'"{secret.pk}"' in row or has_trace(row) for row in rows)
    drain()
    to_others = [letter for letter in mail.outbox if letter.to != [secret.email]]
    assert to_others
    for letter in to_others:
        assert not has_trace(letter.message().as_string() + letter.body)
        assert "Участник 1" in letter.body or "Participant 1" in letter.body
    last = OutboxItem.objects.filter(topic="mail")
    assert not last.exists()
    assert not [
        letter for letter in mail.outbox if letter.to == [secret.email] and "Participant 1" in letter.body
    ]


def test_the_log_knows_the_persona_alone(secret: User, hidden_thread: Thread) -> None:
    post = hidden_thread.posts.get(number=3)
    actions.edit_post(actor=secret, post=post, body="<p>Друго.</p>")
    actions.withdraw_post(actor=secret, post=post)
    events = ForumEvent.objects.filter(thread=hidden_thread, persona=hidden_thread.starter)
    assert {event.kind for event in events} == {
        EventKind.THREAD_STARTED,
        EventKind.POST_WRITTEN,
        EventKind.POST_EDITED,
        EventKind.POST_REMOVED_BY_AUTHOR,
    }
    assert not events.exclude(actor=None).exists()


def test_opening(
    secret: User, coordinator: User, hidden_thread: Thread, signed_in: Callable[[Actor], Client]
) -> None:
    assert hidden_thread.starter is not None
    opened = actions.open_pseudonym(
        actor=coordinator, persona=hidden_thread.starter, reason="Дете в опасност."
    )
    assert opened == secret
    event = ForumEvent.objects.get(kind=EventKind.PSEUDONYM_OPENED)
    assert (event.actor, event.reason, event.persona) == (
        coordinator,
        "Дете в опасност.",
        hidden_thread.starter,
    )
    OutboxItem.objects.filter(topic="forum.notices").delete()
    outbox.drain("mail")
    (letter,) = mail.outbox
    assert letter.to == [secret.email]
    assert "Дете в опасност." in letter.body
    assert "Дете в опасност." in signed_in(secret).get(hidden_thread.get_absolute_url()).content.decode()
    assert (
        "Дете в опасност."
        not in signed_in(coordinator).get(hidden_thread.get_absolute_url()).content.decode()
    )


def test_opening_takes_a_reason_and_a_coordinator(
    member: User, newcomer: User, coordinator: User, board: Board, hidden_thread: Thread
) -> None:
    persona = hidden_thread.starter
    assert persona is not None
    with pytest.raises(ValidationError):
        actions.open_pseudonym(actor=coordinator, persona=persona, reason="  ")
    BoardAccessFactory.create(board=board, user=newcomer, level=Level.MODERATE)
    for actor in (member, newcomer):
        with pytest.raises(NotAllowed):
            actions.open_pseudonym(actor=actor, persona=persona, reason="Любопитство.")
    with pytest.raises(NotVisible):
        actions.open_pseudonym(
            actor=coordinator, persona=Persona.objects.get(kind=PersonaKind.NAMED), reason="Любопитство."
        )
    assert not ForumEvent.objects.filter(kind=EventKind.PSEUDONYM_OPENED).exists()


def test_a_coordinator_cannot_open_what_they_cannot_read(secret: User, coordinator: User) -> None:
    closed = BoardFactory.create(access=True)
    BoardAccessFactory.create(board=closed, user=secret, level=Level.START)
    thread = make_thread(secret, closed, is_pseudonymous=True)
    assert thread.starter is not None
    with pytest.raises(NotVisible):
        actions.open_pseudonym(actor=coordinator, persona=thread.starter, reason="Любопитство.")


def test_the_page_shows_the_person_once(
    secret: User, coordinator: User, hidden_thread: Thread, signed_in: Callable[[Actor], Client]
) -> None:
    url = reverse("forum:pseudonym_open", args=[hidden_thread.posts.get(number=1).pk])
    client = signed_in(coordinator)
    assert not has_trace(client.post(url, {"reason": ""}).content.decode())
    shown = client.post(url, {"reason": "Дете в опасност."})
    assert secret.email in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert not has_trace(client.get(url).content.decode())


def test_posting_by_the_form_under_a_pseudonym(
    secret: User, thread: Thread, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(secret)
    url = reverse("forum:post_create", args=[thread.pk])
    client.post(url, {"body": "Пиша скрито.", "body-format": "plain", "is_pseudonymous": "on"})
    persona = thread.posts.get(number=2).persona
    assert persona.kind == PersonaKind.PSEUDONYM
    page = client.get(thread.get_absolute_url())
    assert page.context["form"].initial["is_pseudonymous"], (
        "offered again, so that nobody gives themselves away"
    )
