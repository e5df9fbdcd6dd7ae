"""What the forum's tests share."""

from __future__ import annotations

import pytest

from accounts.models import User
from forum.models import Board, Post, Thread
from tests.forum.factories import BoardFactory, make_reply, make_thread


@pytest.fixture
def board(db: None) -> Board:
    """Everybody reads it, members write."""
    return BoardFactory.create(slug="housing", title_bg="Жилище", title_en="Housing")


@pytest.fixture
def thread(member: User, board: Board) -> Thread:
    """One post of `member`."""
    return make_thread(member, board)


@pytest.fixture
def answer(other_member: User, thread: Thread) -> Post:
    return make_reply(other_member, thread)
