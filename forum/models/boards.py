"""Boards, and who has access to them by name."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from forum.enums import (
    Level,
    ReadBy,
    ThreadKind,
    WriteBy,
)
from forum.models.categories import BoardCategory
from forum.querysets import BoardAccessQuerySet, BoardQuerySet


class Board(models.Model):
    """A place for threads on one matter, with its own readers and writers."""

    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("Stands in the address; don't change it.")
    )
    category = models.ForeignKey(
        BoardCategory,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="boards",
        verbose_name=_("category"),
        help_text=_("The heading under which the board stands in the list."),
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
    attach_by = models.CharField(
        _("who attaches files"),
        max_length=12,
        choices=WriteBy.choices,
        default=WriteBy.MEMBERS,
        help_text=_("Among those who reply in it."),
    )
    allows_pseudonyms = models.BooleanField(
        _("pseudonyms"),
        default=False,
        help_text=_(
            "Members may write as “Participant 2”: the same one throughout a thread, another in each thread."
        ),
    )
    allows_cases = models.BooleanField(
        _("cases"),
        default=False,
        help_text=_(
            "Cases are talked through here, with a form that protects people. Never in a public board."
        ),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers come first.")
    )
    # Counters: kept by the actions, put right every night by `forum.counters`. Hidden threads don't count.
    threads_count = models.PositiveIntegerField(default=0, editable=False)
    posts_count = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The last serial given: each post of the board, and each thread that appears in it, takes the next (models/reading.py).
    last_serial = models.PositiveBigIntegerField(default=0, editable=False)
    last_thread = models.ForeignKey(
        "Thread", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = models.Manager.from_queryset(BoardQuerySet)()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(allows_cases=True, read_by=ReadBy.PUBLIC),
                name="board_with_cases_not_public",
                violation_error_message=_(
                    "Everybody reads this board: cases need a narrower circle. Choose who reads it, or turn cases off."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A board keeps its circle as long as cases stand in it, also when new ones aren't taken any more."""
        super().clean()
        if self.pk and self.read_by == ReadBy.PUBLIC and self.threads.filter(kind=ThreadKind.CASE).exists():
            raise ValidationError(
                {"read_by": _("Cases stand in this board: it can't be opened to everybody any more.")}
            )

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
