"""Bringing in whole threads that were written elsewhere: the demonstration's, and those of another forum.

They come with their own authors and times, cause no letters, and are found again by their external id. Written in bulk:
memory is bounded by the batch that the caller hands over.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import transaction

from core.folding import fold
from core.links import links_in
from forum import counters, ownership
from forum.actions.calls import CallFacts
from forum.actions.cases import CaseFacts, record_case
from forum.actions.polls import PollFacts, add_poll
from forum.content import checked_body, checked_tags, checked_title, language_of
from forum.enums import PersonaKind, ThreadKind
from forum.models import (
    Board,
    BoardAccess,
    BoardCategory,
    PartnerCall,
    Persona,
    Post,
    TaggedThread,
    Thread,
)
from search.indexing import request_index_many
from taxonomy.models import tag_slug
from taxonomy.tags import tags_for

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Author:
    """A member with an account, or a name that is kept without one."""

    user: User | None = None
    name: str = ""


@dataclass(frozen=True)
class ImportedPost:
    author: Author
    body: str
    created_at: datetime.datetime
    is_pseudonymous: bool = False


@dataclass(frozen=True)
class ImportedThread:
    external_id: str
    board: Board
    title: str
    language: str
    posts: Sequence[ImportedPost]
    tags: tuple[str, ...] = ()
    subject: tuple[str, int] | None = None
    kind: str = ThreadKind.DISCUSSION
    answer: int | None = None
    """The number of the accepted post."""
    call: CallFacts | None = None
    case: CaseFacts | None = None
    poll: PollFacts | None = None


def ensure_category(title_bg: str, **values: object) -> BoardCategory:
    """The category of this name, made if it isn't there; one that is there stays as its editors left it."""
    return BoardCategory.objects.get_or_create(title_bg=title_bg, defaults=values)[0]


def ensure_board(slug: str, **values: object) -> Board:
    """The board of this slug, made with these values if it isn't there; one that is there stays as its editors left it."""
    return Board.objects.get_or_create(slug=slug, defaults=values)[0]


def ensure_access(board: Board, user: User, level: int, ends_on: datetime.date) -> None:
    """Access by name, given if there is none."""
    BoardAccess.objects.get_or_create(board=board, user=user, defaults={"level": level, "ends_on": ends_on})


def import_threads(batch: Sequence[ImportedThread]) -> int:
    """Write those threads of a batch that aren't known yet; returns how many. One transaction, some twenty statements.

    Raises ValidationError for a title or a text that no form would take. Side effects: counters, search entries; no letters.
    """
    with transaction.atomic():
        known = set(
            Thread.objects.filter(external_id__in=[thread.external_id for thread in batch]).values_list(
                "external_id", flat=True
            )
        )
        new = [thread for thread in batch if thread.external_id not in known and thread.posts]
        if not new:
            return 0
        personas = _personas(new)
        threads = Thread.objects.bulk_create([_thread(source, personas) for source in new])
        pairs = list(zip(threads, new))
        posts = Post.objects.bulk_create(
            [post for thread, source in pairs for post in _posts(thread, source, personas)], batch_size=500
        )
        _set_edges(threads, posts)
        _add_parts(pairs, posts)
        _tag(pairs)
        for thread, source in pairs:
            if source.case:
                record_case(thread, source.case, _checked(source.posts[0].body)[1])
        for board_id, size in Counter(thread.board_id for thread in threads).items():
            count = sum(thread.posts_count for thread in threads if thread.board_id == board_id)
            counters.add_to_board(board_id, threads=size, posts=count)
        request_index_many("thread", [thread.pk for thread in threads])
        request_index_many("post", [post.pk for post in posts if post.number > 1])
        return len(new)


def _personas(batch: Iterable[ImportedThread]) -> dict[Author, Persona]:
    """The personas of all who write by name or by a kept name, made where there are none. Four statements at most."""
    authors = {post.author for thread in batch for post in thread.posts}
    users = {author.user.pk: author.user for author in authors if author.user}
    names = {author.name for author in authors if not author.user}
    by_user = {persona.user_id: persona for persona in Persona.objects.filter(user__in=users)}
    by_name = {
        persona.kept_name: persona
        for persona in Persona.objects.filter(kind=PersonaKind.KEPT_NAME, kept_name__in=names)
    }
    made = Persona.objects.bulk_create(
        [Persona(kind=PersonaKind.NAMED, user=user) for pk, user in users.items() if pk not in by_user]
        + [Persona(kind=PersonaKind.KEPT_NAME, kept_name=name) for name in sorted(names - by_name.keys())]
    )
    by_user |= {persona.user_id: persona for persona in made if persona.user_id}
    by_name |= {persona.kept_name: persona for persona in made if persona.kept_name}
    return {author: by_user[author.user.pk] if author.user else by_name[author.name] for author in authors}


def _thread(source: ImportedThread, personas: dict[Author, Persona]) -> Thread:
    title = checked_title(source.title)
    first, last = source.posts[0], source.posts[-1]
    return Thread(
        board=source.board,
        kind=ThreadKind.CASE if source.case else source.kind,
        title=title,
        folded_title=fold(title),
        language=source.language,
        subject_kind=source.subject[0] if source.subject else "",
        subject_id=source.subject[1] if source.subject else None,
        external_id=source.external_id,
        starter=None if first.is_pseudonymous else personas[first.author],
        last_persona=None if last.is_pseudonymous else personas[last.author],
        created_at=first.created_at,
        last_post_at=last.created_at,
        last_number=len(source.posts),
        posts_count=len(source.posts),
    )


def _posts(thread: Thread, source: ImportedThread, personas: dict[Author, Persona]) -> Iterable[Post]:
    pseudonyms: dict[Author, Persona] = {}
    for number, post in enumerate(source.posts, start=1):
        persona = personas[post.author]
        if post.is_pseudonymous:
            persona = pseudonyms.setdefault(
                post.author, pseudonyms.get(post.author) or _pseudonym(thread, post.author)
            )
        body_html, body_text = _checked(post.body)
        yield Post(
            thread=thread,
            number=number,
            persona=persona,
            language=language_of(body_text),
            body_html=body_html,
            body_text=body_text,
            links=links_in(body_html),
            created_at=post.created_at,
        )


def _pseudonym(thread: Thread, author: Author) -> Persona:
    """A member's own pseudonym; for somebody without an account one that nobody's account is behind."""
    if author.user:
        return ownership.give_pseudonym(author.user, thread)
    number = thread.pseudonyms.count() + 1
    return Persona.objects.create(kind=PersonaKind.PSEUDONYM, thread=thread, number=number)


@lru_cache(maxsize=2000)
def _checked(markup: str) -> tuple[str, str]:
    """Invented posts repeat themselves: each text is cleaned once."""
    return checked_body(markup)


def _set_edges(threads: Sequence[Thread], posts: Sequence[Post]) -> None:
    """First and last persona of threads that begin or end under a pseudonym: it exists only after its thread."""
    ends: dict[int, list[Post]] = {}
    for post in posts:
        ends.setdefault(post.thread_id, []).append(post)
    unfinished = [thread for thread in threads if thread.starter_id is None or thread.last_persona_id is None]
    for thread in unfinished:
        thread.starter_id = ends[thread.pk][0].persona_id
        thread.last_persona_id = ends[thread.pk][-1].persona_id
    Thread.objects.bulk_update(unfinished, ["starter", "last_persona"])


def _add_parts(pairs: Sequence[tuple[Thread, ImportedThread]], posts: Sequence[Post]) -> None:
    """Accepted answers, calls and polls. No statement where there are none."""
    by_place = {(post.thread_id, post.number): post for post in posts}
    answered = [thread for thread, source in pairs if source.answer]
    for thread, source in pairs:
        if source.answer:
            thread.answer = by_place[thread.pk, source.answer]
    Thread.objects.bulk_update(answered, ["answer"])
    PartnerCall.objects.bulk_create(
        PartnerCall(
            thread=thread, seeks=source.call.seeks, until=source.call.until, funding=source.call.funding
        )
        for thread, source in pairs
        if source.call
    )
    for thread, source in pairs:
        if source.poll:
            add_poll(thread, source.poll)


def _tag(pairs: Sequence[tuple[Thread, ImportedThread]]) -> None:
    words = checked_tags(sorted({word for _thread, source in pairs for word in source.tags}))
    by_slug = {tag.slug: tag for tag in tags_for(words)} if words else {}
    TaggedThread.objects.bulk_create(
        [
            TaggedThread(content_object=thread, tag=by_slug[tag_slug(word)])
            for thread, source in pairs
            for word in source.tags
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
