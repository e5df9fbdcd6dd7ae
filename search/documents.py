"""What can be found: each app declares its documents in its own `search_documents.py`.

    @register
    class PracticeDocument(SearchDocument):
        kind = "practice"
        label = gettext_lazy("Practices")

        def queryset(self): return Practice.objects.published().with_everything_that_build_reads()
        def visible_to(self, actor): return Practice.objects.visible_to(actor)
        def build(self, obj): return IndexDocument(kind=self.kind, object_id=obj.pk, audiences=frozenset({"public"}), …)

This package knows no model of any app; what may be read is decided by the app's `visible_to`, always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db.models import QuerySet

from search.contract import DocumentKey, IndexDocument

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from core.access import Actor

__all__ = ["DocumentKey", "IndexDocument", "SearchDocument", "document_of", "documents", "register"]


class SearchDocument:
    """One kind of thing that can be found. Subclass it, and `register` the class."""

    kind: ClassVar[str] = ""
    label: ClassVar[str | _StrPromise] = ""  # the kind's name in lists of results, in the plural
    label_one: ClassVar[str | _StrPromise] = (
        ""  # the same for a single result; the label where nothing is said
    )
    has_address_in_each_language: ClassVar[bool] = True
    """Whether its page stands at the same address under /bg/ and /en/, whatever language it was written in."""
    is_in_fallback: ClassVar[bool] = True
    """Whether the embedded engine holds it while Elasticsearch is the engine. False for what there is too much of."""

    def queryset(self) -> QuerySet[Any]:
        """The objects that are found, with all that `build` reads (select_related, prefetch_related)."""
        raise NotImplementedError

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        """The gate: the objects that this person may see. Hits outside it are never shown."""
        raise NotImplementedError

    def build(self, obj: Any) -> IndexDocument | None:
        """What the index holds of an object, as plain text; None where it shall not be found."""
        raise NotImplementedError


_documents: dict[str, SearchDocument] = {}
DocumentClass = TypeVar("DocumentClass", bound=type[SearchDocument])


def register(document: DocumentClass) -> DocumentClass:
    """Make a kind findable; to be used as a decorator. A second registration of the same kind replaces the first."""
    _documents[document.kind] = document()
    return document


def documents() -> dict[str, SearchDocument]:
    """All registered documents by kind, in the order of registration."""
    return dict(_documents)


def document_of(kind: str) -> SearchDocument | None:
    return _documents.get(kind)
