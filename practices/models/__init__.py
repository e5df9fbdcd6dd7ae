"""A practice, the card document that is edited, and what reviewers leave with it."""

from practices.models.bookmarks import Bookmark, Collection
from practices.models.contact import ContactLetter
from practices.models.drafts import CardDraft
from practices.models.importing import ImportBatch, ImportNote
from practices.models.labelling import ReviewScore
from practices.models.lineage import Adaptation
from practices.models.media import PracticeMedia
from practices.models.practice import Practice, PracticeTerm, PracticeText, TaggedPractice
from practices.models.reusable import ReusableRemark
from practices.models.reviewing import PracticeEvent, PracticeRound, Remark, ReviewClaim
from practices.models.revisions import PracticeRevision

__all__ = [
    "Adaptation",
    "Bookmark",
    "CardDraft",
    "Collection",
    "ContactLetter",
    "ImportBatch",
    "ImportNote",
    "Practice",
    "PracticeEvent",
    "PracticeMedia",
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
