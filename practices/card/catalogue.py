"""The catalogue of the card's fields: the schema that form, check, review, the card's page, import and export read.

Facts exist once, texts once in each language. A repeated group is either of the two, or both: then its rows are facts, and
those of their parts that are words stand in each language (`results`). How a document holds them is in `document.py`.

Sources: the card of the integration network from which the project grew, widened by what comparable exchanges ask.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

from django.utils.translation import gettext_lazy as _

from practices.enums import ContactVisibility, Currency, OriginalLanguage, PartnerRole, Replicable
from taxonomy.countries import COUNTRIES
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = Union[str, "_StrPromise"]

LANGUAGES = ("bg", "en")


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
    LINK = "link"
    LINKS = "links"
    TAGS = "tags"
    NUMBER = "number"
    AMOUNT = "amount"
    PRACTICE = "practice"


class Step(enum.Enum):
    """The parts of the form, in the order in which one tells the story."""

    BASICS = "basics"
    PLACE = "place"
    STORY = "story"
    RESULTS = "results"
    TRANSFER = "transfer"
    SOURCES = "sources"


STEP_LABELS: dict[Step, Label] = {
    Step.BASICS: _("The practice in brief"),
    Step.PLACE: _("Where, when, for whom"),
    Step.STORY: _("How it works"),
    Step.RESULTS: _("What came of it"),
    Step.TRANSFER: _("What it takes"),
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

    @property
    def is_shared_group(self) -> bool:
        """Rows that exist once, with words in each language."""
        return self.kind is Kind.GROUP and not self.is_text and any(part.is_text for part in self.parts)

    def part(self, name: str) -> CardField:
        """The part of a repeated group with this name. Raises KeyError."""
        return {part.name: part for part in self.parts}[name]


def _part(
    name: str,
    label: Label,
    kind: Kind = Kind.TEXT,
    max_length: int = 0,
    *,
    is_text: bool = True,
    vocabulary: str = "",
    choices: tuple[tuple[str, Label], ...] = (),
) -> CardField:
    return CardField(
        name,
        kind,
        label,
        Step.STORY,
        max_length=max_length,
        is_text=is_text,
        vocabulary=vocabulary,
        choices=choices,
    )


FIELDS: tuple[CardField, ...] = (
    CardField(
        "title", Kind.LINE, _("Title"), Step.BASICS, _("Name the solution, not the contract."),
        _("E.g. Flats with a mentor for families who have just received status"),
        max_length=100, is_text=True, for_snapshot=True, for_full=True,
    ),
    CardField(
        "tagline", Kind.LINE, _("Tagline"), Step.BASICS, _("One line that says what changes for people."),
        _("E.g. Nobody moves into an empty flat alone"),
        max_length=140, is_text=True,
    ),
    CardField(
        "themes", Kind.TERMS, _("Themes"), Step.BASICS, _("One to three, the most important first."),
        at_most=3, vocabulary=Vocabulary.THEME, for_snapshot=True, for_full=True,
    ),
    CardField(
        "organisation", Kind.ORGANISATION, _("Lead organisation"), Step.BASICS, _("Who carries it out."),
        for_snapshot=True, for_full=True,
    ),
    CardField(
        "partners", Kind.GROUP, _("Partners"), Step.BASICS, _("Who does it with you, and what each brings."),
        _("E.g. Municipality of Haskovo – gives the flats"), at_most=12,
        parts=(
            _part("name", _("Organisation"), Kind.LINE, 160, is_text=False),
            _part("role", _("Role"), Kind.CHOICE, is_text=False, choices=tuple(PartnerRole.choices)),
        ),
    ),
    CardField(
        "summary", Kind.TEXT, _("Summary"), Step.BASICS, _("The problem, what you did, what came of it."),
        _("E.g. Families left the reception centre without an address. We…"),
        max_length=800, is_text=True, for_snapshot=True, for_full=True,
    ),
    CardField("country", Kind.CHOICE, _("Country"), Step.PLACE, choices=COUNTRIES, for_full=True),
    CardField(
        "places", Kind.PLACES, _("Places"), Step.PLACE,
        _("Oblast, municipality or district of a city. Start typing and choose."),
        at_most=6, for_snapshot=True, for_full=True,
    ),
    CardField(
        "level", Kind.TERM, _("Level of implementation"), Step.PLACE, vocabulary=Vocabulary.LEVEL,
        for_snapshot=True, for_full=True,
    ),
    CardField("starts_on", Kind.DATE, _("Start"), Step.PLACE),
    CardField("ends_on", Kind.DATE, _("End"), Step.PLACE),
    CardField("is_ongoing", Kind.BOOLEAN, _("It is still running"), Step.PLACE),
    CardField(
        "duration", Kind.LINE, _("Duration in words"), Step.PLACE, _("If there are no exact dates, e.g. three years."),
        max_length=60, is_text=True, for_full=True,
    ),
    CardField("status", Kind.TERM, _("Status"), Step.PLACE, vocabulary=Vocabulary.STATUS, for_full=True),
    CardField(
        "target_groups", Kind.TERMS, _("Target groups"), Step.PLACE, _("For whom it is meant."),
        vocabulary=Vocabulary.TARGET_GROUP, for_snapshot=True, for_full=True, at_most=24,
    ),
    CardField(
        "people_total", Kind.NUMBER, _("People reached"), Step.PLACE,
        _("Each person once, however often they came. Leave it empty if you don't know."), _("E.g. 120"),
    ),
    CardField("people_women", Kind.NUMBER, _("Women among them"), Step.PLACE),
    CardField("people_children", Kind.NUMBER, _("Children among them"), Step.PLACE),
    CardField(
        "origin", Kind.RICH, _("How did the project start?"), Step.STORY, _("What you saw, and who came together."),
        max_length=1500, is_text=True,
    ),
    CardField(
        "goals", Kind.RICH, _("Challenge and goals"), Step.STORY, _("What was wrong, and what you wanted to reach."),
        _("E.g. Children started school in the middle of the term without a word of Bulgarian. We wanted every one of"
          " them to have a language lesson in their first week."),
        max_length=1500, is_text=True, for_full=True,
    ),
    CardField(
        "activities", Kind.GROUP, _("Main activities"), Step.STORY, _("What you did, step by step."),
        _("E.g. A mentor visits each family once a week in the first three months."),
        is_text=True, for_full=True, at_most=12,
        parts=(_part("title", _("Name"), Kind.LINE, 100), _part("text", _("What is done"), Kind.TEXT, 800)),
    ),
    CardField(
        "building_blocks", Kind.GROUP, _("Building blocks"), Step.STORY,
        _("The pieces that another place can take over one by one."),
        _("E.g. A lease with two keys: the municipality rents, the family lives there, the mentor answers the phone."),
        is_text=True, at_most=8,
        parts=(
            _part("name", _("Name"), Kind.LINE, 100),
            _part("purpose", _("What it is for"), Kind.TEXT, 400),
            _part("enabling_factors", _("What makes it work"), Kind.TEXT, 400),
            _part("lesson", _("What we learned"), Kind.TEXT, 400),
        ),
    ),
    CardField(
        "participation", Kind.TEXT, _("Participation of refugees and migrants"), Step.STORY,
        _("Who decided what? From the idea to the judgement of what came of it."),
        _("E.g. Two of the five mentors came to Bulgaria as refugees; they chose the families."),
        max_length=800, is_text=True,
    ),
    CardField(
        "challenges", Kind.GROUP, _("Challenges"), Step.RESULTS, _("What stood in the way, and how you answered it."),
        _("E.g. Landlords hesitated. We invited them to tea with the families."),
        is_text=True, for_full=True, at_most=12,
        parts=(_part("obstacle", _("Obstacle"), Kind.TEXT, 400), _part("response", _("What you did"), Kind.TEXT, 400)),
    ),
    CardField(
        "failures", Kind.RICH, _("What did not work"), Step.RESULTS,
        _("Others learn most from this, and nobody thinks less of you for it."),
        max_length=1000, is_text=True,
    ),
    CardField(
        "results", Kind.GROUP, _("Results in numbers"), Step.RESULTS,
        _("What you counted: before, after, when, and where the number comes from."),
        _("E.g. Families with a lease of their own – before: 0, now: 12 families, June 2025, leases"), at_most=12,
        parts=(
            _part("indicator", _("What was counted"), Kind.LINE, 160),
            _part("baseline", _("Before"), Kind.AMOUNT, is_text=False),
            _part("value", _("Now"), Kind.AMOUNT, is_text=False),
            _part("unit", _("Unit"), Kind.LINE, 40),
            _part("measured_on", _("Date"), Kind.DATE, is_text=False),
            _part("source", _("Source"), Kind.LINE, 160),
        ),
    ),
    CardField(
        "impact", Kind.RICH, _("Impact on refugees and the local community"), Step.RESULTS,
        _("What is different now, and how you know it."), max_length=1500, is_text=True, for_full=True,
    ),
    CardField(
        "evidence_level", Kind.TERM, _("Evidence"), Step.RESULTS, _("What the result rests on."),
        vocabulary=Vocabulary.EVIDENCE, for_full=True,
    ),
    CardField(
        "evaluation", Kind.TEXT, _("Evaluation"), Step.RESULTS, _("Who looked at it from outside, and what they found."),
        max_length=800, is_text=True,
    ),
    CardField(
        "budget_amount", Kind.AMOUNT, _("Budget"), Step.TRANSFER, _("The whole sum, for the whole time."), _("E.g. 48 000"),
    ),
    CardField("budget_currency", Kind.CHOICE, _("Currency"), Step.TRANSFER, choices=tuple(Currency.choices)),
    CardField(
        "funding", Kind.GROUP, _("Funding"), Step.TRANSFER, _("Where the money came from."), at_most=8,
        parts=(
            _part("source", _("Funding source"), Kind.TERM, is_text=False, vocabulary=Vocabulary.FUNDING),
            _part("contract", _("Contract number"), Kind.LINE, 60, is_text=False),
        ),
    ),
    CardField(
        "staff", Kind.TEXT, _("Staff and resources"), Step.TRANSFER,
        _("How many people, what they can do, what else is needed."),
        _("E.g. One coordinator on half time, five mentors for four hours a week, a room in the community centre."),
        max_length=800, is_text=True,
    ),
    CardField(
        "sustainability", Kind.TEXT, _("Sustainability"), Step.TRANSFER, _("Who pays now, and who does the work?"),
        max_length=800, is_text=True,
    ),
    CardField(
        "replicable", Kind.CHOICE, _("Can it be replicated or scaled up?"), Step.TRANSFER,
        choices=tuple(Replicable.choices), for_full=True,
    ),
    CardField(
        "replication", Kind.TEXT, _("What another place needs for it"), Step.TRANSFER,
        _("Partners, people, rooms, rules; what you would do differently."), max_length=1000, is_text=True, for_full=True,
    ),
    CardField(
        "preconditions", Kind.GROUP, _("Preconditions"), Step.TRANSFER, _("What has to be there on the first day."),
        _("E.g. A landlord who lets to foreigners"), is_text=True, at_most=12,
        parts=(_part("text", _("What is needed"), Kind.LINE, 200),),
    ),
    CardField(
        "legal_basis", Kind.GROUP, _("Legal basis"), Step.TRANSFER, _("The acts that it rests on."),
        _("E.g. Asylum and Refugees Act, article 37a"), at_most=8,
        parts=(
            _part("act", _("Act"), Kind.LINE, 200),
            _part("article", _("Article"), Kind.LINE, 60, is_text=False),
            _part("link", _("Address"), Kind.LINK, 300, is_text=False),
        ),
    ),
    CardField(
        "adapted_from", Kind.PRACTICE, _("Adapted from"), Step.TRANSFER,
        _("If you took it over from another practice on the square: its address."),
        _("It ends with the practice's number."),
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
        "contact_name", Kind.LINE, _("Contact: name"), Step.SOURCES,
        _("Only if that person agrees. It is shown to members alone."), max_length=80,
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
    CardField(
        "original_language", Kind.CHOICE, _("Language of the original"), Step.SOURCES,
        _("The texts in the other language are its translation."), choices=tuple(OriginalLanguage.choices), for_full=True,
    ),
    CardField(
        "licence", Kind.TERM, _("Licence of the text"), Step.SOURCES, vocabulary=Vocabulary.LICENCE, for_full=True,
    ),
)  # fmt: skip

BY_NAME: dict[str, CardField] = {field.name: field for field in FIELDS}
TEXT_FIELDS = tuple(field for field in FIELDS if field.is_text)
FACT_FIELDS = tuple(field for field in FIELDS if not field.is_text)
SHARED_GROUPS = tuple(field for field in FIELDS if field.is_shared_group)
"""Their rows are among the facts, the words of their rows among the texts."""
THEMES_OFFERED = 3
"""Ranked terms are chosen one after another, in as many lists as there may be terms."""


def is_ranked(field: CardField) -> bool:
    """Whether the order of the terms means something: the first is the most important."""
    return field.kind is Kind.TERMS and field.at_most == THEMES_OFFERED
