"""The states and choices of a practice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PracticeState(models.TextChoices):
    """One editorial state for each practice; only practices/actions.py changes it."""

    DRAFT = "draft", pgettext_lazy("state of a practice", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a practice", "Submitted")
    RETURNED = "returned", pgettext_lazy("state of a practice", "Returned")
    PUBLISHED = "published", pgettext_lazy("state of a practice", "Published")
    ARCHIVED = "archived", pgettext_lazy("state of a practice", "Archived")


EDITABLE_STATES = (PracticeState.DRAFT, PracticeState.RETURNED)
PUBLIC_STATES = (PracticeState.PUBLISHED, PracticeState.ARCHIVED)


class Replicable(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class ContactVisibility(models.TextChoices):
    MEMBERS = "members", _("Members of the square see it")
    FORM = "form", _("Nobody sees it; letters are passed on")


class PracticeAction(models.TextChoices):
    """What the log of a practice records."""

    CREATED = "created", _("started the draft")
    SUBMITTED = "submitted", _("sent it for review")
    RETURNED = "returned", _("sent it back with remarks")
    PUBLISHED = "published", _("published it")
    ARCHIVED = "archived", _("archived it")
