"""The demonstration's boards and threads: there in full, and there once."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.models import User
from core.models import OutboxItem
from forum import counters, demo
from forum.models import Board, Persona, Post, TaggedThread, Thread

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Board, Thread, Post, Persona, TaggedThread))


def test_loading_twice_changes_nothing(member: User, coordinator: User) -> None:
    context = {"accounts": {"ngo": member, "coordinator": coordinator}, "practices": {"red_cross": 7}}
    assert demo.load(context) == Thread.objects.count() > 5
    before = counts()
    assert demo.load(context) == 0
    assert counts() == before
    assert Thread.objects.filter(subject_kind="practice", subject_id=7).exists()
    assert Persona.objects.filter(kind="pseudonym").exists()
    assert Persona.objects.filter(user=coordinator).exists()
    assert not Persona.objects.filter(user=member).exists(), (
        "nothing made up in the name of a real organisation"
    )
    assert counters.reconcile() == {"threads": 0, "boards": 0}
    assert not OutboxItem.objects.filter(topic__in=["forum.notices", "mail"]).exists()
    assert mail.outbox == []


def test_boards_stay_as_their_editors_left_them() -> None:
    demo.load({})
    board = Board.objects.first()
    assert board is not None
    board.title_bg = "Преименуван"
    board.save()
    demo.load({})
    board.refresh_from_db()
    assert board.title_bg == "Преименуван"


def test_invented_threads_are_added_up_to_a_number() -> None:
    assert demo.load_many(6, posts_each=3) == 6
    assert demo.load_many(9, posts_each=3) == 3
    assert Thread.objects.count() == 9
    assert Post.objects.count() == 27
    assert counters.reconcile() == {"threads": 0, "boards": 0}
    assert OutboxItem.objects.filter(topic="search.embedded").count() == 27
