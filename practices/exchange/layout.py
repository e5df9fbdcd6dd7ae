"""The columns of a sheet of cards, made from the catalogue: facts once, texts once for each language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from practices.card import FIELDS, LANGUAGES, CardField, Kind, Label
from practices.exchange.report import InLanguages, in_languages

EXTERNAL_ID = "external_id"
READY = "ready"
SOURCES = "sources"
MAX_EXTERNAL_ID = 90
"""Characters: with the organisation's number before it, it has to fit into `Practice.external_id`."""

_IN_LANGUAGE: dict[str, Label] = {"bg": _("%(label)s (in Bulgarian)"), "en": _("%(label)s (in English)")}
SEVERAL_KINDS = frozenset({Kind.TERMS, Kind.PLACES, Kind.TAGS})
"""Several words in one cell, with semicolons between them."""


@dataclass(frozen=True)
class Column:
    """One column. `key` is its name for programs, the same in every language: `themes`, `summary.bg`."""

    key: str
    label: Label
    help_text: Label = ""
    field: CardField | None = None
    language: str = ""
    is_hidden: bool = False

    @property
    def heading(self) -> str:
        """What stands above it, in the language of the page."""
        if not self.language:
            return str(self.label)
        return str(_IN_LANGUAGE[self.language]) % {"label": self.label}

    @property
    def headings(self) -> InLanguages:
        if not self.language:
            return in_languages(self.label)
        return in_languages(_IN_LANGUAGE[self.language], {"label": self.label})


def column_key(field: CardField, language: str) -> str:
    """The key of the column in which this field stands; for texts and shared groups that of a language."""
    return f"{field.name}.{language}" if is_per_language(field) else field.name


def is_per_language(field: CardField) -> bool:
    return field.is_text or field.is_shared_group


def _of_field(field: CardField) -> list[Column]:
    languages = LANGUAGES if is_per_language(field) else ("",)
    return [
        Column(column_key(field, language), field.label, field.help_text, field, language)
        for language in languages
    ]


COLUMNS: tuple[Column, ...] = (
    Column(
        EXTERNAL_ID,
        _("Your own number"),
        _("If you give it one, bringing the file in again changes the draft and makes no second one."),
    ),
    *(column for field in FIELDS for column in _of_field(field)),
    Column(
        READY,
        _("Languages that are ready"),
        _("bg, en or both. Empty: every language in which something is written."),
    ),
    Column(SOURCES, _("Marks of translations"), is_hidden=True),
)
BY_KEY: dict[str, Column] = {column.key: column for column in COLUMNS}
MAX_COLUMNS = 2 * len(COLUMNS)
"""Of a sheet that is read: ours, and as many of the sender's own, which are passed over."""
