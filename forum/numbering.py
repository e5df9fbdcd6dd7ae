"""Posts have numbers that never change, and a page is a range of them (DESIGN 5).

So a link to a post stays true whatever is removed before it, and reading page 500 is the same range scan as page 1.
"""

from __future__ import annotations

POSTS_PER_PAGE = 20


def page_of(number: int) -> int:
    """The page on which a post with this number stands.

    >>> [page_of(1), page_of(20), page_of(21)]
    [1, 1, 2]
    """
    return (max(number, 1) - 1) // POSTS_PER_PAGE + 1


def numbers_on(page: int) -> tuple[int, int]:
    """The first and the last number that belong on a page, both included."""
    first = (page - 1) * POSTS_PER_PAGE + 1
    return first, first + POSTS_PER_PAGE - 1


def anchor(number: int) -> str:
    return f"post-{number}"
