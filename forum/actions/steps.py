"""Steps that several actions of the forum share: locking, logging, having the index brought up to date."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from forum.enums import EventKind
from forum.models import Board, ForumEvent, Persona, Post, Thread
from search.indexing import request_index, request_index_many

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

INDEX_BATCH = 5000
"""Keys of search entries held at once: some 300 KB."""


def locked_thread(thread_id: int) -> Thread:
    """The thread with its board, its row locked until the transaction ends (SQLite has locked the whole file by then)."""
    return Thread.objects.select_for_update(of=("self",)).select_related("board").get(pk=thread_id)


def locked_post(post: Post) -> Post:
    """The post as it is now, within its locked thread. The thread is always locked first."""
    thread = locked_thread(post.thread_id)
    fresh = Post.objects.select_related("persona").get(pk=post.pk)
    fresh.thread = thread
    return fresh


def log_author(kind: EventKind, persona: Persona, thread: Thread, post: Post | None = None) -> None:
    """An author's act: the log knows the persona, never the account."""
    ForumEvent.objects.create(kind=kind, persona=persona, board=thread.board, thread=thread, post=post)


def log_moderator(
    kind: EventKind,
    actor: User,
    *,
    board: Board,
    thread: Thread | None = None,
    post: Post | None = None,
    persona: Persona | None = None,
    reason: str = "",
) -> ForumEvent:
    return ForumEvent.objects.create(
        kind=kind, actor=actor, board=board, thread=thread, post=post, persona=persona, reason=reason
    )


def log_starter_or_moderator(
    kind: EventKind, actor: User, thread: Thread, post: Post | None = None, persona: Persona | None = None
) -> None:
    """What both may do: who started the thread is named as the persona that did, a moderator who didn't by name."""
    starter = (
        Persona.objects.owned_by(actor).filter(pk=thread.starter_id).first() if thread.starter_id else None
    )
    if starter:
        log_author(kind, starter, thread, post)
    else:
        log_moderator(kind, actor, board=thread.board, thread=thread, post=post, persona=persona)


def index_post(post: Post) -> None:
    """The opening post is part of its thread's entry; each reply has one of its own."""
    if post.number == 1:
        request_index("thread", post.thread_id)
    else:
        request_index("post", post.pk)


def index_whole_thread(thread: Thread) -> None:
    """After a change that all its entries show: its title, its visibility."""
    request_index("thread", thread.pk)
    index_replies(thread.posts.all())


def index_replies(posts: QuerySet[Post]) -> None:
    """Have the entries of many replies brought up to date, some thousands at a time: a board may hold a million."""
    ids = posts.filter(number__gt=1).order_by().values_list("pk", flat=True).iterator(chunk_size=INDEX_BATCH)
    while batch := list(islice(ids, INDEX_BATCH)):
        request_index_many("post", batch)
