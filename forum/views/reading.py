"""What everybody does: look at boards, read threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from core.access import NotVisible
from core.links import cards_of, has_cards
from core.paging import latest_first
from core.subjects import Subject, resolve_subject
from core.urgent_help import URGENT_HELP
from directory.memberships import is_member
from forum.actions import mark_thread_read
from forum.authors import organisation_names
from forum.case_presentation import case_item
from forum.enums import EventKind, PersonaKind, ReadBy, ThreadKind
from forum.filters import BoardFilter
from forum.forms import PostForm
from forum.lists import board_sections, thread_rows
from forum.models import Board, ForumEvent, Persona, Post, Thread
from forum.numbering import numbers_on, page_of
from forum.policies import can_moderate_board, can_reply, can_start_thread
from forum.presentation import (
    page_query,
    post_item,
    readers_label,
    thread_facts,
    thread_pages,
)
from forum.read_marks import (
    progress_of,
    seen_serials,
    with_board_mark,
    with_read_number,
    with_unread_counts,
)
from forum.structured_data import structured_data
from forum.tag_words import tags_of, with_tag_words
from forum.thread_parts import (
    answer_item,
    call_facts,
    is_over,
    own_starter,
    poll_item,
    readable_links,
    subject_link,
    with_parts,
)
from forum.views.finding import crumbs, find_post, find_thread, signed_in, thread_crumbs
from forum.visibility import access_ends_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from core.access import Actor
    from core.links import Link


THREADS_PER_PAGE = 20
THREAD_ORDER = ("is_pinned", "last_post_at")
"""Pinned ones first, then by the latest post; the index `thread_list` has the same columns."""


class BoardListView(View):
    """All boards that the person reads, with the last thing that happened in each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        boards = list(with_unread_counts(Board.objects.visible_to(request.user).for_list(), request.user))
        context = {
            "sections": board_sections(boards),
            "boards": boards,
            "seen": seen_serials(boards),
            "has_unread": any(board.unread_threads for board in boards),
            "can_start": any(can_start_thread(request.user, board) for board in boards),
            "is_newcomer": is_newcomer(request.user),
        }
        return render(request, "forum/board_list.html", context)


class BoardDetailView(View):
    """The threads of a board: pinned ones, then the latest."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        boards = with_board_mark(Board.objects.visible_to(request.user), request.user)
        board = boards.filter(slug=slug).first()
        if board is None:
            raise NotVisible
        narrowed = BoardFilter(request.GET)
        threads = Thread.objects.filter(board=board).visible_to(request.user).for_list()
        threads = with_read_number(threads.select_related("partner_call"), request.user)
        threads = with_tag_words(narrowed.apply(threads, board, request.user))
        page = latest_first(threads, THREAD_ORDER, request.GET.dict(), size=THREADS_PER_PAGE)
        context = {
            "board": board,
            "readers": readers_label(board),
            "access_ends_on": access_ends_on(request.user, board),
            "threads": thread_rows(page.items, board, request.user),
            "page": page,
            "narrowed": narrowed,
            "has_unread": any(
                progress_of(thread, request.user, board=board).is_unread for thread in page.items
            ),
            "seen": seen_serials([board]),
            "is_public": board.read_by == ReadBy.PUBLIC,
            "can_start": can_start_thread(request.user, board),
            "is_newcomer": is_newcomer(request.user),
            "crumbs": crumbs((board.title, board.get_absolute_url())),
        }
        return render(request, "forum/board_detail.html", context)


class ThreadDetailView(View):
    """A page of a thread: a range of numbers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        thread = find_thread(request.user, pk)
        page = _page_number(request, thread)
        response = render_thread(request, thread, page)
        remember_reading(request, thread, min(numbers_on(page)[1], thread.last_number))
        return response


class PostPermalinkView(View):
    """The lasting address of a post leads to its place in the thread, also where it was removed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = find_post(request.user, pk)
        return redirect(post.thread.url_of_number(post.number))


def render_thread(
    request: HttpRequest, thread: Any, page: int, *, form: PostForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a thread, perhaps with a reply that couldn't be taken as it is. Expects a thread from `find_thread`."""
    can_moderate = can_moderate_board(request.user, thread.board)
    posts = list(Post.objects.on_page(thread, page).with_authors())
    organisations = organisation_names(post.persona.user_id for post in posts)
    may_reply = can_reply(request.user, thread)
    if form is None and may_reply:
        form = reply_form(thread)
    last_page = page_of(thread.last_number)
    links = [*readable_links(posts, can_moderate=can_moderate), *subject_link(thread)]
    cards = cards_of(links, request.user)
    items = [
        post_item(post, thread, request.user, can_moderate=can_moderate, organisations=organisations)
        for post in posts
    ]
    shown = with_parts(items, posts, thread, request.user, cards, can_moderate=can_moderate)
    context = {
        "thread": thread,
        "board": thread.board,
        "readers": readers_label(thread.board),
        "subject": _subject(request.user, thread, cards),
        "posts": shown,
        "first_number": numbers_on(page)[0],
        "facts": thread_facts(thread),
        "case": case_item(thread, can_moderate=can_moderate) if page == 1 else None,
        "urgent_help": URGENT_HELP if thread.kind == ThreadKind.CASE else (),
        "tags": [name for name, _slug in tags_of(thread)],
        "page": page,
        "pages": thread_pages(thread, page),
        "prev_url": page_query(page - 1) if page > 1 else "",
        "next_url": page_query(page + 1) if page < last_page else "",
        "last_url": thread.url_of_number(thread.last_number) if page < last_page else "",
        "form": form,
        "may_reply": may_reply,
        "can_moderate": can_moderate,
        "is_newcomer": is_newcomer(request.user),
        "openings": _openings(thread),
        "answer": answer_item(thread),
        "call": call_facts(thread),
        "is_over": is_over(thread),
        "poll": poll_item(thread, request.user),
        "may_arrange": can_moderate or (own_starter(thread, request.user) and not thread.is_locked),
        "has_unread_elsewhere": progress_of(thread, request.user).is_unread
        and not any(item.is_new for item in shown),
        "structured_data": structured_data(thread, posts, page, request.user),
        "crumbs": thread_crumbs(thread),
    }
    return render(request, "forum/thread_detail.html", context, status=status)


def reply_form(thread: Any, data: Any = None) -> PostForm:
    """The form for a reply; a thread in which one has a pseudonym offers it again. Expects a thread from `find_thread`."""
    own = Persona(kind=PersonaKind.PSEUDONYM, number=thread.own_pseudonym)
    return PostForm(
        data,
        allows_pseudonyms=thread.board.allows_pseudonyms,
        own_pseudonym=own.label if thread.own_pseudonym else "",
    )


def remember_reading(request: HttpRequest, thread: Any, number: int) -> None:
    """The reader has had the posts up to this number before them: one write, and none where nothing was new. Pages that a
    browser fetches ahead don't count."""
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    progress = progress_of(thread, request.user)
    if progress.is_unread and number > progress.number:
        mark_thread_read(
            actor=signed_in(request), thread=thread, number=number, has_mark=thread.read_number is not None
        )


def is_newcomer(actor: Actor) -> bool:
    """Signed in, and belongs to no organisation yet: reads what is public, and is told how to join."""
    return actor.is_authenticated and not is_member(actor)


def _page_number(request: HttpRequest, thread: Thread) -> int:
    value = request.GET.get("page", "1")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise Http404("No such page.")
    page = int(value)
    if not 1 <= page <= page_of(thread.last_number):
        raise Http404("No such page.")
    return page


def _subject(actor: Actor, thread: Thread, cards: Mapping[Link, Subject]) -> Subject | None:
    """What the thread is about, if the reader may see that too. Without a query where it was among the cards."""
    if not thread.subject_kind or thread.subject_id is None:
        return None
    if has_cards(thread.subject_kind):
        return cards.get((thread.subject_kind, thread.subject_id))
    return resolve_subject(thread.subject_kind, thread.subject_id, actor)


def _openings(thread: Any) -> list[ForumEvent]:
    """When a coordinator opened the reader's own pseudonym in this thread, and why. No query for those without one."""
    if thread.own_pseudonym is None:
        return []
    opened = ForumEvent.objects.filter(kind=EventKind.PSEUDONYM_OPENED, persona__thread=thread)
    return list(opened.filter(persona__number=thread.own_pseudonym).order_by("at"))
