"""Polls: a question of a thread with its options, how often each was chosen, and who has voted; never who chose what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.threads import Thread

QUESTION_MAX_LENGTH = 200
OPTION_MAX_LENGTH = 120
MIN_OPTIONS, MAX_OPTIONS = 2, 10


class Poll(models.Model):
    """One question in a thread. Options and their votes are two lists of one length; votes are added under the row's lock."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, primary_key=True, related_name="poll")
    question = models.CharField(_("question"), max_length=QUESTION_MAX_LENGTH)
    options = models.JSONField(_("options"))
    votes = models.JSONField(_("votes"))
    voters_count = models.PositiveIntegerField(_("people who voted"), default=0)
    allows_several = models.BooleanField(_("several choices"), default=False)
    until = models.DateField(_("until"), help_text=_("The last day on which one can vote."))

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.until < timezone.localdate()


class PollVoter(models.Model):
    """Somebody has voted. What they chose was added to the poll's numbers and is written down nowhere, so that a vote can
    neither be looked up nor be taken for the act of a pseudonym."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell who votes

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "user"], name="one_vote_in_poll")]

    def __str__(self) -> str:
        return "…"  # shown in logs and error pages: never names anybody
