"""After an editor changed a board in the admin: what its threads' search entries say of their readers is out of date."""

from __future__ import annotations

from django.db import transaction

from forum.actions.steps import index_replies
from forum.models import Board, Post, Thread
from search.indexing import request_index_many


def reindex_board(board: Board) -> None:
    """Have the entries of all threads and posts of a board brought up to date. Rows go out in batches."""
    with transaction.atomic():
        threads = Thread.objects.filter(board=board)
        request_index_many("thread", threads.values_list("pk", flat=True).iterator(chunk_size=2000))
        index_replies(Post.objects.filter(thread__board=board))
