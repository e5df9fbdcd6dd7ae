"""The states and choices of a practice."""

from __future__ import annotations

from decimal import Decimal

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


EDITABLE_STATES = (PracticeState.DRAFT, PracticeState.RETURNED, PracticeState.PUBLISHED)
"""Working states in which authors write. The first save on a published card begins an update of it."""
PUBLIC_STATES = (PracticeState.PUBLISHED, PracticeState.ARCHIVED)


class Replicable(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Currency(models.TextChoices):
    EUR = "EUR", _("euro")
    BGN = "BGN", _("Bulgarian lev")


BGN_PER_EUR = Decimal("1.95583")
"""Fixed by Regulation (EU) 2025/1409; until 2026 sums were quoted in leva."""


class OriginalLanguage(models.TextChoices):
    """In which language a card was written first."""

    BULGARIAN = "bg", _("Bulgarian")
    ENGLISH = "en", _("English")
    OTHER = "other", _("Another language")


class PartnerRole(models.TextChoices):
    """What a partner does in a practice."""

    CARRIES_OUT = "carries-out", pgettext_lazy("role of a partner", "carries it out as well")
    HOSTS = "hosts", pgettext_lazy("role of a partner", "gives rooms, flats or things")
    FUNDS = "funds", pgettext_lazy("role of a partner", "pays for it")
    REFERS = "refers", pgettext_lazy("role of a partner", "sends people to it")
    ADVISES = "advises", pgettext_lazy("role of a partner", "advises, trains, interprets")
    RESEARCHES = "researches", pgettext_lazy("role of a partner", "researches and evaluates it")
    OTHER = "other", pgettext_lazy("role of a partner", "something else")


class ContactVisibility(models.TextChoices):
    MEMBERS = "members", _("Members of the square see it")
    FORM = "form", _("Nobody sees it; letters are passed on")


class PracticeAction(models.TextChoices):
    """What the log of a practice records."""

    CREATED = "created", _("started the draft")
    SUBMITTED = "submitted", _("sent it for review")
    RETURNED = "returned", _("sent it back with remarks")
    PUBLISHED = "published", _("published it")
    PASSED_ON = "passed_on", _("passed it on to a colleague")
    ARCHIVED = "archived", _("archived it")
    RESTORED = "restored", _("brought it back from the archive")
    UPDATING = "updating", _("began an update")
    DROPPED = "dropped", _("dropped the update")
    UPDATED = "updated", _("published an update without review, for a trusted organisation")
    ASKED = "asked", _("were asked whether it still runs")
    CONFIRMED = "confirmed", _("confirmed that it still runs")
    OUTDATED = "outdated", _("didn't answer: marked as needing an update")
    CLAIMED = "claimed", _("took on the review")
    RELEASED = "released", _("gave the review back")
    ANSWERED = "answered", _("answered a remark")
    SCORED = "scored", _("scored it as second reviewer")
    ADAPTED = "adapted", _("applies it elsewhere")
    ADAPTATION_TOLD = "adapt_told", _("told how applying it goes")
    ADAPTATION_UNDONE = "adapt_undone", _("took back that they apply it")
    PURGED = "purged", _("personal numbers were deleted from the draft")


WRITING = (
    PracticeAction.CREATED,
    PracticeAction.SUBMITTED,
    PracticeAction.UPDATING,
    PracticeAction.UPDATED,
    PracticeAction.DROPPED,
    PracticeAction.PASSED_ON,
)
"""What those do who write a card. They don't review it, whatever organisation they belong to by now."""


class QualityLabel(models.TextChoices):
    """What reviews found, each step resting on the one before; the thresholds stand in practices/labels.py."""

    CHECKED = "checked", pgettext_lazy("quality label", "Checked")
    REVIEWED = "reviewed", pgettext_lazy("quality label", "Reviewed")
    RECOMMENDED = "recommended", pgettext_lazy("quality label", "Recommended")


class AdaptationState(models.TextChoices):
    """How far an organisation is that applies another one's practice. It says so itself."""

    PLANNED = "planned", pgettext_lazy("state of an adaptation", "Planned")
    RUNNING = "running", pgettext_lazy("state of an adaptation", "Running")
    ENDED = "ended", pgettext_lazy("state of an adaptation", "Ended")
    GIVEN_UP = "given_up", pgettext_lazy("state of an adaptation", "Given up")


class MediaKind(models.TextChoices):
    """What hangs on a card beside its words."""

    IMAGE = "image", _("Picture")
    FILE = "file", _("File")
    VIDEO = "video", _("Video")


class Consent(models.TextChoices):
    """Why a picture of people may be shown. A child that can be recognised never may."""

    NOBODY = "nobody", _("Nobody can be recognised in it")
    ADULTS = "adults", _("Adults can be recognised, and we keep their written consent")
