"""The practices beside a practice's card: what it was adapted from, and those that are like it.

The search knows which are alike; whether they are still public is asked anew each time. Without the search the card is whole,
only this part is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.cache import cache

from practices.models import Practice
from practices.presentation import CardLink, links_to
from search.contract import DocumentKey, SearchQuery
from search.service import nearest_ids
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from practices.words import Words

MOST_SIMILAR = 4
REMEMBERED_SECONDS = 60 * 60
"""Which practices are alike changes slowly; what is shown of them is read each time."""


@dataclass(frozen=True)
class Related:
    """What stands beside a card."""

    adapted_from: CardLink | None = None
    similar: list[CardLink] = field(default_factory=list)
    """The nearest first."""


def related_to(practice: Practice, words: Words) -> Related:
    """The original and the similar published practices, in one query and what the search takes."""
    ids = [pk for pk in _similar_ids(practice, words) if pk != practice.adapted_from_id]
    original = [practice.adapted_from_id] if practice.adapted_from_id else []
    shown = links_to([*original, *ids]) if original or ids else {}
    similar = [shown[pk] for pk in ids if pk in shown and not shown[pk].is_archived]
    return Related(adapted_from=shown.get(practice.adapted_from_id or 0), similar=similar[:MOST_SIMILAR])


def _similar_ids(practice: Practice, words: Words) -> list[int]:
    """Some more than are shown: one or another may have been archived since."""
    text = practice.text
    assert text is not None  # a public practice has a text
    key = f"similar-practices:{practice.pk}:{text.language}:{practice.changed_at.timestamp()}"
    ids: list[int] | None = cache.get(key)
    if ids is None:
        themes, groups = (
            [getattr(term, f"name_{text.language}") for term in words.terms_of(vocabulary)]
            for vocabulary in (Vocabulary.THEME, Vocabulary.TARGET_GROUP)
        )
        query = SearchQuery(
            text=" ".join([*themes, text.title, *groups]),
            kinds=("practice",),
            themes=words.codes_of(Vocabulary.THEME),
            page_size=2 * MOST_SIMILAR + 1,
        )
        ids = nearest_ids(query, without=DocumentKey("practice", practice.pk))
        cache.set(key, ids, REMEMBERED_SECONDS)
    return ids
