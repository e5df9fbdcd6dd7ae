"""One person can't flood a board, whatever names they write under."""

from __future__ import annotations

import pytest

from accounts.models import User
from core.access import NotAllowed
from forum import actions
from forum.actions import posting
from forum.models import Board, Post
from tests.forum.factories import make_thread

pytestmark = pytest.mark.django_db


def test_posts_under_all_names_count_together_and_others_go_on(
    member: User, other_member: User, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "MAX_POSTS_AN_HOUR", 2)
    board.allows_pseudonyms = True
    board.save()
    thread = make_thread(member, board)
    actions.reply(actor=member, thread=thread, body="<p>Под псевдоним.</p>", is_pseudonymous=True)
    with pytest.raises(NotAllowed):
        actions.reply(actor=member, thread=thread, body="<p>Още едно.</p>")
    with pytest.raises(NotAllowed):
        actions.start_thread(actor=member, board=board, title="Още една тема", body="<p>Текст.</p>")
    actions.reply(actor=other_member, thread=thread, body="<p>Друг човек.</p>")
    assert Post.objects.count() == 3
