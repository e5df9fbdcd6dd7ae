"""A practice, the card document that is edited, and what reviewers leave with it."""

from practices.models.drafts import CardDraft
from practices.models.labelling import ReviewScore
from practices.models.practice import Practice, PracticeTerm, PracticeText, TaggedPractice
from practices.models.reusable import ReusableRemark
from practices.models.reviewing import PracticeEvent, PracticeRound, Remark, ReviewClaim
from practices.models.revisions import PracticeRevision

__all__ = [
    "CardDraft",
    "Practice",
    "PracticeEvent",
    "PracticeRevision",
    "PracticeRound",
    "PracticeTerm",
    "PracticeText",
    "Remark",
    "ReusableRemark",
    "ReviewClaim",
    "ReviewScore",
    "TaggedPractice",
]
