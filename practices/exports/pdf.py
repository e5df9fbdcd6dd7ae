"""A view of the practices as a printed list, in the site's own typefaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from practices.printing import print_page

if TYPE_CHECKING:
    from practices.records import Record

MAX_PRACTICES = 100
"""As many as somebody carries along, some thirty pages; the whole view is in the sheets."""


def list_as_pdf(practices: list[Record], context: dict[str, Any]) -> bytes:
    """The list with its heading, its filters and where it comes from, in the language of the page.

    Raises PrinterUnavailable.
    """
    return print_page(
        render_to_string("practices/practice_list_pdf.html", {"practices": practices, **context})
    )
