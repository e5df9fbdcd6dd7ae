"""Images and documents that editors upload. Our own models from the first migration, because Wagtail can't change them later.

What may be uploaded is decided by core/uploads.py, at the form field (pages/forms.py).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from taxonomy.enums import Vocabulary
from taxonomy.models import Term


class Credited(models.Model):
    """Who made a file, and on what terms it may be used again."""

    author = models.CharField(
        _("author"),
        max_length=160,
        blank=True,
        help_text=_("Who made it: shown beside it. An organisation, or a person who agreed."),
    )
    licence = models.ForeignKey(
        Term,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.LICENCE},
        verbose_name=_("licence"),
        help_text=_("On what terms others may use it. Empty: all rights reserved."),
    )

    class Meta:
        abstract = True


class SiteImage(Credited, AbstractImage):
    """A picture with its words for those who don't see it, in both languages."""

    alt_bg = models.CharField(
        _("description in Bulgarian"),
        max_length=240,
        blank=True,
        help_text=_(
            "What one sees in it, for readers who don't see it. Empty only if it is mere decoration."
        ),
    )
    alt_en = models.CharField(_("description in English"), max_length=240, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "alt_bg",
        "alt_en",
        "author",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def alt(self) -> str:
        """The description in the language of the page, else in the other one."""
        first, second = (self.alt_en, self.alt_bg) if get_language() == "en" else (self.alt_bg, self.alt_en)
        return first or second

    @property
    def default_alt_text(self) -> str:
        """Wagtail's name for it. A title is a file's name more often than a description, so it never stands in."""
        return self.alt


class SiteRendition(AbstractRendition):
    """An image in one size and format, made when a page first needs it."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class SiteDocument(Credited, AbstractDocument):
    """A file to download. Served by Wagtail's view, which asks for the privacy of its collection."""

    admin_form_fields = ("title", "file", "author", "licence", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
