"""What is measured, and the gates. An app adds a page by adding a line.

An address is asked for when it is needed, because the objects it names are made by then. `few` and `many` are the same kind of
page over 2 rows and over 200: their numbers of queries must be equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from practices.card import Step
from tests.bench.world import World

MAX_QUERIES = 12
"""With session and user. DESIGN, figures."""
MAX_RATIO = 4.0
"""To the empty page of the same signed-in person, in the same run."""
THREAD_PAGE_BYTES = 60 * 1024
"""HTML of a thread's page with 20 posts, uncompressed."""
PDF_SECONDS = 2.0
"""To set a card with every field filled to its limit."""
FEW, MANY = 2, 200

Address = Callable[[World], str]


@dataclass(frozen=True)
class Case:
    """One page. `few` is None where a page has nothing that could be many."""

    name: str
    many: Address
    few: Address | None = None
    max_bytes: int | None = None
    max_seconds: float | None = None
    """Of one core, for what isn't a page: it is held to this instead of a ratio to one."""
    who: str = "member"
    """Or "coordinator": each is compared with their own empty page."""
    is_page: bool = True
    """Several pages in one, asked for by name, or as long as somebody makes it, isn't held to the ratio; their queries are."""


def _thread(world: World, posts: int, page: int = 1) -> str:
    return world.threads[posts].get_absolute_url() + (f"?page={page}" if page > 1 else "")


def _results(parameters: str) -> str:
    return f"{reverse('search:results')}?{parameters}"


def _practices(parameters: str) -> Address:
    return lambda world: f"{reverse('practices:practice_list')}?{parameters}"


def _form(step: str) -> Address:
    return lambda world: f"{world.address('practice_edit', world.draft)}?step={step}"


def _page(name: str, *arguments: str) -> Address:
    return lambda world: reverse(f"practices:{name}", args=arguments)


def _results_of(kind: str) -> Address:
    query = {"thread": "бежанци", "post": "бежанци"}.get(kind, "")
    return lambda world: _results(f"q={query}&kind={kind}")


CASES: list[Case] = [
    Case("home", lambda world: "/bg/", few=lambda world: "/bg/"),
    Case(
        "practices",
        lambda world: reverse("practices:practice_list"),
        few=lambda world: reverse("practices:practice_list"),
    ),
    # All of them under eight facets, whatever the number; the engine's own time is apart.
    *(
        # What two practices alone don't fit has nothing to fetch.
        Case(f"practices, {name}", _practices(query), few=_practices(query) if "view=" in query else None)
        for name, query in {
            "two themes": "theme=housing&theme=health",
            "four facets": "theme=housing&target_group=women&level=local&year=2020",
            "as a table": "view=table&sort=title",
            "on the map": "view=map",
        }.items()
    ),
    Case(
        "practice card",
        lambda world: world.practices[MANY].get_absolute_url(),
        few=lambda world: world.practices[FEW].get_absolute_url(),
    ),
    *(Case(f"form, {step.value}", _form(step.value), few=_form(step.value)) for step in Step),
    Case("form, all on one page", _form("all"), few=_form("all"), is_page=False),
    Case("review queue", _page("review_queue"), few=_page("review_queue"), who="coordinator"),
    # Beside the whole card a field for a remark to each part of it.
    Case(
        "review of a card",
        lambda world: world.address("practice_review", world.submitted),
        who="coordinator",
        is_page=False,
    ),
    Case("practices for a municipality", _page("for_municipality", "HKV34")),
    Case("practices for the capital", _page("for_municipality", "SOF46")),
    Case("municipality to choose", _page("municipality_choose")),
    Case("collections", _page("collection_list"), few=_page("collection_list")),
    Case(
        "collection",
        lambda world: world.collections[MANY].get_absolute_url(),
        few=lambda world: world.collections[FEW].get_absolute_url(),
        is_page=False,  # as long as its owner makes it, up to a hundred practices
    ),
    Case("full card", lambda world: world.full_card.get_absolute_url()),
    Case(
        "full card as PDF",
        lambda world: reverse("practices:practice_pdf", args=[world.full_card.pk]),
        max_seconds=PDF_SECONDS,
    ),
    Case(
        "picture for links",
        lambda world: world.picture,
        max_seconds=0.5,
    ),
    Case("boards", lambda world: reverse("forum:board_list"), few=lambda world: reverse("forum:board_list")),
    Case(
        "board",
        lambda world: world.boards[MANY].get_absolute_url(),
        few=lambda world: world.boards[FEW].get_absolute_url(),
    ),
    Case(
        "thread, first page",
        lambda world: _thread(world, MANY),
        few=lambda world: _thread(world, FEW),
        max_bytes=THREAD_PAGE_BYTES,
    ),
    Case("thread, middle page", lambda world: _thread(world, MANY, 5), max_bytes=THREAD_PAGE_BYTES),
    Case("thread, last page", lambda world: _thread(world, MANY, 10), max_bytes=THREAD_PAGE_BYTES),
    Case("results", lambda world: _results("q=бежанци")),
    # One kind at a time: how many kinds a page of mixed results happens to show is no matter of the number of rows.
    *(
        Case(f"results, {kind}s alone", _results_of(kind), few=_results_of(kind))
        for kind in ("practice", "thread", "post", "organisation")
    ),
    Case(
        "organisations",
        lambda world: reverse("directory:organisation_list"),
        few=lambda world: reverse("directory:organisation_list"),
    ),
]
