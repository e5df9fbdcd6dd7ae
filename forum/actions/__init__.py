"""Every change of state in the forum. Each: asks the policy, locks, writes, logs, and leaves outbox rows, in one transaction.

Called a second time with the same wish, an action writes nothing. Refusals are NotVisible and NotAllowed; what is wrong with
the content is a ValidationError.
"""

from forum.actions.answers import accept_answer, take_answer_back
from forum.actions.boards import reindex_board
from forum.actions.calls import CallFacts, edit_call
from forum.actions.moderating import (
    hide_post,
    hide_thread,
    lock_thread,
    pin_thread,
    restore_post,
    restore_thread,
    unlock_thread,
    unpin_thread,
)
from forum.actions.polls import PollFacts, vote
from forum.actions.posting import edit_post, remove_post, reply, start_thread, withdraw_post
from forum.actions.pseudonyms import open_pseudonym
from forum.actions.reading import mark_boards_read, mark_thread_read, tidy_read_marks
from forum.actions.tags import tag_thread

__all__ = [
    "CallFacts",
    "PollFacts",
    "accept_answer",
    "edit_call",
    "edit_post",
    "hide_post",
    "hide_thread",
    "lock_thread",
    "mark_boards_read",
    "mark_thread_read",
    "open_pseudonym",
    "pin_thread",
    "reindex_board",
    "remove_post",
    "reply",
    "restore_post",
    "restore_thread",
    "start_thread",
    "tag_thread",
    "take_answer_back",
    "tidy_read_marks",
    "unlock_thread",
    "unpin_thread",
    "vote",
    "withdraw_post",
]
