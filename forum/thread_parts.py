"""What a thread's page shows besides its posts: the accepted answer, a call's facts, the poll, cards of what posts link to,
and what is new to the reader. Values only, ready to print; expects a thread from `find_thread`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.access import NotAllowed, NotVisible
from forum.enums import PostState, ThreadKind
from forum.policies import check_vote
from forum.presentation import PostItem, Shown, is_own
from forum.read_marks import progress_of

if TYPE_CHECKING:
    from core.access import Actor
    from core.links import Link
    from core.subjects import Subject
    from forum.models import Post, Thread

EXCERPT_LENGTH = 280
"""Characters of an accepted answer above the thread: enough to know whether to read on."""


@dataclass(frozen=True)
class AnswerItem(Shown):
    number: int
    url: str
    author: str
    excerpt: str
    language: str


@dataclass(frozen=True)
class PollOption(Shown):
    place: int
    text: str
    votes: int
    percent: int


@dataclass(frozen=True)
class PollItem(Shown):
    question: str
    options: list[PollOption]
    until: str
    voters: int
    is_over: bool
    allows_several: bool
    has_voted: bool
    may_vote: bool
    shows_results: bool
    vote_url: str


def own_starter(thread: Any, actor: Actor) -> bool:
    """Did the reader start the thread? Asked from the reader's side, without a query."""
    return actor.is_authenticated and thread.starter is not None and is_own(thread.starter, thread, actor)


def with_parts(
    items: Sequence[PostItem],
    posts: Sequence[Post],
    thread: Any,
    actor: Actor,
    cards: Mapping[Link, Subject],
    *,
    can_moderate: bool,
) -> list[PostItem]:
    """The posts of a page with their cards, which is the answer, which are new, and what the reader may do with them."""
    progress = progress_of(thread, actor)
    may_accept = thread.kind == ThreadKind.QUESTION and (can_moderate or own_starter(thread, actor))
    was_new, shown = False, []
    for item, post in zip(items, posts, strict=True):
        if item.is_removed:
            shown.append(item)
            continue
        is_new = progress.is_new(post.number, post.created_at) and not is_own(post.persona, thread, actor)
        is_answer = thread.answer_id == post.pk
        actions = list(item.actions)
        if may_accept and post.number > 1 and post.state == PostState.PUBLISHED:
            label = _("Not the answer") if is_answer else _("This is the answer")
            actions.insert(0, (label, reverse("forum:answer_decide", args=[post.pk]), "check"))
        shown.append(
            replace(
                item,
                is_new=is_new,
                is_first_new=is_new and not was_new and post.number > 1,
                is_answer=is_answer,
                cards=[cards[link] for link in links_of(post) if link in cards],
                actions=actions,
            )
        )
        was_new = was_new or is_new
    return shown


def links_of(post: Post) -> list[Link]:
    return [(str(kind), int(pk)) for kind, pk in post.links]


def readable_links(posts: Sequence[Post], *, can_moderate: bool) -> list[Link]:
    """The links of those posts whose text is shown."""
    shown = (PostState.PUBLISHED, PostState.HIDDEN) if can_moderate else (PostState.PUBLISHED,)
    return [link for post in posts if post.state in shown for link in links_of(post)]


def subject_link(thread: Thread) -> list[Link]:
    """What the thread is about, to be asked for together with what its posts link to."""
    return [(thread.subject_kind, thread.subject_id)] if thread.subject_id is not None else []


def answer_item(thread: Thread) -> AnswerItem | None:
    """The accepted answer, as long as everybody in the thread may read it."""
    post = thread.answer
    if post is None or post.state != PostState.PUBLISHED:
        return None
    text = post.body_text
    if len(text) > EXCERPT_LENGTH:
        text = text[:EXCERPT_LENGTH].rsplit(" ", 1)[0] + " …"
    return AnswerItem(post.number, thread.url_of_number(post.number), post.persona.label, text, post.language)


def call_facts(thread: Any) -> list[tuple[str, str]]:
    """What a call for partners seeks, for which funding, until when; empty for any other thread."""
    call = getattr(thread, "partner_call", None)
    if call is None or thread.kind != ThreadKind.PARTNERS:
        return []
    facts = [
        (_("Sought"), call.seeks),
        (_("Funding"), call.funding),
        (_("Answers until"), date_format(call.until, "DATE_FORMAT")),
    ]
    return [fact for fact in facts if fact[1]]


def is_over(thread: Any) -> bool:
    """Is this a call for partners whose day has passed?"""
    call = getattr(thread, "partner_call", None)
    return call is not None and thread.kind == ThreadKind.PARTNERS and call.is_over


def poll_item(thread: Any, actor: Actor) -> PollItem | None:
    """The thread's poll as the reader sees it: its results once they have voted, and to everybody once it is over."""
    poll = getattr(thread, "poll", None)
    if poll is None:
        return None
    has_voted = bool(getattr(thread, "has_voted", False))
    try:
        check_vote(actor, thread, poll)
        may_vote = not has_voted
    except (NotVisible, NotAllowed):
        may_vote = False
    shows_results = has_voted or poll.is_over
    votes = poll.votes if shows_results else [0] * len(poll.options)
    return PollItem(
        question=poll.question,
        options=[
            PollOption(place, text, count, round(100 * count / poll.voters_count) if poll.voters_count else 0)
            for place, (text, count) in enumerate(zip(poll.options, votes, strict=True))
        ],
        until=date_format(poll.until, "DATE_FORMAT"),
        voters=poll.voters_count,
        is_over=poll.is_over,
        allows_several=poll.allows_several,
        has_voted=has_voted,
        may_vote=may_vote,
        shows_results=shows_results,
        vote_url=reverse("forum:poll_vote", args=[thread.pk]),
    )
