"""Boards, threads and posts in each state, made by the actions that bring them there."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import factory
from django.utils import timezone

from accounts.models import User
from forum import actions
from forum.actions.cases import CaseFacts
from forum.enums import Level, ReadBy, ThreadKind, WriteBy
from forum.models import Board, BoardAccess, Post, Thread

CANARY = "канарче-двайсет-и-шест"
"""A word that stands in private texts alone: whoever may not read them must not meet it anywhere."""


CASE_FACTS = CaseFacts(status="refugees", needs=("housing",), consent="consent", oblast="PDV")


class BoardFactory(factory.django.DjangoModelFactory[Board]):
    """A public board; `members`, `coordinators` and `access` are the other circles, `quiet` takes announcements only."""

    class Meta:
        model = Board

    class Params:
        members = factory.Trait(read_by=ReadBy.MEMBERS)
        coordinators = factory.Trait(
            read_by=ReadBy.COORDINATORS, start_by=WriteBy.COORDINATORS, reply_by=WriteBy.COORDINATORS
        )
        access = factory.Trait(read_by=ReadBy.ACCESS, start_by=WriteBy.ACCESS, reply_by=WriteBy.ACCESS)
        quiet = factory.Trait(start_by=WriteBy.COORDINATORS)

    slug = factory.Sequence(lambda number: f"board-{number}")
    title_bg = factory.Sequence(lambda number: f"Жилище и съседи {number}")
    title_en = factory.Sequence(lambda number: f"Homes and neighbours {number}")
    description_bg = "Как се намира дом."
    read_by = ReadBy.PUBLIC
    allows_pseudonyms = True


class BoardAccessFactory(factory.django.DjangoModelFactory[BoardAccess]):
    """Access by name; `over` ended yesterday."""

    class Meta:
        model = BoardAccess

    class Params:
        over = factory.Trait(
            ends_on=factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1))
        )

    board = factory.SubFactory(BoardFactory)
    level = Level.READ


def make_thread(actor: User, board: Board, *, replies: int = 0, **values: Any) -> Thread:
    """A thread of this person with so many replies of theirs."""
    values = {"title": "Кой намира жилище в малък град?", "body": "<p>Питам за опит.</p>", **values}
    thread = actions.start_thread(actor=actor, board=board, token=uuid.uuid4(), **values)
    for number in range(replies):
        actions.reply(actor=actor, thread=thread, body=f"<p>Отговор {number + 1}.</p>")
    thread.refresh_from_db()
    return thread


def make_case(actor: User, board: Board, **values: Any) -> Thread:
    """A case of this person in a board that takes them."""
    values = {
        "title": "Отказана адресна регистрация",
        "body": "<p>Писахме до общината.</p>",
        "case": CASE_FACTS,
        "token": uuid.uuid4(),
        **values,
    }
    return actions.start_thread(actor=actor, board=board, kind=ThreadKind.CASE, **values)


def make_reply(actor: User, thread: Thread, **values: Any) -> Post:
    return actions.reply(actor=actor, thread=thread, **{"body": "<p>При нас стана така.</p>", **values})


def a_day(days: int) -> datetime.date:
    """So many days from today."""
    return timezone.localdate() + datetime.timedelta(days=days)


def a_poll(**values: Any) -> actions.PollFacts:
    """Which day suits: Monday or Friday, until tomorrow."""
    return actions.PollFacts(
        **{"question": "Кой ден е удобен?", "options": ("Понеделник", "Петък"), "until": a_day(1), **values}
    )


def make_call(actor: User, board: Board, **values: Any) -> Thread:
    """A call for partners that runs for ten more days."""
    call = actions.CallFacts(seeks="Община с дневен център", until=a_day(10), funding="AMIF 2027")
    return make_thread(actor, board, kind="partners", **{"call": call, **values})


def make_question(actor: User, board: Board, **values: Any) -> Thread:
    return make_thread(actor, board, kind="question", **values)


def make_threads(actor: User, board: Board, count: int) -> None:
    """Many threads of a board, for lists."""
    for number in range(count):
        make_thread(actor, board, title=f"Въпрос номер {number} за съвместен живот")
