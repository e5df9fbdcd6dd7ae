"""Counters agree with what is counted, after anything; and what went wrong is put right."""

from __future__ import annotations

import random

import pytest
from django.core.management import call_command

from accounts.models import User
from forum import actions, counters
from forum.models import Board, Thread
from forum.tasks import reconcile_forum
from tests.forum.factories import BoardFactory, make_reply, make_thread

pytestmark = pytest.mark.django_db


def test_the_actions_keep_the_counters(member: User, coordinator: User, board: Board) -> None:
    chance = random.Random(7)
    threads = [make_thread(member, board, replies=3) for _ in range(4)]
    for _step in range(60):
        thread = chance.choice(threads)
        post = chance.choice(list(thread.posts.all()))
        match chance.randrange(7):
            case 0:
                make_reply(coordinator, thread)
            case 1:
                actions.hide_post(actor=coordinator, post=post, reason="Име.")
            case 2:
                actions.restore_post(actor=coordinator, post=post)
            case 3:
                actions.hide_thread(actor=coordinator, thread=thread, reason="Име.")
            case 4 | 5:
                actions.restore_thread(actor=coordinator, thread=thread)
            case 6:
                actions.remove_post(actor=coordinator, post=post, reason="Име.")
        assert counters.reconcile() == {"threads": 0, "boards": 0}


def test_what_went_wrong_is_put_right(member: User, board: Board, capsys: pytest.CaptureFixture[str]) -> None:
    thread = make_thread(member, board, replies=2)
    empty = BoardFactory.create(threads_count=5)
    Thread.objects.filter(pk=thread.pk).update(posts_count=99, last_number=1)
    Board.objects.filter(pk=board.pk).update(posts_count=0, last_thread=None)
    call_command("reconcile_forum")
    assert "1 threads, 2 boards" in capsys.readouterr().out
    thread.refresh_from_db()
    board.refresh_from_db()
    empty.refresh_from_db()
    assert (thread.posts_count, thread.last_number) == (3, 3)
    assert (board.threads_count, board.posts_count, board.last_thread) == (1, 3, thread)
    assert empty.threads_count == 0
    reconcile_forum()
    assert counters.reconcile() == {"threads": 0, "boards": 0}
