"""Which boards, threads and posts there are for whom. `policies.py` answers the same for one object; visibility.py decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Subquery
from django.utils import timezone

from forum import ownership
from forum.enums import PostState, ThreadState
from forum.numbering import numbers_on
from forum.visibility import moderated, readable, startable

if TYPE_CHECKING:
    from core.access import Actor
    from forum.models import Board, BoardAccess, Persona, Post, Thread  # noqa: F401 - named in quotes


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, actor: Actor) -> BoardQuerySet:
        return self.filter(readable(actor))

    def startable_by(self, actor: Actor) -> BoardQuerySet:
        """Where the actor may start a thread."""
        return self.filter(startable(actor))

    def for_list(self) -> BoardQuerySet:
        """With what the list of boards shows of each one's last post."""
        return self.select_related("category", "last_thread__last_persona__user")


class BoardAccessQuerySet(models.QuerySet["BoardAccess"]):
    def current(self) -> BoardAccessQuerySet:
        """Not over. An end date is the last day that counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


class PersonaQuerySet(models.QuerySet["Persona"]):
    def owned_by(self, actor: Actor) -> PersonaQuerySet:
        """The actor's own: the named one and their pseudonyms. The only way to ask “is this mine?”."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(Q(user=actor) | Q(pk__in=ownership.pseudonym_ids_of(actor)))


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, actor: Actor) -> ThreadQuerySet:
        """In a board that the actor reads; hidden ones only to who moderates that board."""
        seen = Q(state=ThreadState.VISIBLE)
        if actor.is_authenticated:
            seen |= moderated(actor, "board")
        return self.filter(readable(actor, "board"), seen)

    def latest_first(self) -> ThreadQuerySet:
        return self.order_by("-last_post_at", "-pk")

    def for_list(self) -> ThreadQuerySet:
        """With what a row of a list shows: board, first and last writer, tags."""
        return self.select_related("board", "starter__user", "last_persona__user")

    def with_own_pseudonym(self, actor: Actor) -> ThreadQuerySet:
        """`own_pseudonym`: the number under which the actor writes in each thread, or None. Asked from the actor's side."""
        if not actor.is_authenticated:
            return self.annotate(own_pseudonym=models.Value(None, output_field=models.IntegerField()))
        own = ownership.pseudonyms_in_outer_thread(actor)
        return self.annotate(own_pseudonym=Subquery(own.values("persona__number")[:1]))

    def about(self, kind: str, subject_id: int) -> ThreadQuerySet:
        return self.filter(subject_kind=kind, subject_id=subject_id)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, actor: Actor) -> PostQuerySet:
        """Posts whose text the actor may read: published ones, and to moderators of the board those that were hidden.

        A removed post is read by nobody; its place in the thread stays (`on_page`).
        """
        seen = Q(state=PostState.PUBLISHED, thread__state=ThreadState.VISIBLE)
        if actor.is_authenticated:
            seen |= moderated(actor, "thread__board") & ~Q(state=PostState.REMOVED)
        return self.filter(readable(actor, "thread__board"), seen)

    def on_page(self, thread: Thread, page: int) -> PostQuerySet:
        """Every post of a page, removed ones too: they leave their number and a sentence. The caller has seen the thread."""
        return self.filter(thread=thread, number__range=numbers_on(page)).order_by("number")

    def with_authors(self) -> PostQuerySet:
        return self.select_related("persona__user")
