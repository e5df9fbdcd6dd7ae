"""The words by which everything is sorted: terms of vocabularies, places, free tags. Each has a code that never changes and
a name in both languages; a term in use is retired, never deleted."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from core.folding import fold
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.querysets import PlaceQuerySet, TermQuerySet


def name_column() -> str:
    """The column that holds names in the language of the page."""
    return "name_en" if get_language() == "en" else "name_bg"


class Named(models.Model):
    """Something with a name in Bulgarian and in English."""

    name_bg = models.CharField(_("name in Bulgarian"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        first, second = (
            (self.name_en, self.name_bg) if get_language() == "en" else (self.name_bg, self.name_en)
        )
        return first or second


class Term(Named):
    """A word of a vocabulary, e.g. the theme „Жилище“ / “Housing”."""

    vocabulary = models.CharField(_("vocabulary"), max_length=20, choices=Vocabulary.choices)
    code = models.SlugField(
        _("code"), max_length=60, help_text=_("Stands in addresses and data; never changes.")
    )
    synonyms = models.JSONField(
        _("synonyms"),
        default=list,
        blank=True,
        help_text=_("Other words, in both languages, that search understands."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    extra = models.JSONField(
        default=dict, blank=True, help_text=_("E.g. the IATI code of an organisation's type.")
    )
    retired_on = models.DateField(
        _("retired on"),
        null=True,
        blank=True,
        help_text=_("From this day no longer offered; stays where it is used."),
    )

    objects = models.Manager.from_queryset(TermQuerySet)()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["vocabulary", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code_once_in_vocabulary")
        ]


CAPITAL = "SOF46"


class Place(Named):
    """A country, an oblast, a municipality or a district of a city. Codes are those of the national classification."""

    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices)
    code = models.CharField(_("code"), max_length=12, unique=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
    )
    nuts3 = models.CharField("NUTS 3", max_length=5, blank=True)
    nuts2 = models.CharField("NUTS 2", max_length=4, blank=True)

    objects = models.Manager.from_queryset(PlaceQuerySet)()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["kind", "name_bg"]

    @property
    def label(self) -> str:
        """The name that tells this place from others: an oblast as such, a district with its city, a municipality with its
        oblast where the two have different names. Needs `with_parents()` to cost no query."""
        if self.kind == PlaceKind.OBLAST:
            says_what_it_is = self.name.endswith((" City", " Province"))  # as Sofia's two do in English
            return self.name if says_what_it_is else _("%(name)s oblast") % {"name": self.name}
        if self.code == CAPITAL:
            return self.city  # nobody says „Столична“ of the town itself
        parent = self.parent if self.kind in (PlaceKind.DISTRICT, PlaceKind.MUNICIPALITY) else None
        if parent is None or parent.name == self.name:
            return self.name
        return f"{self.name} ({parent.city})"

    @property
    def city(self) -> str:
        """The name without an oblast's brackets, and Sofia for its municipality, which is called „Столична“, the capital's."""
        return str(_("Sofia")) if self.code == CAPITAL else self.name.partition(" (")[0]

    def with_ancestors(self) -> list[str]:
        """This place's code and those that it lies in, from the smallest up. Needs `with_parents()` to cost no query."""
        codes, place = [], self
        while place is not None:
            codes.append(place.code)
            place = place.parent  # type: ignore[assignment]
        return codes


class Tag(TagBase):
    """A free word on a practice or a thread. Words that differ in case or accent alone are one tag."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The folded word: „Жилища“ and „жилища“ meet in one slug. No number is ever added."""
        return tag_slug(tag)


def tag_slug(word: str) -> str:
    """The slug by which a tag is found, e.g. „Езикови курсове“ → „езикови-курсове“."""
    return slugify(fold(word), allow_unicode=True)[:100]
