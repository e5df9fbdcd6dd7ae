"""Boards, threads, posts, and the personas that write them. Who may see what is decided in visibility.py, and every change
of state is made in `actions/`; here are the data and what the database itself holds true."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from directory.models import Organisation
from forum.enums import (
    AUTHORS_EVENTS,
    EventKind,
    Level,
    PersonaKind,
    PostState,
    ReadBy,
    ThreadKind,
    ThreadState,
    WriteBy,
)
from forum.numbering import anchor, page_of
from forum.querysets import BoardAccessQuerySet, BoardQuerySet, PersonaQuerySet, PostQuerySet, ThreadQuerySet
from taxonomy.models import Tag

TITLE_MAX_LENGTH = 140
"""Characters of a thread's title: two lines on a phone."""


class Board(models.Model):
    """A place for threads on one matter, with its own readers and writers."""

    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("Stands in the address; don't change it.")
    )
    title_bg = models.CharField(_("title in Bulgarian"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)
    description_bg = models.CharField(
        _("description in Bulgarian"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: what belongs here."),
    )
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    rules_bg = models.TextField(
        _("rules in Bulgarian"),
        blank=True,
        help_text=_("Shown above the threads and beside the form of a new one."),
    )
    rules_en = models.TextField(_("rules in English"), blank=True)
    read_by = models.CharField(
        _("who reads"),
        max_length=12,
        choices=ReadBy.choices,
        default=ReadBy.MEMBERS,
        help_text=_("Access by name, below, opens the board to more people, and never closes it to anybody."),
    )
    start_by = models.CharField(
        _("who starts threads"),
        max_length=12,
        choices=WriteBy.choices,
        default=WriteBy.MEMBERS,
        help_text=_("Among those who read it without access by name."),
    )
    reply_by = models.CharField(
        _("who replies"),
        max_length=12,
        choices=WriteBy.choices,
        default=WriteBy.MEMBERS,
        help_text=_("Among those who read it without access by name."),
    )
    allows_pseudonyms = models.BooleanField(
        _("pseudonyms"),
        default=False,
        help_text=_(
            "Members may write as “Participant 2”: the same one throughout a thread, another in each thread."
        ),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers come first.")
    )
    # Counters: kept by the actions, put right every night by `forum.counters`. Hidden threads don't count.
    threads_count = models.PositiveIntegerField(default=0, editable=False)
    posts_count = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_thread = models.ForeignKey(
        "Thread", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = models.Manager.from_queryset(BoardQuerySet)()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forum:board_detail", args=[self.slug])

    def _in_language(self, stem: str) -> str:
        first, second = ("en", "bg") if get_language() == "en" else ("bg", "en")
        text: str = getattr(self, f"{stem}_{first}") or getattr(self, f"{stem}_{second}")
        return text

    @property
    def title(self) -> str:
        return self._in_language("title")

    @property
    def description(self) -> str:
        return self._in_language("description")

    @property
    def rules(self) -> str:
        return self._in_language("rules")


class BoardAccess(models.Model):
    """Somebody, or everybody in an organisation, may do this much in a board, until a day."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of it

    board = models.ForeignKey(
        Board, on_delete=models.CASCADE, related_name="accesses", verbose_name=_("board")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
        help_text=_("A person or an organisation, one of the two."),
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("Its confirmed members, as long as they belong to it."),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.READ)
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("The last day on which it counts.")
    )

    objects = models.Manager.from_queryset(BoardAccessQuerySet)()

    class Meta:
        verbose_name = _("access to a board")
        verbose_name_plural = _("access to boards")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation=None) | Q(user=None, organisation__isnull=False),
                name="board_access_one_holder",
                violation_error_message=_("Choose a person or an organisation, one of the two."),
            ),
            models.UniqueConstraint(fields=["board", "user"], name="board_access_once_for_person"),
            models.UniqueConstraint(
                fields=["board", "organisation"], name="board_access_once_for_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} · {self.user or self.organisation} · {self.get_level_display()}"


class Persona(models.Model):
    """Who a post is by, as readers know them: a member by name, or a pseudonym that lives in one thread.

    A pseudonym's row says nothing about whose it is; `PersonaOwner` does, and forum/ownership.py alone reads it.
    """

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of it

    kind = models.CharField(max_length=10, choices=PersonaKind.choices, default=PersonaKind.NAMED)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only of a named one."),
    )
    thread = models.ForeignKey(
        "Thread", null=True, blank=True, on_delete=models.CASCADE, related_name="pseudonyms"
    )
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Of a pseudonym, within its thread.")
    )
    kept_name = models.CharField(
        max_length=80, blank=True, help_text=_("Of somebody who has no account here.")
    )

    objects = models.Manager.from_queryset(PersonaQuerySet)()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=PersonaKind.NAMED, user__isnull=False, thread=None, number=None, kept_name=""
                )
                | Q(
                    kind=PersonaKind.PSEUDONYM,
                    user=None,
                    thread__isnull=False,
                    number__isnull=False,
                    kept_name="",
                )
                | (Q(kind=PersonaKind.KEPT_NAME, user=None, thread=None, number=None) & ~Q(kept_name="")),
                name="persona_is_of_its_kind",
            ),
            models.UniqueConstraint(fields=["thread", "number"], name="pseudonym_number_once_in_thread"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name to show, in the language of the page."""
        if self.kind == PersonaKind.PSEUDONYM:
            return str(_("Participant %(number)s") % {"number": self.number})
        return str(self.user) if self.user else self.kept_name

    @property
    def is_pseudonym(self) -> bool:
        return self.kind == PersonaKind.PSEUDONYM

    @property
    def tone(self) -> int:
        """Which of the six colours its disc has (0–5): from the persona, so that a pseudonym keeps one in its thread."""
        return (self.number or self.pk or 0) % 6


class PersonaOwner(models.Model):
    """Whose a pseudonym is. Read by forum/ownership.py and nothing else: a contract test looks through the repository.

    No reverse accessors, so that nothing joins this table by accident. `thread` stands here for the constraint alone.
    """

    persona = models.OneToOneField(Persona, on_delete=models.CASCADE, primary_key=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True
    """Wagtail copies foreign keys into an index of its own, which the admin shows as what uses a person."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="one_pseudonym_in_a_thread")]

    def __str__(self) -> str:
        return "…"  # shown in logs and error pages: never names anybody


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
            models.Index(fields=["subject_kind", "subject_id", "-last_post_at"], name="thread_about"),
            models.Index(fields=["-last_post_at", "-id"], name="thread_latest"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("forum:thread_detail", args=[self.pk])

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
