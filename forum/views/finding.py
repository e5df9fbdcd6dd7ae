"""The only ways from an address to a thread or a post: through the gate. What isn't there for somebody is a 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import NotVisible
from forum.models import PollVoter, Post, Thread
from forum.policies import check_view_thread
from forum.read_marks import with_progress
from forum.tag_words import with_tag_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from accounts.models import User
    from core.access import Actor

Crumbs = list[tuple[str, str]]


def find_thread(actor: Actor, pk: int) -> Any:
    """The thread with its board, its parts, `own_pseudonym`, and how far the actor has read. One query. Raises NotVisible."""
    thread = (
        with_tag_words(with_vote(with_progress(Thread.objects.with_own_pseudonym(actor), actor), actor))
        .select_related(
            "board", "starter__user", "answer__persona__user", "partner_call", "poll", "case__oblast"
        )
        .filter(pk=pk)
        .first()
    )
    if thread is None:
        raise NotVisible
    check_view_thread(actor, thread)
    return thread


def with_vote(threads: Any, actor: Actor) -> Any:
    """`has_voted`: whether the actor has voted in the poll of each thread."""
    if not actor.is_authenticated:
        return threads
    return threads.annotate(has_voted=Exists(PollVoter.objects.filter(poll=OuterRef("pk"), user=actor)))


def find_post(actor: Actor, pk: int) -> Post:
    """A post in a thread that the actor may see, whatever its own state: who asks checks the policy. Raises NotVisible."""
    post = (
        Post.objects.select_related("thread__board", "thread__starter", "persona__user").filter(pk=pk).first()
    )
    if post is None:
        raise NotVisible
    check_view_thread(actor, post.thread)
    return post


def signed_in(request: HttpRequest) -> User:
    """The person of a request that has been through `sign_in_first`."""
    return cast("User", request.user)


def sign_in_first(request: HttpRequest, back_to: str = "") -> HttpResponseBase | None:
    """Where a visitor goes before writing; None for those who are signed in."""
    if request.user.is_authenticated:
        return None
    return redirect_to_login(back_to or request.get_full_path())


def crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Forum"), reverse("forum:board_list")), *more]


def thread_crumbs(thread: Thread, *more: tuple[str, str]) -> Crumbs:
    return crumbs(
        (thread.board.title, thread.board.get_absolute_url()),
        (thread.title, thread.get_absolute_url()),
        *more,
    )
