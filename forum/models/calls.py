"""A call for partners: what a thread of that kind seeks, for which money, until which day."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.threads import Thread

SEEKS_MAX_LENGTH = 300
FUNDING_MAX_LENGTH = 200


class PartnerCall(models.Model):
    """The facts of a call, as short as they can be said; the rest stands in the thread's opening post."""

    thread = models.OneToOneField(
        Thread, on_delete=models.CASCADE, primary_key=True, related_name="partner_call"
    )
    seeks = models.CharField(_("who or what is sought"), max_length=SEEKS_MAX_LENGTH)
    funding = models.CharField(_("funding"), max_length=FUNDING_MAX_LENGTH, blank=True)
    until = models.DateField(_("until"), help_text=_("The last day on which one can answer."))

    class Meta:
        verbose_name = _("call for partners")
        verbose_name_plural = _("calls for partners")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.until < timezone.localdate()
