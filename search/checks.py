"""System checks: what an app must say of a document before it may be found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from search.documents import SearchDocument, documents


@register("search")
def check_documents(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """search.E001–E003: every document names its kind and says what is found, who may see it and what of it is held."""
    errors: list[CheckMessage] = []
    for kind, document in documents().items():
        name = type(document).__name__
        if not kind or ":" in kind or not kind.isidentifier():
            errors.append(
                Error(
                    f"{name} has no usable kind.",
                    hint='Give it a `kind` of letters and underscores, e.g. "practice".',
                    id="search.E001",
                )
            )
        for method, why in (
            ("visible_to", "Return the app's own `visible_to(actor)` queryset: hits outside it are dropped."),
            ("queryset", "Return the objects that are found, with all that `build` reads."),
            ("build", "Return an IndexDocument, or None for an object that shall not be found."),
        ):
            if getattr(type(document), method) is getattr(SearchDocument, method):
                errors.append(Error(f"{name} does not define {method}.", hint=why, id="search.E002"))
        if not document.label:
            errors.append(
                Error(
                    f"{name} has no label.",
                    hint="Give it a translatable `label` in the plural.",
                    id="search.E003",
                )
            )
    return errors


@register("search")
def check_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """search.E010–E011: the engine is one that exists, and Elasticsearch has an address."""
    engine = settings.SEARCH_ENGINE
    if engine not in {"embedded", "elasticsearch"}:
        return [
            Error(
                f"There is no search engine “{engine}”.",
                hint='Set SEARCH_ENGINE to "embedded" or "elasticsearch".',
                id="search.E010",
            )
        ]
    if engine == "elasticsearch" and not settings.ELASTICSEARCH_URL:
        return [
            Error(
                "SEARCH_ENGINE is elasticsearch, and ELASTICSEARCH_URL is empty.",
                hint="Set ELASTICSEARCH_URL to the node's address, or SEARCH_ENGINE to embedded.",
                id="search.E011",
            )
        ]
    return []
