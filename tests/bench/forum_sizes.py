"""A forum of a stated size, written in bulk with bounded memory, for measuring its pages.

Threads, posts, marks and counters are as the actions leave them; what an action does besides (letters, search entries) has no
part in what is measured here and is left out.
"""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone

from accounts.models import User
from core.folding import fold
from forum.enums import PersonaKind, ReadBy, ThreadKind
from forum.models import Board, BoardRead, PartnerCall, Persona, Post, TaggedThread, Thread, ThreadRead
from taxonomy.models import Tag
from taxonomy.tags import tags_for

Row = TypeVar("Row")

BATCH = 1_000
"""Threads in one transaction: with their posts some 10 MB."""
BOARDS = 20
AUTHORS = 200
MARKS_OF_THREADS = 100
"""Of each member: what somebody reads in a few weeks without ever marking a board as read."""
TAGS = ("наем", "училище", "преводач", "работа", "здраве")
YEARS = 6


@dataclass(frozen=True)
class Sizes:
    threads: int
    posts: int
    long_thread: int
    large_board: int
    members: int


SIZES = {
    "small": Sizes(threads=2_000, posts=20_000, long_thread=2_000, large_board=1_000, members=50),
    "full": Sizes(threads=100_000, posts=1_000_000, long_thread=10_000, large_board=10_000, members=1_000),
}


def chosen_sizes() -> Sizes | None:
    """What BENCH_FORUM asks for: small (as it is without), full, or none."""
    return SIZES.get(os.environ.get("BENCH_FORUM", "small"))


@dataclass
class Forum:
    """What the measurements ask for."""

    sizes: Sizes
    boards: list[Board] = field(default_factory=list)
    long_thread: Thread = field(default_factory=Thread)
    short_thread: Thread = field(default_factory=Thread)
    members: list[User] = field(default_factory=list)

    @property
    def large_board(self) -> Board:
        return self.boards[0]


def load(sizes: Sizes) -> Forum:
    """Write a forum of these sizes. Memory is bounded by the batch, whatever the size."""
    chance = random.Random(5)
    forum = Forum(sizes)
    forum.boards = _boards()
    personas = _personas()
    tags = tags_for(list(TAGS))
    usual, left_over = divmod(sizes.posts - sizes.long_thread, sizes.threads - 1)
    places = _places(sizes)
    written = 0
    while batch := list(islice(places, BATCH)):
        with transaction.atomic():
            first = _write(forum, batch, personas, tags, usual + (written < left_over), chance, written)
        written += len(batch)
        if forum.short_thread.pk is None:
            forum.short_thread = first
    forum.long_thread = _long_thread(forum, personas)
    _count(forum)
    forum.members = _members(forum, chance)
    return forum


def _places(sizes: Sizes) -> Iterator[int]:
    """The board of each thread but the long one: the large board's, then the others in turn."""
    for number in range(sizes.threads - 1):
        yield 0 if number < sizes.large_board - 1 else 1 + number % (BOARDS - 1)


def _boards() -> list[Board]:
    return [
        Board.objects.create(
            slug=f"large-{number}",
            title_bg=f"Голям раздел {number}",
            title_en=f"Large board {number}",
            read_by=ReadBy.PUBLIC,
            position=200 + number,
        )
        for number in range(BOARDS)
    ]


def _personas() -> list[Persona]:
    return Persona.objects.bulk_create(
        Persona(kind=PersonaKind.KEPT_NAME, kept_name=f"Участник в измерването {number}")
        for number in range(AUTHORS)
    )


def _write(
    forum: Forum,
    batch: list[int],
    personas: list[Persona],
    tags: list[Tag],
    posts_each: int,
    chance: random.Random,
    before: int,
) -> Thread:
    now = timezone.now()
    kinds = [ThreadKind.DISCUSSION, ThreadKind.DISCUSSION, ThreadKind.QUESTION, ThreadKind.PARTNERS]
    threads = Thread.objects.bulk_create(
        _thread(forum.boards[place], before + number, chance.choice(kinds), personas, posts_each, now, chance)
        for number, place in enumerate(batch)
    )
    posts: list[Post] = []
    for group in _groups(_posts(threads, personas, posts_each), 2_000):
        posts += [post for post in Post.objects.bulk_create(group) if post.number == 2]
    seconds = {post.thread_id: post for post in posts}
    solved = [thread for thread in threads if thread.kind == ThreadKind.QUESTION and thread.pk % 2]
    for thread in solved:
        thread.answer = seconds.get(thread.pk)
    Thread.objects.bulk_update(solved, ["answer"], batch_size=400)
    PartnerCall.objects.bulk_create(
        PartnerCall(
            thread=thread,
            seeks="Община с дневен център",
            until=timezone.localdate() + datetime.timedelta(days=chance.randint(-400, 100)),
        )
        for thread in threads
        if thread.kind == ThreadKind.PARTNERS
    )
    TaggedThread.objects.bulk_create(
        TaggedThread(content_object=thread, tag=tag) for thread in threads for tag in chance.sample(tags, 2)
    )
    return threads[0]


def _thread(
    board: Board,
    number: int,
    kind: ThreadKind,
    personas: list[Persona],
    posts: int,
    now: datetime.datetime,
    chance: random.Random,
) -> Thread:
    title = f"Настаняване на семейство в общината: случай {number}"
    at = now - datetime.timedelta(minutes=chance.randrange(YEARS * 365 * 24 * 60))
    return Thread(
        board=board,
        kind=kind,
        title=title,
        folded_title=fold(title),
        starter=chance.choice(personas),
        last_persona=chance.choice(personas),
        is_locked=number % 9 == 0,
        created_at=at,
        last_post_at=at + datetime.timedelta(minutes=posts),
        last_number=posts,
        posts_count=posts,
        last_serial=number + 1,
    )


def _posts(threads: Iterable[Thread], personas: list[Persona], posts_each: int) -> Iterator[Post]:
    for thread in threads:
        yield from _posts_of(thread, personas, 1, posts_each)


def _posts_of(thread: Thread, personas: list[Persona], first: int, last: int) -> Iterator[Post]:
    from tests.bench.world import SENTENCES

    for number in range(first, last + 1):
        text = f"{SENTENCES[number % len(SENTENCES)]} {SENTENCES[(number + 3) % len(SENTENCES)]}"
        yield Post(
            thread=thread,
            number=number,
            persona=personas[(thread.pk + number) % len(personas)],
            body_html=f"<p>{text}</p>",
            body_text=text,
            created_at=thread.created_at + datetime.timedelta(minutes=number - 1),
        )


def _groups(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while group := list(islice(rows, size)):
        yield group


def _long_thread(forum: Forum, personas: list[Persona]) -> Thread:
    """The last thread: the long one."""
    now = timezone.now()
    posts = forum.sizes.long_thread
    title = "Разговорът, в който всички пишат"
    thread = Thread.objects.create(
        board=forum.large_board,
        title=title,
        folded_title=fold(title),
        starter=personas[0],
        last_persona=personas[1],
        created_at=now - datetime.timedelta(minutes=posts),
        last_post_at=now,
        last_number=posts,
        posts_count=posts,
        last_serial=forum.sizes.threads,
    )
    for group in _groups(_posts_of(thread, personas, 1, posts), 2_000):
        Post.objects.bulk_create(group)
    return thread


def _count(forum: Forum) -> None:
    for board in forum.boards:
        sums = Thread.objects.filter(board=board).aggregate(
            threads=Count("pk"), posts=Sum("posts_count"), serial=Max("last_serial"), last=Max("last_post_at")
        )
        latest = Thread.objects.filter(board=board).order_by("-last_post_at", "-pk").first()
        Board.objects.filter(pk=board.pk).update(
            threads_count=sums["threads"],
            posts_count=sums["posts"],
            last_serial=sums["serial"],
            last_post_at=sums["last"],
            last_thread=latest,
        )
        board.refresh_from_db()


def _members(forum: Forum, chance: random.Random) -> list[User]:
    """Members who joined long ago: each has marked some boards, and read some threads further."""
    joined = timezone.now() - datetime.timedelta(days=YEARS * 366)
    members = User.objects.bulk_create(
        User(email=f"reader-{number}@example.org", display_name=f"Читател {number}", date_joined=joined)
        for number in range(forum.sizes.members)
    )
    ids = list(Thread.objects.filter(board__in=forum.boards).values_list("pk", flat=True))
    for member in members:
        with transaction.atomic():
            BoardRead.objects.bulk_create(
                BoardRead(user=member, board=board, serial=chance.randrange(board.last_serial))
                for board in forum.boards
            )
            ThreadRead.objects.bulk_create(
                ThreadRead(user=member, thread_id=pk, number=chance.randint(1, 10))
                for pk in chance.sample(ids, min(MARKS_OF_THREADS, len(ids)))
            )
    return members


def rows_of(forum: Forum) -> dict[str, Any]:
    """For the head of the table."""
    return {
        "threads": Thread.objects.count(),
        "posts": Post.objects.count(),
        "posts in the long thread": forum.long_thread.last_number,
        "threads in the large board": forum.large_board.threads_count,
        "members with read marks": BoardRead.objects.values("user").distinct().count(),
        "marks of threads": ThreadRead.objects.count(),
    }
