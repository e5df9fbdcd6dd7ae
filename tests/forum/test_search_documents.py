"""What the index is told of threads and replies."""

from __future__ import annotations

import pytest

from accounts.models import User
from forum import actions
from forum.models import Board, Post, Thread
from forum.search_documents import PostDocument, ThreadDocument
from tests.forum.factories import BoardFactory, make_reply, make_thread

pytestmark = pytest.mark.django_db


def test_a_thread_with_its_opening_post(member: User, board: Board) -> None:
    thread = make_thread(member, board, tags=["наеми"])
    entry = ThreadDocument().build(ThreadDocument().queryset().get(pk=thread.pk))
    assert entry is not None
    text = entry.texts["bg"]
    assert (text.title, text.body) == (thread.title, "Питам за опит.")
    assert "наеми" in text.keywords
    assert "Жилище" in text.keywords
    assert text.url == f"/bg/forum/threads/{thread.pk}/"
    assert (entry.audiences, entry.tags, entry.language) == ({"public"}, ("наеми",), "bg")


def test_a_reply_leads_to_its_place(thread: Thread, answer: Post) -> None:
    (found,) = PostDocument().queryset()
    entry = PostDocument().build(found)
    assert entry is not None
    assert entry.texts["bg"].title == thread.title
    assert entry.texts["bg"].url == f"/bg/forum/posts/{answer.pk}/"


@pytest.mark.parametrize(
    ("circle", "tokens"),
    [
        ("public", {"public"}),
        ("members", {"members", "board:{}"}),
        ("coordinators", {"coordinators", "board:{}"}),
    ],
)
def test_audiences(circle: str, tokens: set[str], coordinator: User) -> None:
    board = BoardFactory.create(read_by=circle)
    thread = make_thread(coordinator, board)
    post = make_reply(coordinator, thread)
    expected = {token.format(board.pk) for token in tokens}
    for entry in (
        ThreadDocument().build(ThreadDocument().queryset().get(pk=thread.pk)),
        PostDocument().build(PostDocument().queryset().get(pk=post.pk)),
    ):
        assert entry is not None
        assert entry.audiences == expected


def test_hidden_and_removed_ones_are_not_there(coordinator: User, thread: Thread, answer: Post) -> None:
    actions.hide_post(actor=coordinator, post=answer, reason="Име.")
    assert not PostDocument().queryset().exists()
    actions.restore_post(actor=coordinator, post=answer)
    actions.remove_post(actor=coordinator, post=thread.posts.get(number=1), reason="Име.")
    entry = ThreadDocument().build(ThreadDocument().queryset().get())
    assert entry is not None
    assert entry.texts["bg"].body == ""
    actions.hide_thread(actor=coordinator, thread=thread, reason="Име.")
    assert not ThreadDocument().queryset().exists()
    assert not PostDocument().queryset().exists()
