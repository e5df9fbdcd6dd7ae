"""A practice: its state, and the rows that the public reads. Publishing writes them from the card document
(practices.projection); nothing else does. Actions change the state; nothing here does.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from directory.models import Organisation
from practices.enums import (
    PUBLIC_STATES,
    ContactVisibility,
    Currency,
    OriginalLanguage,
    PracticeState,
    QualityLabel,
    Replicable,
)
from practices.querysets import PracticeQuerySet
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Tag, Term


class TaggedPractice(ItemBase):
    content_object = models.ForeignKey("Practice", on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_practices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="practice_tagged_once")]


class Practice(models.Model):
    """Something that an organisation does for the integration of refugees or migrants, written down for others."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of drafts

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="practices", verbose_name=_("lead organisation")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="practices",
        verbose_name=_("author"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PracticeState.choices, default=PracticeState.DRAFT, editable=False
    )
    update_state = models.CharField(
        _("state of the update"),
        max_length=10,
        choices=PracticeState.choices,
        blank=True,
        editable=False,
        help_text=_(
            "Of an update that is being written while the card stays public: draft, submitted, returned."
        ),
    )
    update_note = models.CharField(
        _("what changed"), max_length=200, blank=True, help_text=_("Shown in the history of the card.")
    )
    needs_update = models.BooleanField(_("needs update"), default=False)
    review_round = models.PositiveSmallIntegerField(
        _("review round"), default=0, help_text=_("How many times it was sent for review.")
    )
    creation_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    external_id = models.CharField(
        max_length=120, null=True, blank=True, unique=True, help_text=_("Of an import.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    archive_reason = models.CharField(max_length=300, blank=True)
    archived_by_authors = models.BooleanField(
        default=False, help_text=_("Otherwise a coordinator did, and only coordinators bring it back.")
    )
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )

    # What everybody sees changed at: by publishing, archiving, bringing back, confirming, the flag. Harvesters go by it.
    public_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Whether it still runs: last said on, and the question that is open.
    last_confirmed_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    # What reviews found (practices/labels.py), written by actions alone.
    label = models.CharField(max_length=11, choices=QualityLabel.choices, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The coordinator who published it last."),
    )
    needs_score = models.BooleanField(
        default=False, editable=False, help_text=_("A full card that waits for a second reviewer.")
    )

    # The published facts. Empty until the first publication.
    is_full = models.BooleanField(default=False, help_text=_("A full card; otherwise a snapshot."))
    country = models.CharField(max_length=2, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_ongoing = models.BooleanField(default=False)
    replicable = models.CharField(max_length=6, choices=Replicable.choices, blank=True)
    original_language = models.CharField(max_length=5, choices=OriginalLanguage.choices, blank=True)
    people_total = models.PositiveIntegerField(null=True, blank=True, help_text=_("Persons, each once."))
    people_women = models.PositiveIntegerField(null=True, blank=True)
    people_children = models.PositiveIntegerField(null=True, blank=True)
    budget_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, choices=Currency.choices, blank=True)
    adapted_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="adapted_by",
        verbose_name=_("adapted from"),
    )
    partners = models.JSONField(default=list, blank=True)
    funding = models.JSONField(default=list, blank=True)
    results = models.JSONField(default=list, blank=True)
    legal_basis = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    shown_media = models.JSONField(default=list, blank=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_role = models.CharField(max_length=80, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_visibility = models.CharField(
        max_length=8, choices=ContactVisibility.choices, default=ContactVisibility.FORM
    )
    title_key_bg = models.CharField(
        max_length=100,
        default="",
        editable=False,
        help_text=_("The title that Bulgarian pages show, folded: what lists are sorted by."),
    )
    title_key_en = models.CharField(max_length=100, default="", editable=False)
    # The other columns of the table that sort it (practices/sorting.py). 0 is unknown, or no label.
    organisation_key_bg = models.CharField(max_length=100, default="", editable=False)
    organisation_key_en = models.CharField(max_length=100, default="", editable=False)
    start_year = models.PositiveSmallIntegerField(default=0, editable=False)
    level_position = models.PositiveSmallIntegerField(default=0, editable=False)
    label_rank = models.PositiveSmallIntegerField(default=0, editable=False)
    places = models.ManyToManyField(Place, blank=True, related_name="practices")
    terms = models.ManyToManyField(Term, through="PracticeTerm", related_name="+")
    tags = TaggableManager(through=TaggedPractice, blank=True, verbose_name=_("tags"))

    objects = models.Manager.from_queryset(PracticeQuerySet)()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES) | Q(published_at__isnull=False),
                name="practice_public_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(update_state="") | Q(state__in=PUBLIC_STATES),
                name="practice_update_of_public",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="practice_ends_after_start",
            ),
        ]
        indexes = [
            # With all that lists narrow by and that stands in the row, so that passing over a row doesn't read it.
            models.Index(
                fields=["state", "-published_at", "-id", "starts_on", "organisation"], name="practice_latest"
            ),
            models.Index(fields=["state", "submitted_at", "id"], name="practice_queue"),
            models.Index(
                fields=["update_state", "submitted_at", "id"],
                name="practice_update_queue",
                condition=~Q(update_state=""),
            ),
            models.Index(fields=["state", "last_confirmed_on", "id"], name="practice_confirmed"),
            models.Index(fields=["state", "public_changed_at", "id"], name="practice_changed"),
            models.Index(fields=["asked_on", "id"], name="practice_asked", condition=~Q(asked_on=None)),
            models.Index(
                fields=["published_at", "id"], name="practice_score_queue", condition=Q(needs_score=True)
            ),
            models.Index(
                fields=["state", "title_key_bg", "id", "starts_on", "organisation"], name="practice_title_bg"
            ),
            models.Index(
                fields=["state", "title_key_en", "id", "starts_on", "organisation"], name="practice_title_en"
            ),
            *(
                models.Index(fields=["state", column, "id", "starts_on", "organisation"], name=name)
                for column, name in {
                    "organisation_key_bg": "practice_organisation_bg",
                    "organisation_key_en": "practice_organisation_en",
                    "start_year": "practice_year",
                    "level_position": "practice_level",
                    "label_rank": "practice_label",
                }.items()
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("practices:practice_detail", args=[self.pk])

    @property
    def working_state(self) -> PracticeState:
        """Where the card document stands: the practice's own state, or that of the update while the card stays published."""
        if self.state == PracticeState.PUBLISHED and self.update_state:
            return PracticeState(self.update_state)
        return PracticeState(self.state)

    @property
    def is_asked(self) -> bool:
        """Its people were asked whether it still runs, and haven't answered."""
        return self.state == PracticeState.PUBLISHED and self.asked_on is not None

    @property
    def text(self) -> PracticeText | None:
        """The published text in the language of the page, else in the other one; None before the first publication."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(get_language() or "bg") or texts.get("bg") or texts.get("en")

    @property
    def title(self) -> str:
        return self.text.title if self.text else ""

    def terms_of(self, vocabulary: str) -> list[Term]:
        """The terms of a vocabulary in their order; no query when `practice_terms__term` was fetched."""
        return [link.term for link in self.practice_terms.all() if link.term.vocabulary == vocabulary]

    @property
    def themes(self) -> list[Term]:
        return self.terms_of(Vocabulary.THEME)


class PracticeTerm(models.Model):
    """A term that a practice was published under, e.g. a theme, in the author's order."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="practice_terms")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="practice_terms")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["practice", "term"], name="practice_term_once")]

    def __str__(self) -> str:
        return str(self.term)


class PracticeText(models.Model):
    """The published words of a practice in one language; a language that isn't ready has no row.

    Rich fields hold sanitised HTML; groups are read whole.

    `results` and `legal_basis` hold the words of the practice's rows, by the rows' keys.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    source_hashes = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("For each translated field the hash of what it was translated from."),
    )
    title = models.CharField(max_length=100)
    tagline = models.CharField(max_length=140, blank=True)
    duration = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    origin = models.TextField(blank=True)
    goals = models.TextField(blank=True)
    activities = models.JSONField(default=list, blank=True)
    challenges = models.JSONField(default=list, blank=True)
    impact = models.TextField(blank=True)
    replication = models.TextField(blank=True)
    building_blocks = models.JSONField(default=list, blank=True)
    participation = models.TextField(blank=True)
    failures = models.TextField(blank=True)
    evaluation = models.TextField(blank=True)
    staff = models.TextField(blank=True)
    sustainability = models.TextField(blank=True)
    preconditions = models.JSONField(default=list, blank=True)
    results = models.JSONField(default=dict, blank=True)
    legal_basis = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "language"], name="practice_text_once")]

    def __str__(self) -> str:
        return self.title
