"""Threads, their posts with numbers that never change, and the log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from forum.enums import (
    AUTHORS_EVENTS,
    EventKind,
    PostState,
    ReadBy,
    ThreadKind,
    ThreadState,
)
from forum.models.boards import Board
from forum.models.personas import Persona
from forum.numbering import anchor, page_of
from forum.querysets import PostQuerySet, ThreadQuerySet
from taxonomy.models import Tag

TITLE_MAX_LENGTH = 140
"""Characters of a thread's title: two lines on a phone."""


class TaggedThread(ItemBase):
    content_object = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_threads")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="thread_tagged_once")]


class Thread(models.Model):
    """A conversation: posts numbered from 1, perhaps about a practice."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of it

    board = models.ForeignKey(
        Board, on_delete=models.PROTECT, related_name="threads", verbose_name=_("board")
    )
    kind = models.CharField(
        _("kind"), max_length=14, choices=ThreadKind.choices, default=ThreadKind.DISCUSSION
    )
    title = models.CharField(_("title"), max_length=TITLE_MAX_LENGTH)
    folded_title = models.CharField(
        max_length=2 * TITLE_MAX_LENGTH, editable=False, help_text=_("For comparisons.")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="bg")
    subject_kind = models.CharField(
        max_length=20, blank=True, help_text=_("What it is about, e.g. practice.")
    )
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    starter = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=8, choices=ThreadState.choices, default=ThreadState.VISIBLE)
    is_locked = models.BooleanField(_("closed"), default=False)
    lock_reason = models.CharField(_("why it is closed"), max_length=200, blank=True)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    external_id = models.CharField(
        max_length=120, null=True, blank=True, unique=True, editable=False, help_text=_("Of an import.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last number given. Never goes back, whatever is removed: numbers stay, and links with them.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    # The board's serial of the last post. Read marks compare it (models/reading.py).
    last_serial = models.PositiveBigIntegerField(default=0, editable=False)
    answer = models.ForeignKey(
        "Post",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The post that a question's asker, or a moderator, accepted as its answer."),
    )
    # Counters: kept by the actions, put right every night. Published posts, the opening one among them.
    posts_count = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(default=timezone.now, editable=False)
    last_persona = models.ForeignKey(
        Persona, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    tags = TaggableManager(through=TaggedThread, blank=True, verbose_name=_("tags"))

    objects = models.Manager.from_queryset(ThreadQuerySet)()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id=None)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="thread_subject_whole",
            )
        ]
        indexes = [
            # A board's list: pinned first, then the latest; a page starts where the last one ended.
            models.Index(
                F("board"),
                F("is_pinned").desc(),
                F("last_post_at").desc(),
                F("id").desc(),
                name="thread_list",
            ),
            # The same list narrowed: one kind, solved ones, closed ones; and what is newer than a read mark.
            models.Index(
                F("board"),
                F("kind"),
                F("is_pinned").desc(),
                F("last_post_at").desc(),
                F("id").desc(),
                name="thread_list_of_kind",
            ),
            models.Index(
                F("board"),
                F("is_pinned").desc(),
                F("last_post_at").desc(),
                F("id").desc(),
                condition=Q(answer__isnull=False),
                name="thread_list_solved",
            ),
            models.Index(
                F("board"),
                F("is_pinned").desc(),
                F("last_post_at").desc(),
                F("id").desc(),
                condition=Q(is_locked=True),
                name="thread_list_closed",
            ),
            models.Index(fields=["board", "last_serial"], name="thread_serial"),
            models.Index(fields=["subject_kind", "subject_id", "-last_post_at"], name="thread_about"),
            models.Index(fields=["-last_post_at", "-id"], name="thread_latest"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("forum:thread_detail", args=[self.pk])

    @property
    def is_discreet(self) -> bool:
        """Nothing of it leaves the site: no title, text or name in letters and feeds. Expects its board."""
        return self.kind == ThreadKind.CASE or self.board.read_by != ReadBy.PUBLIC

    @property
    def replies_count(self) -> int:
        return max(self.posts_count - 1, 0)

    def url_of_number(self, number: int) -> str:
        """The address of a post within its page, e.g. /bg/forum/threads/5/?page=3#post-47."""
        page = page_of(number)
        query = f"?page={page}" if page > 1 else ""
        return f"{self.get_absolute_url()}{query}#{anchor(number)}"


class Post(models.Model):
    """What somebody wrote in a thread. Rendered and sanitised once, when written; holds no names."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of it

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField(
        help_text=_("Within the thread, from 1. Given under the thread's lock; immutable.")
    )
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="posts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="bg")
    body_html = models.TextField()
    body_text = models.TextField()
    links = models.JSONField(
        default=list,
        editable=False,
        help_text=_(
            "The things of this site that its addresses lead to, as [kind, id]; recognised when written."
        ),
    )
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.PUBLISHED)
    state_reason = models.CharField(max_length=200, blank=True, help_text=_("Shown where the post was."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    submission_token = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        help_text=_("Of the form that it came from: the same form posts once."),
    )

    objects = models.Manager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once_in_thread"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        """The permalink: finds the post wherever it stands."""
        return reverse("forum:post_permalink", args=[self.pk])


class ForumEvent(models.Model):
    """The forum's log: who did what to what, when, and why; never what was written. Rows are only ever added."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of it

    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who decided, of a moderator's act; empty for an author's own."),
    )
    persona = models.ForeignKey(
        Persona,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="events",
        help_text=_("Whose post it was."),
    )
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in AUTHORS_EVENTS]) | Q(actor=None),
                name="forum_event_author_stays_persona",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk:
            raise ValidationError("The log is only added to.")
        super().save(*args, **options)
