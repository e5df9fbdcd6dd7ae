"""A question's accepted answer: who accepts it, what is shown and written, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from forum import actions, ownership
from forum.enums import EventKind
from forum.models import Board, ForumEvent, Post, Thread
from tests.forum.factories import BoardFactory, make_question, make_reply, make_thread

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]


@pytest.fixture
def question(member: User, board: Board) -> Thread:
    return make_question(member, board)


@pytest.fixture
def reply(other_member: User, question: Thread) -> Post:
    return make_reply(other_member, question)


def deliver() -> None:
    outbox.drain("forum.notices")
    outbox.drain("mail")


class TestAccepting:
    def test_the_asker_accepts_once_and_the_log_names_their_persona(self, member: User, reply: Post) -> None:
        assert actions.accept_answer(actor=member, post=reply)
        assert not actions.accept_answer(actor=member, post=reply)
        reply.thread.refresh_from_db()
        assert reply.thread.answer_id == reply.pk
        event = ForumEvent.objects.get(kind=EventKind.ANSWER_ACCEPTED)
        assert (event.actor, event.persona_id, event.post_id) == (None, reply.thread.starter_id, reply.pk)

    def test_a_moderator_accepts_by_name(self, coordinator: User, reply: Post) -> None:
        assert actions.accept_answer(actor=coordinator, post=reply)
        assert ForumEvent.objects.get(kind=EventKind.ANSWER_ACCEPTED).actor == coordinator

    def test_a_pseudonymous_asker_accepts_and_stays_unknown(
        self, member: User, other_member: User, board: Board
    ) -> None:
        question = make_question(member, board, is_pseudonymous=True)
        answer = make_reply(other_member, question)
        assert actions.accept_answer(actor=member, post=answer)
        event = ForumEvent.objects.get(kind=EventKind.ANSWER_ACCEPTED)
        assert event.actor is None
        assert event.persona == ownership.pseudonym_of(member, question)

    def test_others_don_t(self, other_member: User, newcomer: User, reply: Post) -> None:
        for actor in (other_member, newcomer):
            with pytest.raises(NotAllowed):
                actions.accept_answer(actor=actor, post=reply)
        assert not ForumEvent.objects.filter(kind=EventKind.ANSWER_ACCEPTED).exists()

    def test_nor_what_isn_t_an_answer(
        self, member: User, coordinator: User, question: Thread, reply: Post, answer: Post
    ) -> None:
        with pytest.raises(NotAllowed):
            actions.accept_answer(actor=member, post=question.posts.get(number=1))
        with pytest.raises(NotAllowed):
            actions.accept_answer(actor=coordinator, post=answer)  # in a discussion
        actions.hide_post(actor=coordinator, post=reply, reason="проба")
        with pytest.raises(NotVisible):
            actions.accept_answer(actor=member, post=reply)

    def test_another_takes_its_place_and_it_can_be_taken_back(
        self, member: User, other_member: User, question: Thread, reply: Post
    ) -> None:
        better = make_reply(other_member, question)
        actions.accept_answer(actor=member, post=reply)
        assert actions.accept_answer(actor=member, post=better)
        assert not actions.take_answer_back(actor=member, post=reply)
        assert actions.take_answer_back(actor=member, post=better)
        assert not actions.take_answer_back(actor=member, post=better)
        question.refresh_from_db()
        assert question.answer_id is None

    def test_an_answer_that_goes_is_no_answer_any_more(
        self, member: User, other_member: User, coordinator: User, question: Thread, reply: Post
    ) -> None:
        other = make_reply(other_member, question)
        actions.accept_answer(actor=member, post=reply)
        actions.withdraw_post(actor=other_member, post=other)
        question.refresh_from_db()
        assert question.answer_id == reply.pk
        actions.hide_post(actor=coordinator, post=reply, reason="проба")
        question.refresh_from_db()
        assert question.answer_id is None


class TestLetter:
    def test_its_author_is_told_in_their_language(
        self, member: User, other_member: User, reply: Post
    ) -> None:
        deliver()
        mail.outbox.clear()
        User.objects.filter(pk=other_member.pk).update(language="en")
        actions.accept_answer(actor=member, post=reply)
        deliver()
        (letter,) = mail.outbox
        assert letter.to == [other_member.email]
        assert letter.subject == f"Your answer was accepted: {reply.thread.title}"
        assert reverse("forum:post_permalink", args=[reply.pk]).removeprefix("/bg") in letter.body

    def test_nobody_is_told_of_their_own_or_of_what_was_taken_back(
        self, member: User, question: Thread, reply: Post
    ) -> None:
        deliver()
        mail.outbox.clear()
        own = make_reply(member, question, is_pseudonymous=True)
        outbox.drain("forum.notices")
        outbox.drain("mail")
        mail.outbox.clear()
        actions.accept_answer(actor=member, post=own)
        deliver()
        assert mail.outbox == []
        actions.accept_answer(actor=member, post=reply)
        actions.take_answer_back(actor=member, post=reply)
        deliver()
        assert mail.outbox == []

    def test_of_a_closed_board_the_letter_says_nothing(self, member: User, other_member: User) -> None:
        question = make_question(member, BoardFactory.create(members=True), title="Тайно заглавие тук")
        reply = make_reply(other_member, question, body="<p>Тайни думи.</p>")
        deliver()
        mail.outbox.clear()
        actions.accept_answer(actor=member, post=reply)
        deliver()
        (letter,) = mail.outbox
        assert "Тайн" not in f"{letter.subject} {letter.body} {letter.alternatives}"


class TestPages:
    def test_the_thread_begins_with_its_answer_and_lists_say_solved(
        self,
        member: User,
        other_member: User,
        question: Thread,
        reply: Post,
        signed_in: SignIn,
        client: Client,
    ) -> None:
        asker = signed_in(member)
        page = asker.get(question.get_absolute_url())
        assert reverse("forum:answer_decide", args=[reply.pk]) in page.content.decode()
        assert (
            reverse("forum:answer_decide", args=[reply.pk])
            not in client.get(question.get_absolute_url()).content.decode()
        )
        response = asker.post(reverse("forum:answer_decide", args=[reply.pk]), {"answer": "yes"})
        assert response["Location"].endswith(f"#post-{reply.number}")
        with translation.override("en"):
            seen = client.get(question.get_absolute_url())
            listed = client.get(question.board.get_absolute_url()).content.decode()
        assert seen.context["answer"].number == reply.number
        assert [item.is_answer for item in seen.context["posts"]] == [False, True]
        assert "The accepted answer" in seen.content.decode()
        assert "Solved" in listed
        assert '"acceptedAnswer"' in seen.content.decode()
        asker.post(reverse("forum:answer_decide", args=[reply.pk]), {"answer": "no"})
        assert client.get(question.get_absolute_url()).context["answer"] is None

    def test_a_long_answer_is_cut_between_words(
        self, member: User, other_member: User, question: Thread, client: Client
    ) -> None:
        long = make_reply(other_member, question, body=f"<p>{'дума ' * 200}</p>")
        actions.accept_answer(actor=member, post=long)
        excerpt = client.get(question.get_absolute_url()).context["answer"].excerpt
        assert len(excerpt) < 300
        assert excerpt.endswith("дума …")


def test_tags_are_changed_by_who_started_and_by_moderators(
    member: User, other_member: User, coordinator: User, thread: Thread, signed_in: SignIn
) -> None:
    assert actions.tag_thread(actor=member, thread=thread, tags=["наем", "общежитие"])
    assert not actions.tag_thread(actor=coordinator, thread=thread, tags=["общежитие", "наем"])
    with pytest.raises(NotAllowed):
        actions.tag_thread(actor=other_member, thread=thread, tags=["чуждо"])
    url = reverse("forum:thread_tags", args=[thread.pk])
    assert signed_in(coordinator).post(url, {"tags": ", ".join("абвгдежзий")}).status_code == 422
    assert signed_in(coordinator).post(url, {"tags": "наем"}).status_code == 302
    assert list(thread.tags.values_list("name", flat=True)) == ["наем"]
    assert ForumEvent.objects.filter(kind=EventKind.THREAD_TAGGED).count() == 2


def test_a_closed_thread_keeps_its_tags_from_its_author(
    member: User, coordinator: User, board: Board
) -> None:
    thread = make_thread(member, board)
    actions.lock_thread(actor=coordinator, thread=thread)
    with pytest.raises(NotAllowed):
        actions.tag_thread(actor=member, thread=thread, tags=["наем"])
    assert actions.tag_thread(actor=coordinator, thread=thread, tags=["наем"])
