"""A practice, the card document that is edited, and what reviewers leave with it."""

from practices.models.drafts import CardDraft
from practices.models.importing import ImportBatch, ImportNote
from practices.models.practice import Practice, PracticeTerm, PracticeText, TaggedPractice
from practices.models.reviewing import PracticeEvent, Remark

__all__ = [
    "CardDraft",
    "ImportBatch",
    "ImportNote",
    "Practice",
    "PracticeEvent",
    "PracticeTerm",
    "PracticeText",
    "Remark",
    "TaggedPractice",
]
