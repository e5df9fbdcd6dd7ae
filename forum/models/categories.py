"""The sections in which the list of boards is shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class BoardCategory(models.Model):
    """A heading over some boards. It opens and closes nothing: who reads a board stands at the board."""

    title_bg = models.CharField(_("title in Bulgarian"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers come first.")
    )

    class Meta:
        verbose_name = _("category of boards")
        verbose_name_plural = _("categories of boards")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_bg
