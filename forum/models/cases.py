"""The facts of a case, beside its thread. They are few and coarse on purpose: no free field, no place finer than an oblast."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.enums import ConsentBasis, Recognisability
from forum.models.threads import Thread
from taxonomy.models import Place


class CaseDetails(models.Model):
    """What a case is about: one row for each thread of the kind „case“. Status and needs are codes of the taxonomy."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell of it

    thread = models.OneToOneField(Thread, primary_key=True, on_delete=models.CASCADE, related_name="case")
    status = models.CharField(_("status of protection"), max_length=60, help_text=_("A target group's code."))
    needs = models.JSONField(_("needs"), default=list, help_text=_("Codes of themes."))
    oblast = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("oblast"),
        help_text=_("Never anything finer; empty when even that would say too much."),
    )
    consent = models.CharField(_("basis of consent"), max_length=10, choices=ConsentBasis.choices)
    recognisability = models.CharField(
        max_length=6, choices=Recognisability.choices, default=Recognisability.LOW, editable=False
    )
    recognisable_because = models.CharField(
        _("why it is told in such detail"),
        max_length=200,
        blank=True,
        help_text=_("Its author's reason. Moderators of the board read it."),
    )

    class Meta:
        verbose_name = _("details of a case")
        verbose_name_plural = _("details of cases")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(recognisability=Recognisability.HIGH)
                | ~models.Q(recognisable_because=""),
                name="case_recognisable_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
