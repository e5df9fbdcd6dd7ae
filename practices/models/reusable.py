"""Remarks that reviewers write again and again, kept by editors in both languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.card import FIELDS

MAX_LENGTH = 600


class ReusableRemark(models.Model):
    """A remark in both languages; reviewers put it beside a field, and the author reads it in their own language."""

    field = models.CharField(
        _("field"),
        max_length=60,
        blank=True,
        help_text=_("Offered beside this field alone; empty: beside every field."),
    )
    text_bg = models.TextField(
        _("text in Bulgarian"),
        max_length=MAX_LENGTH,
        help_text=_("Say what to do, kindly and in one or two sentences."),
    )
    text_en = models.TextField(_("text in English"), max_length=MAX_LENGTH)
    is_offered = models.BooleanField(
        _("offered to reviewers"), default=True, help_text=_("Untick it instead of deleting it.")
    )

    class Meta:
        verbose_name = _("reusable remark")
        verbose_name_plural = _("reusable remarks")
        ordering = ["field", "pk"]

    def __str__(self) -> str:
        return self.text_bg[:80]

    @property
    def field_label(self) -> str:
        """The label of the field, for lists in the admin."""
        return next((str(field.label) for field in FIELDS if field.name == self.field), str(_("every field")))

    def text_in(self, language: str) -> str:
        """What the author reads."""
        return self.text_en if language == "en" else self.text_bg
