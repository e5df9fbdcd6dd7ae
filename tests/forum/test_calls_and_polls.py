"""Calls for partners with their facts and their last day; polls that nobody can look into."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.access import Actor, NotAllowed, NotVisible
from forum import actions
from forum.models import Board, ForumEvent, PartnerCall, Poll, PollVoter, Thread
from tests.factories.people import MembershipFactory, UserFactory
from tests.forum.factories import BoardFactory, a_day, a_poll, make_call, make_thread

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

SignIn = Callable[[Actor], Client]


def form_data(board: Board, **values: Any) -> dict[str, Any]:
    return {
        "board": board.pk,
        "kind": "partners",
        "title": "Търсим партньор за проект",
        "body": "<p>Подробности.</p>",
        "body-format": "html",
        "call_seeks": "Община с дневен център",
        "call_until": a_day(10).isoformat(),
        "call_funding": "",
        **values,
    }


class TestCalls:
    def test_started_by_a_form_and_shown_with_its_facts(
        self, member: User, board: Board, signed_in: SignIn, client: Client
    ) -> None:
        response = signed_in(member).post(reverse("forum:thread_create"), form_data(board))
        assert response.status_code == 302
        call = PartnerCall.objects.get()
        assert (call.seeks, call.until) == ("Община с дневен център", a_day(10))
        page = client.get(call.thread.get_absolute_url()).content.decode()
        assert "Община с дневен център" in page
        assert reverse("forum:call_edit", args=[call.pk]) not in page

    @pytest.mark.parametrize(
        ("wrong", "at"),
        [
            ({"call_seeks": " "}, "call_seeks"),
            ({"call_seeks": "о" * 301}, "call_seeks"),
            ({"call_until": ""}, "call_until"),
            ({"call_until": "вчера"}, "call_until"),
            ({"call_until": a_day(-1).isoformat()}, "call_until"),
            ({"call_until": a_day(2000).isoformat()}, "call_until"),
            ({"kind": "discussion"}, "kind"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(
        self, wrong: dict[str, str], at: str, member: User, board: Board, signed_in: SignIn
    ) -> None:
        response = signed_in(member).post(reverse("forum:thread_create"), form_data(board, **wrong))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [at]
        assert "Търсим партньор за проект" in response.content.decode()
        assert not Thread.objects.exists()

    def test_it_is_over_after_its_last_day(self, member: User, board: Board, client: Client) -> None:
        call = make_call(member, board)
        assert not client.get(call.get_absolute_url()).context["is_over"]
        PartnerCall.objects.update(until=a_day(0))
        assert not client.get(call.get_absolute_url()).context["is_over"]
        PartnerCall.objects.update(until=a_day(-1))
        with translation.override("en"):
            page = client.get(call.get_absolute_url())
            listed = client.get(board.get_absolute_url()).content.decode()
        assert "The last day for answers has passed." in page.content.decode()
        assert "Over</span>" in listed

    def test_changed_by_who_started_it_and_by_moderators(
        self, member: User, other_member: User, coordinator: User, board: Board, signed_in: SignIn
    ) -> None:
        call = make_call(member, board)
        facts = actions.CallFacts("Училище", a_day(5))
        assert actions.edit_call(actor=member, thread=call, call=facts)
        assert not actions.edit_call(actor=coordinator, thread=call, call=facts)
        with pytest.raises(NotAllowed):
            actions.edit_call(actor=other_member, thread=call, call=facts)
        with pytest.raises(NotVisible):
            actions.edit_call(actor=member, thread=make_thread(member, board), call=facts)
        url = reverse("forum:call_edit", args=[call.pk])
        sent = {
            "call_seeks": "Читалище",
            "call_until": a_day(6).isoformat(),
            "call_funding": "Норвежки механизъм",
        }
        assert signed_in(coordinator).post(url, sent).status_code == 302
        assert signed_in(coordinator).post(url, {**sent, "call_until": "2020-01-01"}).status_code == 422
        assert PartnerCall.objects.get().seeks == "Читалище"
        logged = ForumEvent.objects.filter(kind="call_changed").order_by("pk")
        assert [event.actor for event in logged] == [None, coordinator]

    def test_one_that_is_over_can_be_put_into_better_words(self, member: User, board: Board) -> None:
        call = make_call(member, board)
        PartnerCall.objects.update(until=a_day(-3))
        assert actions.edit_call(actor=member, thread=call, call=actions.CallFacts("Друго", a_day(-3)))

    def test_announcements_stay_with_moderators(self, member: User, coordinator: User, board: Board) -> None:
        with pytest.raises(NotAllowed):
            make_thread(member, board, kind="announcement")
        assert make_thread(coordinator, board, kind="announcement").kind == "announcement"


class TestPolls:
    @pytest.fixture
    def polled(self, member: User, board: Board) -> Thread:
        return make_thread(member, board, poll=a_poll())

    def test_started_by_a_form(self, member: User, board: Board, signed_in: SignIn) -> None:
        data = form_data(
            board,
            kind="discussion",
            call_seeks="",
            call_until="",
            poll_question="Кой ден?",
            poll_options="Понеделник\r\n\r\nПетък\r\n",
            poll_until=a_day(3).isoformat(),
            poll_allows_several="on",
        )
        assert signed_in(member).post(reverse("forum:thread_create"), data).status_code == 302
        poll = Poll.objects.get()
        assert (poll.options, poll.votes, poll.allows_several) == (["Понеделник", "Петък"], [0, 0], True)

    @pytest.mark.parametrize(
        ("wrong", "at"),
        [
            ({"poll_question": ""}, "poll_question"),
            ({"poll_options": "Един"}, "poll_options"),
            ({"poll_options": "\n".join(map(str, range(11)))}, "poll_options"),
            ({"poll_options": "Да\nда "}, "poll_options"),
            ({"poll_options": "Да\n" + "н" * 121}, "poll_options"),
            ({"poll_until": ""}, "poll_until"),
            ({"poll_until": a_day(-1).isoformat()}, "poll_until"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(
        self, wrong: dict[str, str], at: str, member: User, board: Board, signed_in: SignIn
    ) -> None:
        poll = {"poll_question": "Кой ден?", "poll_options": "Да\nНе", "poll_until": a_day(3).isoformat()}
        response = signed_in(member).post(
            reverse("forum:thread_create"), form_data(board, **{**poll, **wrong})
        )
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [at]

    def test_one_vote_each_which_stays(self, other_member: User, polled: Thread) -> None:
        assert actions.vote(actor=other_member, thread=polled, choices=[1])
        assert not actions.vote(actor=other_member, thread=polled, choices=[0])
        poll = Poll.objects.get()
        assert (poll.votes, poll.voters_count) == ([0, 1], 1)

    @pytest.mark.parametrize("choices", [[], [2], [-1], [0, 1]])
    def test_what_can_t_be_chosen_counts_nothing(
        self, choices: list[int], other_member: User, polled: Thread
    ) -> None:
        with pytest.raises(ValidationError):
            actions.vote(actor=other_member, thread=polled, choices=choices)
        assert not PollVoter.objects.exists()

    def test_several_where_the_poll_allows_it(self, member: User, other_member: User, board: Board) -> None:
        polled = make_thread(member, board, poll=a_poll(allows_several=True))
        assert actions.vote(actor=other_member, thread=polled, choices=[0, 1, 1])
        assert Poll.objects.get().votes == [1, 1]

    def test_refused_after_the_end_in_closed_threads_and_to_those_who_only_read(
        self, other_member: User, newcomer: User, coordinator: User, polled: Thread, thread: Thread
    ) -> None:
        with pytest.raises(NotVisible):
            actions.vote(actor=other_member, thread=thread, choices=[0])
        with pytest.raises(NotAllowed):
            actions.vote(actor=newcomer, thread=polled, choices=[0])
        actions.lock_thread(actor=coordinator, thread=polled)
        with pytest.raises(NotAllowed):
            actions.vote(actor=other_member, thread=polled, choices=[0])
        actions.unlock_thread(actor=coordinator, thread=polled)
        Poll.objects.update(until=a_day(-1))
        with pytest.raises(NotAllowed):
            actions.vote(actor=other_member, thread=polled, choices=[0])

    def test_results_after_voting_and_after_the_end(
        self, member: User, other_member: User, polled: Thread, signed_in: SignIn, client: Client
    ) -> None:
        voter = signed_in(other_member)
        url = polled.get_absolute_url()
        before = voter.get(url).context["poll"]
        assert before.may_vote
        assert not before.shows_results
        way = voter.post(reverse("forum:poll_vote", args=[polled.pk]), {"choice": "1"})
        assert way["Location"].endswith("#poll")
        after = voter.get(url).context["poll"]
        assert not after.may_vote
        assert [option.percent for option in after.options] == [0, 100]
        seen = client.get(url).context["poll"]
        assert not seen.shows_results
        assert [option.votes for option in seen.options] == [0, 0], "nothing that isn't shown leaves the view"
        Poll.objects.update(until=a_day(-1))
        assert client.get(url).context["poll"].shows_results

    def test_a_vote_without_a_choice_says_what_to_do(
        self, other_member: User, polled: Thread, signed_in: SignIn
    ) -> None:
        for sent in ({}, {"choice": "7"}, {"choice": "x"}):
            page = signed_in(other_member).post(
                reverse("forum:poll_vote", args=[polled.pk]), sent, follow=True
            )
            assert page.status_code == 200
        assert not PollVoter.objects.exists()

    def test_nothing_in_the_database_tells_who_chose_what(self, board: Board, polled: Thread) -> None:
        """Two people who vote differently leave rows that are the same but for who they are; in the log, nothing."""
        before = ForumEvent.objects.count()
        for choice in (0, 1):
            voter = UserFactory.create()
            MembershipFactory.create(user=voter)
            actions.vote(actor=voter, thread=polled, choices=[choice])
        assert ForumEvent.objects.count() == before
        rows = json.loads(serializers.serialize("json", PollVoter.objects.all()))
        assert [set(row["fields"]) for row in rows] == [{"poll", "user"}] * 2

    def test_a_pseudonymous_participant_votes_unlinked(
        self, member: User, other_member: User, coordinator: User, signed_in: SignIn
    ) -> None:
        polled = make_thread(member, BoardFactory.create(), poll=a_poll(), is_pseudonymous=True)
        actions.vote(actor=member, thread=polled, choices=[0])
        page = signed_in(coordinator).get(polled.get_absolute_url()).content.decode()
        assert member.display_name not in page
