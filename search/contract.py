"""What the rest of the platform and both search engines agree on: documents, queries, answers and the engine's duties.

Owns the shapes only. Who may see an object is decided by the apps (audience tokens here only narrow the search, the
service asks the apps again); how a text becomes terms is decided by search.analysis, how a query is read by
search.planner.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from search.planner import Plan

LANGUAGES = ("bg", "en")
RESULT_FACETS = ("kind", "theme", "place", "target_group", "tag")
"""What the results page and the API count and narrow by."""
FACETS = (*RESULT_FACETS, "area", "organisation", "level", "sdg", "funding", "year")
"""All that the index knows. An app fills the later ones by name (`IndexDocument.facets`); `area` is where something happens:
its places with what they lie in up to the oblast, and the country only if the country itself was named."""
MAX_QUERY_LENGTH = 500  # characters: a long sentence; whatever is longer is no question
MAX_PAGE_SIZE = 50
MAX_DEPTH = 1_000  # hits that can be paged through: nobody reads further, and each page before must be ranked
MAX_FACET_VALUES = (
    350  # values of one facet in an answer: 28 oblasts, 265 municipalities and their districts fit
)


class DocumentKey(NamedTuple):
    """Names an indexed object: the kind of its document and its primary key."""

    kind: str
    object_id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"

    @classmethod
    def parse(cls, text: str) -> DocumentKey:
        """The key written by str(); raises ValueError for anything else."""
        kind, _, object_id = text.rpartition(":")
        return cls(kind, int(object_id))


@dataclass(frozen=True, slots=True)
class LanguageText:
    """An object's text in one language, as plain text: what is searched, and what results show."""

    title: str
    body: str = ""
    keywords: str = (
        ""  # names of themes, places, organisation, tags …: searched, weighs more than the body, not shown
    )
    url: str = ""  # path of the page in this language
    has_own_title: bool = (
        True  # False for a reply that shows its thread's title: it is found by it as by its body
    )


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One object as the index holds it. Everything is read from the object at indexing time."""

    kind: str
    object_id: int
    audiences: frozenset[str]
    texts: Mapping[str, LanguageText]  # by language code; one language is enough
    version: int = 0  # of the outbox row: set by search.indexing, a lower one never replaces a higher one
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # with their ancestors, so that an oblast finds its municipalities
    target_groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # values of the further FACETS, by name
    language: str = "bg"  # that it was written in
    external_id: str = ""
    organisation_id: int | None = None
    date: datetime.date | None = None

    @property
    def key(self) -> DocumentKey:
        return DocumentKey(self.kind, self.object_id)

    def facet_values(self, facet: str) -> tuple[str, ...]:
        """The document's values of one of FACETS."""
        values: dict[str, tuple[str, ...]] = {
            "kind": (self.kind,),
            "theme": self.themes,
            "place": self.places,
            "target_group": self.target_groups,
            "tag": self.tags,
        }
        return tuple(dict.fromkeys(values.get(facet) or self.facets.get(facet, ())))


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question as it was asked, with the audiences that the asker belongs to."""

    text: str = ""
    language: str = "bg"  # of the page: results are shown in it where they have it
    audiences: frozenset[str] = frozenset({"public"})
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # choices of the further FACETS
    counted: tuple[str, ...] = RESULT_FACETS
    page: int = 1
    page_size: int = 20  # 0: counts alone

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The facets that narrow this query: within a facet any value will do, and every facet must agree."""
        every = {
            "kind": self.kinds,
            "theme": self.themes,
            "place": self.places,
            "target_group": self.target_groups,
            "tag": self.tags,
            **self.facets,
        }
        return {facet: values for facet, values in every.items() if values}

    @property
    def scope(self) -> dict[str, tuple[str, ...]]:
        """The chosen facets that aren't counted: nobody asks what else they would offer, so they narrow everything at once."""
        return {facet: values for facet, values in self.chosen.items() if facet not in self.counted}

    @property
    def offset(self) -> int:
        return (max(self.page, 1) - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class StoredHit:
    """A hit as an engine returns it, with the stored texts that title and snippet are made from."""

    key: DocumentKey
    score: float
    texts: Mapping[str, LanguageText]
    language: str = "bg"
    external_id: str = ""
    organisation_id: int | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What an engine found for a plan: the page's hits, and true counts over all that the audiences may see."""

    total: int
    hits: tuple[StoredHit, ...]
    facets: Mapping[str, Mapping[str, int]]  # facet → value → hits that choosing it would leave
    group_totals: tuple[
        int, ...
    ] = ()  # for each group of the plan, documents that have it; 0: an unknown word


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many there are in all and by each value of the facets that were counted, without any of them."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    took_ms: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result as pages and the API show it; `snippet` and `title_html` are safe HTML with <mark>."""

    kind: str
    object_id: int
    external_id: str
    url: str
    title: str
    title_html: str
    snippet: str
    language: str  # of title and address
    snippet_language: str
    score: float
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to a query."""

    total: int
    hits: tuple[SearchHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    took_ms: int
    engine: str
    page: int = 1
    page_size: int = 20
    suggestion: str = ""  # the query with unknown words replaced by known ones; never applied unasked
    is_degraded: bool = False  # answered by the fallback engine: forum replies are missing

    @property
    def page_count(self) -> int:
        """Pages that can be reached; a page past MAX_DEPTH doesn't exist."""
        return max(1, -(-min(self.total, MAX_DEPTH) // self.page_size))


class EngineUnavailable(Exception):
    """The engine can't answer just now: down, too slow, or without an index."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What an engine says of itself."""

    is_up: bool
    documents: int = 0
    index_version: str = ""
    detail: str = ""


Target = Literal["live", "next"]


class Engine(Protocol):
    """What an engine must do. Every method may raise EngineUnavailable."""

    name: str

    def prepare(self) -> None:
        """Make the index if there is none; does nothing otherwise."""

    def is_current(self) -> bool:
        """Whether the live index was made with today's analysis and mapping."""

    def index(self, documents: Sequence[IndexDocument], *, target: Target = "live") -> set[DocumentKey]:
        """Write documents, each unless a higher version of it, or of its deletion, is there.

        "live" writes to the index that is searched and to the one being built, "next" to the latter alone. Returns the
        keys that the engine refused.
        """

    def delete(self, versions: Mapping[DocumentKey, int]) -> set[DocumentKey]:
        """Delete documents, leaving each version behind so that a late update stays away; returns refused keys."""

    def search(self, plan: Plan, query: SearchQuery) -> EngineAnswer:
        """The page of hits for a plan, its total and the counts of the facets that the query wants counted, within the
        query's audiences. Each facet is counted under the choices of all others; `query.scope` narrows every count."""

    def similar_words(self, word: str, audiences: frozenset[str], limit: int = 5) -> list[str]:
        """Written words close to this one that stand in documents of these audiences, the closest first."""

    def refresh(self) -> None:
        """Make what was written findable at once; otherwise it takes up to a second."""

    def ping(self) -> EngineStatus:
        """Whether the engine answers; never raises."""

    def begin_rebuild(self) -> None:
        """Start an empty next index, in place of one that an earlier rebuild left unfinished."""

    def finish_rebuild(self) -> None:
        """Let the next index take the live one's place at one blow, and drop the old one."""

    def clear(self) -> None:
        """Drop everything, and make an empty index."""
