"""Boards, threads, posts, and the personas that write them. Who may see what is decided in visibility.py, and every change
of state is made in `actions/`; here are the data and what the database itself holds true."""

# Whose a pseudonym is stays in personas.py: forum/ownership.py alone reads it.
from forum.models.boards import Board, BoardAccess
from forum.models.calls import PartnerCall
from forum.models.cases import CaseDetails
from forum.models.categories import BoardCategory
from forum.models.personas import Persona
from forum.models.polls import Poll, PollVoter
from forum.models.reading import BoardRead, ThreadRead
from forum.models.threads import TITLE_MAX_LENGTH, ForumEvent, Post, TaggedThread, Thread

__all__ = [
    "TITLE_MAX_LENGTH",
    "Board",
    "BoardAccess",
    "BoardCategory",
    "BoardRead",
    "CaseDetails",
    "ForumEvent",
    "PartnerCall",
    "Persona",
    "Poll",
    "PollVoter",
    "Post",
    "TaggedThread",
    "Thread",
    "ThreadRead",
]
