"""Published practices as plain records, read in batches: for exports and feeds, where there are too many for whole objects.

A batch costs five queries of bare columns, and nothing of the batch before is kept. What may be seen is the queryset's matter.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language

from practices.card import ROW_KEY
from practices.models import Practice, PracticeTerm, PracticeText, TaggedPractice
from taxonomy.models import Place, Term

if TYPE_CHECKING:
    from practices.querysets import PracticeQuerySet

BATCH_SIZE = 500
"""Practices read at once: some 2 MB."""
FACTS = (
    "pk", "external_id", "country", "starts_on", "ends_on", "is_ongoing", "replicable", "links", "contact_role",
    "is_full", "needs_update", "published_at", "changed_at", "original_language", "adapted_from",
    "people_total", "people_women", "people_children", "budget_amount", "budget_currency",
    "partners", "funding", "results", "legal_basis",
)  # fmt: skip
"""Columns of a practice that everybody may read. Name and address of the contact aren't among them, whoever asks."""
TEXTS = ("title", "tagline", "summary", "duration")
WORDS = ("results", "legal_basis")
"""What a language says of the rows of a shared group: row's key → part → words."""

Named = tuple[str, str]
"""A code and its name in the language of the page."""


@dataclass(slots=True)
class Record:
    """One published practice in the language of the page, or in the other one where there is none."""

    facts: dict[str, Any]
    organisation: Named
    language: str
    texts: dict[str, str]
    words: dict[str, dict[str, dict[str, str]]]
    terms: dict[str, list[Named]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by vocabulary, in the author's order
    places: list[Named] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def rows(self, group: str) -> list[dict[str, str]]:
        """The rows of a shared group with their words in this record's language."""
        words = self.words[group]
        return [{**row, **words.get(row[ROW_KEY], {})} for row in self.facts[group]]

    @property
    def pk(self) -> int:
        return int(self.facts["pk"])

    @property
    def url(self) -> str:
        return reverse("practices:practice_detail", args=[self.pk])

    @property
    def published_at(self) -> datetime.datetime:
        moment: datetime.datetime = self.facts["published_at"]
        return moment

    @property
    def changed_at(self) -> datetime.datetime:
        moment: datetime.datetime = self.facts["changed_at"]
        return moment


def records(practices: PracticeQuerySet, *, at_most: int | None = None) -> Iterator[Record]:
    """The practices of an ordered queryset, batch by batch; one that is no longer in it when its batch comes is left out."""
    ids = list(practices.values_list("pk", flat=True)[:at_most])
    names = _Names()
    for start in range(0, len(ids), BATCH_SIZE):
        yield from _batch(practices, ids[start : start + BATCH_SIZE], names)


class _Names:
    """Terms and places by id in the language of the page: two queries for a whole export."""

    def __init__(self) -> None:
        self.terms = {
            term.pk: (term.vocabulary, (term.code, term.name))
            for term in Term.objects.defer("synonyms", "extra").order_by()
        }
        self.places = {
            place.pk: (place.code, place.label) for place in Place.objects.with_parents().order_by()
        }


def _batch(practices: PracticeQuerySet, ids: list[int], names: _Names) -> Iterator[Record]:
    names_of_organisation = ("organisation__slug", "organisation__name_bg", "organisation__name_en")
    found: dict[int, Record] = {}
    for row in practices.filter(pk__in=ids).order_by().values(*FACTS, *names_of_organisation):
        slug, in_bulgarian, in_english = (row.pop(name) for name in names_of_organisation)
        found[row["pk"]] = Record(
            facts=row,
            organisation=(slug, (in_english if get_language() == "en" else in_bulgarian) or in_bulgarian),
            language="",
            texts={},
            words={},
        )
    _add_texts(found)
    for practice_id, term_id in _links(PracticeTerm.objects.order_by("position"), "practice", found, "term"):
        vocabulary, named = names.terms[term_id]
        found[practice_id].terms[vocabulary].append(named)
    for practice_id, place_id in _links(
        Practice.places.through.objects.order_by("pk"), "practice", found, "place"
    ):
        found[practice_id].places.append(names.places[place_id])
    tags = TaggedPractice.objects.order_by("pk")
    for practice_id, tag in _links(tags, "content_object", found, "tag__name"):
        found[practice_id].tags.append(tag)
    # Without a ready text there is nothing to show, as in search.
    yield from (found[pk] for pk in ids if pk in found and found[pk].texts)


def _add_texts(found: dict[int, Record]) -> None:
    wanted = get_language() or "bg"
    rows = PracticeText.objects.filter(practice__in=found)
    for row in rows.values("practice", "language", *TEXTS, *WORDS):
        record = found[row["practice"]]
        if not record.texts or row["language"] == wanted:
            record.language = row["language"]
            record.texts = {name: row[name] for name in TEXTS}
            record.words = {name: row[name] for name in WORDS}


def _links(rows: Any, owner: str, found: Iterable[int], value: str) -> Iterable[tuple[int, Any]]:
    links: Iterable[tuple[int, Any]] = rows.filter(**{f"{owner}__in": list(found)}).values_list(owner, value)
    return links
