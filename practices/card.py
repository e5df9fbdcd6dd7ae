"""The good-practice card: its fields, and the one document in which it is edited.

A card document is JSON: `{"schema": 1, "facts": {…}, "texts": {"bg": {…}, "en": {…}}}`. Facts exist once, texts once in each
language. The catalogue below is the schema: the form, the check, the review, the card's page and later import and export
all read it. A draft may hold anything that somebody typed, as long as it is clean and of bounded size; `practices.checks`
says what is missing or wrong. Fields of the full list that aren't here yet are named in docs/practice-card.md.

Sources: the card of the integration network from which the project grew, widened by what comparable exchanges ask.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from django.utils.translation import gettext_lazy as _

from core.folding import fold
from core.sanitising import clean_plain_text, clean_rich_text
from practices.enums import ContactVisibility, Replicable
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = Union[str, "_StrPromise"]

SCHEMA_VERSION = 1
LANGUAGES = ("bg", "en")
HARD_LIMIT_FACTOR = 4
"""A draft keeps text up to this many times a field's limit, so that nothing pasted is lost; the check asks to shorten it."""
MAX_ROWS = 30
"""Rows of a repeated group that a draft keeps."""

Document = dict[str, Any]


class Kind(enum.Enum):
    """How a field is typed, stored and shown."""

    LINE = "line"
    TEXT = "text"
    RICH = "rich"
    GROUP = "group"
    TERM = "term"
    TERMS = "terms"
    PLACES = "places"
    ORGANISATION = "organisation"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LINKS = "links"
    TAGS = "tags"


class Step(enum.Enum):
    """The parts of the form, in the order in which one tells the story."""

    BASICS = "basics"
    PLACE = "place"
    STORY = "story"
    LESSONS = "lessons"
    SOURCES = "sources"


STEP_LABELS: dict[Step, Label] = {
    Step.BASICS: _("The practice in brief"),
    Step.PLACE: _("Where, when, for whom"),
    Step.STORY: _("How it works"),
    Step.LESSONS: _("What came of it"),
    Step.SOURCES: _("Sources and contact"),
}


@dataclass(frozen=True)
class CardField:
    """One field of the card. `max_length` in characters of text, `at_most` in choices."""

    name: str
    kind: Kind
    label: Label
    step: Step
    help_text: Label = ""
    example: Label = ""
    max_length: int = 0
    at_most: int = 0
    vocabulary: str = ""
    choices: tuple[tuple[str, Label], ...] = ()
    is_text: bool = False
    for_snapshot: bool = False
    for_full: bool = False
    parts: tuple[CardField, ...] = ()


def _part(name: str, label: Label, kind: Kind, max_length: int) -> CardField:
    return CardField(name, kind, label, Step.STORY, max_length=max_length, is_text=True)


FIELDS: tuple[CardField, ...] = (
    CardField(
        "title", Kind.LINE, _("Title"), Step.BASICS, _("Name the solution, not the contract."),
        _("E.g. Flats with a mentor for families who have just received status"),
        max_length=100, is_text=True, for_snapshot=True, for_full=True,
    ),
    CardField(
        "tagline", Kind.LINE, _("Tagline"), Step.BASICS, _("One line that says what changes for people."),
        max_length=140, is_text=True,
    ),
    CardField(
        "organisation", Kind.ORGANISATION, _("Lead organisation"), Step.BASICS, _("Who carries it out."),
        for_snapshot=True, for_full=True,
    ),
    CardField(
        "themes", Kind.TERMS, _("Themes"), Step.BASICS, _("One to three, the most important first."),
        at_most=3, vocabulary=Vocabulary.THEME, for_snapshot=True, for_full=True,
    ),
    CardField(
        "summary", Kind.TEXT, _("Summary"), Step.BASICS, _("The problem, what you did, what came of it."),
        _("E.g. Families left the reception centre without an address. We…"),
        max_length=800, is_text=True, for_snapshot=True, for_full=True,
    ),
    CardField(
        "country", Kind.CHOICE, _("Country"), Step.PLACE, choices=(("BG", _("Bulgaria")),), for_full=True,
    ),
    CardField(
        "places", Kind.PLACES, _("Places"), Step.PLACE,
        _("Oblast, municipality or district of a city. Start typing and choose."),
        at_most=6, for_snapshot=True, for_full=True,
    ),
    CardField(
        "level", Kind.TERM, _("Level of implementation"), Step.PLACE, vocabulary=Vocabulary.LEVEL,
        for_snapshot=True, for_full=True,
    ),
    CardField(
        "target_groups", Kind.TERMS, _("Target groups"), Step.PLACE, _("For whom it is meant."),
        vocabulary=Vocabulary.TARGET_GROUP, for_snapshot=True, for_full=True, at_most=24,
    ),
    CardField("starts_on", Kind.DATE, _("Start"), Step.PLACE),
    CardField("ends_on", Kind.DATE, _("End"), Step.PLACE),
    CardField("is_ongoing", Kind.BOOLEAN, _("It is still running"), Step.PLACE),
    CardField(
        "duration", Kind.LINE, _("Duration in words"), Step.PLACE, _("If there are no exact dates, e.g. three years."),
        max_length=60, is_text=True, for_full=True,
    ),
    CardField(
        "status", Kind.TERM, _("Status"), Step.PLACE, vocabulary=Vocabulary.STATUS, for_full=True,
    ),
    CardField(
        "origin", Kind.RICH, _("How did the project start?"), Step.STORY, _("What you saw, and who came together."),
        max_length=1500, is_text=True,
    ),
    CardField(
        "goals", Kind.RICH, _("Challenge and goals"), Step.STORY, _("What was wrong, and what you wanted to reach."),
        max_length=1500, is_text=True, for_full=True,
    ),
    CardField(
        "activities", Kind.GROUP, _("Main activities"), Step.STORY, _("What you did, step by step."),
        _("E.g. A mentor visits each family once a week in the first three months."),
        is_text=True, for_full=True, at_most=12,
        parts=(_part("title", _("Name"), Kind.LINE, 100), _part("text", _("What is done"), Kind.TEXT, 800)),
    ),
    CardField(
        "challenges", Kind.GROUP, _("Challenges"), Step.LESSONS, _("What stood in the way, and how you answered it."),
        is_text=True, for_full=True, at_most=12,
        parts=(_part("obstacle", _("Obstacle"), Kind.TEXT, 400), _part("response", _("What you did"), Kind.TEXT, 400)),
    ),
    CardField(
        "impact", Kind.RICH, _("Impact on refugees and the local community"), Step.LESSONS,
        _("What is different now, and how you know it."), max_length=1500, is_text=True, for_full=True,
    ),
    CardField(
        "evidence_level", Kind.TERM, _("Evidence"), Step.LESSONS, _("What the result rests on."),
        vocabulary=Vocabulary.EVIDENCE, for_full=True,
    ),
    CardField(
        "replicable", Kind.CHOICE, _("Can it be replicated or scaled up?"), Step.LESSONS,
        choices=tuple(Replicable.choices), for_full=True,
    ),
    CardField(
        "replication", Kind.TEXT, _("What another place needs for it"), Step.LESSONS,
        _("Partners, people, rooms, rules; what you would do differently."), max_length=1000, is_text=True, for_full=True,
    ),
    CardField(
        "sdgs", Kind.TERMS, _("Sustainable development goals"), Step.SOURCES, _("At most five."),
        at_most=5, vocabulary=Vocabulary.SDG,
    ),
    CardField(
        "links", Kind.LINKS, _("More information"), Step.SOURCES, _("One address a line, starting with https://"),
        at_most=8, max_length=300,
    ),
    CardField(
        "tags", Kind.TAGS, _("Tags"), Step.SOURCES, _("Words of your own, with commas between them."), at_most=8,
        max_length=60,
    ),
    CardField(
        "licence", Kind.TERM, _("Licence of the text"), Step.SOURCES, vocabulary=Vocabulary.LICENCE, for_full=True,
    ),
    CardField(
        "contact_role", Kind.LINE, _("Contact: role"), Step.SOURCES,
        _("E.g. project coordinator. A name isn't needed."), max_length=80, for_snapshot=True, for_full=True,
    ),
    CardField(
        "contact_email", Kind.LINE, _("Contact: e-mail"), Step.SOURCES,
        _("A mailbox of the organisation. It is never shown to visitors."), max_length=120,
    ),
    CardField(
        "contact_visibility", Kind.CHOICE, _("Who sees the e-mail"), Step.SOURCES,
        choices=tuple(ContactVisibility.choices),
    ),
)  # fmt: skip

BY_NAME: dict[str, CardField] = {field.name: field for field in FIELDS}
TEXT_FIELDS = tuple(field for field in FIELDS if field.is_text)
FACT_FIELDS = tuple(field for field in FIELDS if not field.is_text)


def empty_card(*, language: str = "bg") -> Document:
    """A card with the defaults that most practices keep."""
    facts = {field.name: _empty(field) for field in FACT_FIELDS}
    facts |= {"country": "BG", "licence": "cc-by-4.0", "contact_visibility": ContactVisibility.FORM.value}
    return {"schema": SCHEMA_VERSION, "facts": facts, "texts": {language: empty_texts()}}


def empty_texts() -> Document:
    return {field.name: _empty(field) for field in TEXT_FIELDS}


def _empty(field: CardField) -> Any:
    if field.kind in {Kind.TERMS, Kind.PLACES, Kind.LINKS, Kind.TAGS, Kind.GROUP}:
        return []
    return False if field.kind is Kind.BOOLEAN else ""


def clean_card(raw: Document) -> Document:
    """A document in which every field is there, clean, and of its own type and bounded size; unknown keys are dropped.

    Never raises for content: what can't be read becomes empty. Raises ValueError for another schema version.
    """
    if raw.get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
        raise ValueError(f"This card has schema {raw.get('schema')}; version {SCHEMA_VERSION} is understood.")
    facts = _as_dict(raw.get("facts"))
    texts = _as_dict(raw.get("texts"))
    return {
        "schema": SCHEMA_VERSION,
        "facts": {field.name: clean_value(field, facts.get(field.name)) for field in FACT_FIELDS},
        "texts": {
            language: {
                field.name: clean_value(field, _as_dict(texts[language]).get(field.name))
                for field in TEXT_FIELDS
            }
            for language in LANGUAGES
            if language in texts
        },
    }


def clean_value(field: CardField, value: Any) -> Any:
    """One field's value as the document keeps it."""
    if field.kind is Kind.BOOLEAN:
        return bool(value)
    if field.kind is Kind.GROUP:
        rows = [
            {part.name: clean_value(part, _as_dict(row).get(part.name)) for part in field.parts}
            for row in _as_list(value)[:MAX_ROWS]
        ]
        return [row for row in rows if any(row.values())]
    if field.kind in {Kind.TERMS, Kind.PLACES, Kind.LINKS, Kind.TAGS}:
        words = (_clean_line(item, field.max_length or 100) for item in _as_list(value)[:MAX_ROWS])
        same = fold if field.kind is Kind.TAGS else str  # a tag in capitals is the same tag
        different: dict[str, str] = {}
        for word in words:
            different.setdefault(same(word), word)
        return [word for word in different.values() if word]
    text = "" if value is None else str(value)
    limit = (field.max_length or 100) * HARD_LIMIT_FACTOR
    if field.kind is Kind.RICH:
        return clean_rich_text(text[: limit * 3])
    if field.kind is Kind.TEXT:
        return clean_plain_text(text[:limit])
    return _clean_line(text, field.max_length or 100)


def _clean_line(value: Any, max_length: int) -> str:
    return " ".join(clean_plain_text(str(value)[: max_length * HARD_LIMIT_FACTOR]).split())


def _as_dict(value: Any) -> Document:
    return value if isinstance(value, dict) else {}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
