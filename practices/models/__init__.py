"""A practice, the card document that is edited, and what reviewers leave with it."""

from practices.models.bookmarks import Bookmark, Collection
from practices.models.contact import ContactLetter
from practices.models.drafts import CardDraft
from practices.models.lineage import Adaptation
from practices.models.practice import Practice, PracticeTerm, PracticeText, TaggedPractice
from practices.models.reviewing import PracticeEvent, Remark

__all__ = [
    "Adaptation",
    "Bookmark",
    "CardDraft",
    "Collection",
    "ContactLetter",
    "Practice",
    "PracticeEvent",
    "PracticeTerm",
    "PracticeText",
    "Remark",
    "TaggedPractice",
]
