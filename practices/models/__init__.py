"""A practice, the card document that is edited, and what reviewers leave with it."""

from practices.models.drafts import CardDraft
from practices.models.media import PracticeMedia
from practices.models.practice import Practice, PracticeTerm, PracticeText, TaggedPractice
from practices.models.reviewing import PracticeEvent, Remark

__all__ = [
    "CardDraft",
    "Practice",
    "PracticeEvent",
    "PracticeMedia",
    "PracticeTerm",
    "PracticeText",
    "Remark",
    "TaggedPractice",
]
