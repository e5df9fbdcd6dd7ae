"""What a reviewer is shown: the queue's rows, and a card with all that bears on the decision.

Holds no markup, decides nothing.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.working_days import working_days_between
from practices.card import FIELDS, CardField, Document
from practices.checks import label_of, practice_id_in
from practices.comparison import FieldChange, changes_between
from practices.enums import PracticeState
from practices.models import Practice, Remark, ReusableRemark, ReviewClaim
from practices.presentation import Card, CodeNames, place_name, shown_value
from practices.privacy import MEDIA, FieldFinding, personal_data_in
from practices.remarks import remark_threads

LONG_WAIT_DAYS = 5
"""Working days from which the queue warns: a week in which the authors heard nothing."""
MAX_REUSABLE_REMARKS = 60
"""Offered in all: more would be no choice any more, and the page would grow with them."""


@dataclass(frozen=True)
class Wait:
    """Since when a card waits."""

    since: datetime.datetime
    working_days: int

    @classmethod
    def of(cls, practice: Practice) -> Wait | None:
        if practice.submitted_at is None:
            return None
        return cls(practice.submitted_at, working_days_between(practice.submitted_at, timezone.now()))

    @property
    def is_long(self) -> bool:
        return self.working_days >= LONG_WAIT_DAYS

    @property
    def label(self) -> str:
        if not self.working_days:
            return _("since today")
        return ngettext("%(count)d working day", "%(count)d working days", self.working_days) % {
            "count": self.working_days
        }


@dataclass(frozen=True)
class Claim:
    """Who has taken the review on, as one coordinator sees it."""

    holder: str
    holder_id: int
    since: datetime.datetime
    is_mine: bool
    is_held: bool

    @classmethod
    def of(cls, practice: Practice, actor_id: int | None) -> Claim | None:
        """From the claim that was fetched with the practice."""
        claim: ReviewClaim | None = getattr(practice, "claim", None)
        if claim is None:
            return None
        return cls(
            holder=str(claim.coordinator),
            holder_id=claim.coordinator_id,
            since=claim.claimed_at,
            is_mine=claim.coordinator_id == actor_id,
            is_held=claim.is_held(submitted_at=practice.submitted_at, now=timezone.now()),
        )


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue, from a practice that was read `for_queue`."""

    practice: Practice
    title: str
    """In the language of the page, else in the other, as `CardDraft.working_title`."""
    wait: Wait | None
    claim: Claim | None

    @classmethod
    def of(cls, practice: Practice, actor_id: int | None) -> QueueRow:
        titles = (practice.draft_title_bg, practice.draft_title_en)  # type: ignore[attr-defined] # annotated
        first, second = titles[::-1] if get_language() == "en" else titles
        return cls(practice, first or second or "", Wait.of(practice), Claim.of(practice, actor_id))


@dataclass
class ReviewField:
    """One field of the card with all that is said about it."""

    name: str
    label: str
    value: dict[str, Any]
    remarks: list[Remark] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    findings: list[FieldFinding] = field(default_factory=list)
    reusable: list[tuple[int, str]] = field(default_factory=list)
    typed: str = ""
    chosen: int = 0
    error: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.typed or self.chosen or self.error)


@dataclass(frozen=True)
class Review:
    """A card in review, read once for its page."""

    practice: Practice
    card: Card
    document: Document
    changes: list[FieldChange]
    compared_with: int
    findings: list[FieldFinding]
    threads: list[Remark]
    reusable: list[ReusableRemark]

    def fields(self) -> list[ReviewField]:
        """Every field of the card, in the order of the form."""
        changes, findings, remarks = defaultdict(list), defaultdict(list), defaultdict(list)
        for change in self.changes:
            changes[change.name].append(change)
        for finding in self.findings:
            findings[finding.field.split("-")[0]].append(finding)
        for remark in self.threads:
            remarks[remark.field].append(remark)
        return [
            ReviewField(
                item.name,
                str(item.label),
                self._value(item),
                remarks=remarks[item.name],
                changes=changes[item.name],
                findings=findings[item.name],
                reusable=self.reusable_for(item.name),
            )
            for item in FIELDS
        ]

    def media_field(self) -> ReviewField:
        """The pictures, files and videos, as one more field behind those of the form."""
        return ReviewField(
            MEDIA,
            label_of(MEDIA),
            {},
            changes=[change for change in self.changes if change.name == MEDIA],
            findings=[finding for finding in self.findings if finding.field.startswith(f"{MEDIA}-")],
        )

    def _value(self, item: CardField) -> dict[str, Any]:
        """As everywhere; the practice that it was adapted from by its number, which costs no query."""
        if item.name == "adapted_from":
            practice_id = practice_id_in(self.document["facts"][item.name])
            return {"practice_id": practice_id} if practice_id else {}
        return shown_value(self.card, item, self.document)

    def reusable_for(self, name: str) -> list[tuple[int, str]]:
        """Id and words of the reusable remarks for a field, its own ones first."""
        language = self.practice.author.language if self.practice.author else "bg"
        fitting = [remark for remark in self.reusable if remark.field in (name, "")]
        fitting.sort(key=lambda remark: not remark.field)
        return [(remark.pk, remark.text_in(language)) for remark in fitting]

    @property
    def overall_threads(self) -> list[Remark]:
        return [remark for remark in self.threads if not remark.field]

    @property
    def forbidden(self) -> list[str]:
        """Labels of the fields in which a personal number stands."""
        return list(dict.fromkeys(label_of(found.field) for found in self.findings if found.is_forbidden))


def previous_round(practice: Practice) -> int:
    """The number of the round that the card as it is now is compared with; 0 when there is none."""
    is_waiting = practice.working_state == PracticeState.SUBMITTED
    return practice.review_round - 1 if is_waiting else practice.review_round


def review_of(
    practice: Practice, document: Document, *, before: Document | None, names: CodeNames, card: Card
) -> Review:
    """Two queries: the remarks, and those that can be used again. `before`: the clean document of the earlier round."""

    def name_of(item: CardField, code: str) -> str:
        if item.name == "places":
            return place_name(names.places[code]) if code in names.places else code
        return names.terms.get((str(item.vocabulary), code), code)

    return Review(
        practice=practice,
        card=card,
        document=document,
        changes=changes_between(before, document, name_of) if before else [],
        compared_with=previous_round(practice) if before else 0,
        findings=personal_data_in(document),
        threads=remark_threads(practice.remarks.select_related("author")),
        reusable=list(ReusableRemark.objects.filter(is_offered=True)[:MAX_REUSABLE_REMARKS]),
    )
