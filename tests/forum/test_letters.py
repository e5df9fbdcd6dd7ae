"""Who is written to about what; and that a letter says no more than its reader may see, and its mailbox should hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from accounts.models import User
from core import outbox, subjects
from core.access import Actor
from core.models import OutboxItem
from core.subjects import Subject
from forum import actions
from forum.delivery import NOTICES_TOPIC
from forum.models import Board, Thread
from forum.subjects import discussions_about
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory
from tests.forum.factories import CANARY, BoardFactory, make_reply, make_thread

pytestmark = pytest.mark.django_db


def letters() -> list[Any]:
    mail.outbox.clear()
    outbox.drain("forum.notices")
    outbox.drain("mail")
    return list(mail.outbox)


@pytest.fixture
def followers() -> list[int]:
    """User ids of those who follow the thing below."""
    return []


@pytest.fixture
def thing(followers: list[int], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A subject of discussion, registered as an app would register its own."""

    class Things:
        def resolve(self, subject_id: int, actor: Actor) -> Subject | None:
            return Subject("thing", subject_id, "Практика „Дом“", "/bg/") if subject_id == 7 else None

        def follower_ids(self, subject_id: int) -> list[int]:
            return followers

    known = dict(subjects._subject_providers)
    subjects.register_subject("thing", Things())
    yield "thing", 7
    subjects._subject_providers.clear()
    subjects._subject_providers.update(known)


def test_followers_are_told_of_a_new_thread(
    member: User, other_member: User, board: Board, thing: tuple[str, int], followers: list[int]
) -> None:
    followers += [member.pk, other_member.pk]
    thread = make_thread(
        other_member, board, subject=thing, body="<p>Как избрахте <em>наставниците</em>?</p>"
    )
    (letter,) = letters()
    assert letter.to == [member.email]
    assert thread.title in letter.subject
    assert "Как избрахте наставниците?" in letter.body
    assert "<em>наставниците</em>" in letter.alternatives[0][0]
    assert f"/bg/forum/posts/{thread.posts.get().pk}/" in letter.body
    assert letter.extra_headers["References"] == letter.extra_headers["In-Reply-To"]
    assert f"thread-{thread.pk}@" in letter.extra_headers["References"]


def test_participants_are_told_of_a_reply_in_their_language(
    member: User, other_member: User, thread: Thread
) -> None:
    english = UserFactory.create(language="en")
    MembershipFactory.create(user=english, organisation=OrganisationFactory.create())
    make_reply(english, thread)
    make_reply(other_member, thread)
    letters()
    make_reply(member, thread, body="<p>Благодаря!</p>")
    sent = {letter.to[0]: letter for letter in letters()}
    assert set(sent) == {english.email, other_member.email}, "not the writer"
    assert "replied in" in sent[english.email].body
    assert "/en/forum/posts/" in sent[english.email].body
    assert "/bg/forum/posts/" in sent[other_member.email].body
    assert sent[english.email].subject == sent[other_member.email].subject == f"Re: [Мегдан] {thread.title}"


@pytest.mark.parametrize("circle", ["members", "coordinators"])
def test_a_letter_about_a_board_that_is_not_public_says_nothing(circle: str, coordinator: User) -> None:
    board = BoardFactory.create(read_by=circle, title_bg=f"Кръг {CANARY}")
    other = UserFactory.create(coordinator=True, display_name=f"Име {CANARY}")
    thread = make_thread(coordinator, board, title=f"Заглавие {CANARY}")
    make_reply(other, thread, body=f"<p>{CANARY}</p>")
    (letter,) = letters()
    assert letter.to == [coordinator.email]
    assert CANARY not in letter.message().as_string() + letter.subject + letter.body + str(
        letter.alternatives
    )
    assert f"/forum/posts/{thread.posts.get(number=2).pk}/" in letter.body


def test_who_may_no_longer_read_gets_no_letter(member: User, coordinator: User) -> None:
    board = BoardFactory.create(members=True)
    thread = make_thread(member, board)
    make_reply(coordinator, thread)
    member.memberships.update(state="ended")
    assert letters() == []


@pytest.mark.parametrize("decide", ["withdraw", "hide post", "hide thread"])
def test_what_is_gone_before_the_letter_is_written_is_not_sent(
    decide: str, member: User, other_member: User, coordinator: User, thread: Thread
) -> None:
    post = make_reply(other_member, thread)
    outbox.drain("forum.notices")
    if decide == "withdraw":
        actions.withdraw_post(actor=other_member, post=post)
    elif decide == "hide post":
        actions.hide_post(actor=coordinator, post=post, reason="Име.")
    else:
        actions.hide_thread(actor=coordinator, thread=thread, reason="Име.")
    outbox.drain("mail")
    assert mail.outbox == []


def test_a_notice_handled_twice_writes_once(member: User, other_member: User, thread: Thread) -> None:
    from forum.delivery import deliver_notices

    make_reply(other_member, thread)
    items = list(OutboxItem.objects.filter(topic="forum.notices"))
    deliver_notices(items)
    first = set(OutboxItem.objects.filter(topic="mail").values_list("key", "message_uuid"))
    deliver_notices(items)
    assert set(OutboxItem.objects.filter(topic="mail").values_list("key", "message_uuid")) == first
    assert not OutboxItem.objects.filter(topic="forum.notices").exists()


def test_a_notice_that_cannot_be_read_queues_nobody_elses_letters_twice(
    member: User, other_member: User, thread: Thread
) -> None:
    make_reply(other_member, thread)
    with transaction.atomic():
        outbox.put(NOTICES_TOPIC, "post:broken", {"post": "broken"})
    outbox.drain(NOTICES_TOPIC)
    letter = OutboxItem.objects.get(topic="mail")
    assert letter.payload["recipient"] == member.pk
    assert letter.version == 1, "the letter may have gone out between the two"


def test_threads_about_a_thing_are_found_from_it(
    member: User, newcomer: User, board: Board, thing: tuple[str, int], django_assert_num_queries: Any
) -> None:
    thread = make_thread(member, board, subject=thing, replies=2)
    make_thread(member, BoardFactory.create(members=True), subject=thing, title=f"Тайно {CANARY}")
    (found,) = discussions_about("thing", 7, newcomer)
    assert (found.title, found.replies) == (thread.title, 2)
    assert len(discussions_about("thing", 7, member)) == 2
    with django_assert_num_queries(1):
        discussions_about("thing", 7, newcomer)
