"""What the apps' parts of the open data API share: pages, names in both languages, what is said when a request is wrong.

The parts are `taxonomy.api`, `directory.api` and `practices.api`; `config.api` puts them together. Each starts at
`visible_to(VISITOR)`: whoever asks, signed in or not, gets what everybody may read.
"""

from __future__ import annotations

import base64
import binascii
import datetime
from collections.abc import Sequence
from typing import Annotated, Any, Protocol, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.translation import override
from ninja import Field, Query, Schema

from core.paging import read_on

Row = TypeVar("Row", bound=models.Model)

VISITOR = AnonymousUser()
DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
API_ROOT = "/api/v1"


Since = Annotated[
    datetime.datetime | None, Query(description="E.g. 2026-01-31, or 2026-01-31T08:00:00+02:00.")
]


Cursor = Annotated[str, Query(max_length=200, description="next_cursor of the page before.")]
PageSize = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)]


class BadParameterError(Exception):
    """A parameter that can't be used. Answered with 400 and what to write instead."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter, self.message = parameter, message


class Bilingual(Schema):
    """A name in both languages."""

    bg: str
    en: str


class ErrorOut(Schema):
    parameter: str = Field(description="The parameter that is wrong, or empty.")
    message: str = Field(description="What is wrong, and what to write instead.")


class ErrorsOut(Schema):
    errors: list[ErrorOut]


class PageOut(Schema):
    """A page of a list. The apps add `results`."""

    next_cursor: str | None = Field(description="For the next page; null on the last one.")


class HasNames(Protocol):
    name_bg: str
    name_en: str


def names_of(row: HasNames) -> Bilingual:
    return Bilingual(bg=row.name_bg, en=row.name_en)


def absolute(path: str) -> str:
    """An address that is good outside the site too."""
    return settings.BASE_URL.rstrip("/") + path


def page_addresses(row: Any) -> Bilingual:
    """Where people read about it, in each language."""
    addresses = {}
    for code in ("bg", "en"):
        with override(code):
            addresses[code] = absolute(row.get_absolute_url())
    return Bilingual(**addresses)


def page_after(
    rows: models.QuerySet[Row, Row], columns: Sequence[str], cursor: str, size: int
) -> tuple[list[Row], str | None]:
    """The rows after an opaque cursor, by the moment of their last change, and the next cursor. Raises BadParameterError."""
    try:
        place = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii") if cursor else ""
        found, following = read_on(rows, columns, place, size=size)
    except (Http404, ValueError, binascii.Error) as error:
        raise BadParameterError(
            "cursor", "This isn't a cursor. Take next_cursor of the page before, or leave it out to begin."
        ) from error
    return found, base64.urlsafe_b64encode(following.encode("ascii")).decode("ascii") if following else None


def since(moment: datetime.datetime | None) -> datetime.datetime | None:
    """A moment without a zone is one in Sofia."""
    if moment is not None and timezone.is_naive(moment):
        return timezone.make_aware(moment)
    return moment
