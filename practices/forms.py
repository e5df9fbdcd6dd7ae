"""The form of a card, made from the catalogue: it shows a document, a step or all of it, and reads what was posted.

Every field accepts what is typed; so a draft keeps it, and the problem stands at the field (`practices.checks`). One language's
texts are shown at a time, the facts always. What was posted is read by `practices.posting`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.flat_widgets import FlatCheckboxes, FlatInput, FlatSelect, FlatTextarea
from core.forms import RichTextFormField
from directory.memberships import organisation_ids_of
from directory.models import Membership, Organisation
from practices.card import (
    BY_NAME,
    FIELDS,
    ROW_KEY,
    STEP_LABELS,
    CardField,
    Document,
    Kind,
    Label,
    Step,
    is_ranked,
    value_of,
)
from practices.checks import Completeness, Problem, is_wanted, label_of, missing_fields
from practices.comparison import as_words
from practices.merging import base_of
from practices.models import Practice, Remark
from practices.posting import as_form_data, filled_rows, multiple_names, numbered_rows, rows_in
from practices.translation import original_of, stale_fields
from taxonomy.countries import countries_by_name
from taxonomy.models import Term
from taxonomy.place_labels import known_places

WHOLE = "all"
"""Instead of a step's name: the whole form on one page."""
PLACE_ROWS = 3
SPARE_ROWS = 1
"""Empty rows offered at the end of a repeated group, so that one can go on without a script."""
BLANK_ROW = "__row__"
"""Stands for the number in the row that a script copies."""


class CreateForm(forms.Form):
    """A draft needs a title and an organisation; everything else comes after."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=100,
        help_text=gettext_lazy("Name the solution, not the contract. You can change it later."),
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=organisation_ids_of(actor))  # type: ignore[attr-defined]


class PassOnForm(forms.Form):
    """Whom of the colleagues a practice goes to."""

    new_author = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("Remarks and questions about the practice will come to them."),
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Membership.objects.filter(organisation=practice.organisation_id).current()
        self.fields["new_author"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(is_active=True, pk__in=colleagues.values("user"))
            .exclude(pk=practice.author_id or 0)
            .order_by("display_name", "pk")
        )


@dataclass
class GroupRow:
    """One row of a repeated group as the template draws it; `index` stands in the names of its fields."""

    index: int | str
    bound: list[forms.BoundField]
    key: str = ""
    is_first: bool = False
    is_last: bool = False
    is_spare: bool = False

    @property
    def number(self) -> int | str:
        """The number that people read."""
        return self.index + 1 if isinstance(self.index, int) else ""


@dataclass
class Row:
    """One line of the form as the template draws it: a field or a repeated group, and what is said about it."""

    card_field: CardField
    bound: list[forms.BoundField]
    groups: list[GroupRow] = field(default_factory=list)
    blank: GroupRow | None = None
    """What a script copies."""
    remarks: list[Remark] = field(default_factory=list)
    is_wanted: bool = False
    original: str = ""
    """What stands in the language that this one is translated from."""
    is_stale: bool = False
    stored: str | None = None
    """What somebody else saved meanwhile, where both changed the field."""

    @property
    def is_group(self) -> bool:
        return self.card_field.kind is Kind.GROUP


@dataclass
class Section:
    """A step of the form."""

    step: Step
    is_current: bool
    rows: list[Row]
    needed: int
    missing: int
    problems: int
    remarks: int

    @property
    def label(self) -> str:
        return str(STEP_LABELS[self.step])

    @property
    def state(self) -> str:
        if self.is_current:
            return "current"
        return "problem" if self.problems else "todo" if self.needed or self.missing else "done"


class CardForm(forms.Form):
    """A document as a form. Always bound: to what was posted, or to the document. Without a step it shows all of them."""

    def __init__(
        self,
        *,
        document: Document,
        language: str,
        actor: Any,
        step: Step | None = None,
        data: Mapping[str, Any] | None = None,
        problems: Iterable[Problem] = (),
        remarks: Sequence[Remark] = (),
        conflicts: Collection[str] = (),
        add_row_to: str = "",
        names_other_steps: bool = False,
    ) -> None:
        self.document, self.language, self.step, self.remarks = document, language, step, remarks
        self._names_other_steps = names_other_steps
        self.shown = [item for item in FIELDS if step in (None, item.step)]
        self.conflicts = conflicts
        self.problems = list(problems)
        self.places = known_places() if BY_NAME["places"] in self.shown else None
        self._actor = actor
        self._terms = self._terms_by_vocabulary()
        shown = as_form_data(document, language, self.places, self.shown)
        if data is not None:
            shown = {name: data.get(name, "") for name in {*shown, *data}} | {
                name: data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
                for name in multiple_names()
            }
            for item in self.shown:
                if item.kind is Kind.GROUP:
                    shown |= numbered_rows(item, rows_in(data, item))
        self._row_counts = {
            item.name: filled_rows(shown, item) for item in self.shown if item.kind is Kind.GROUP
        }
        self._add_row_to = add_row_to
        super().__init__(data=shown)
        for item in self.shown:
            self._add(item)
        self._mark_limits()
        self.full_clean()
        self._say()

    @property
    def base(self) -> str:
        """The fingerprints of what this form begins with, as its hidden field carries them."""
        return json.dumps(
            base_of(self.document, language=self.language, names=[item.name for item in self.shown])
        )

    # --- making the fields ----------------------------------------------------------------------------------------------

    def _terms_by_vocabulary(self) -> dict[str, list[tuple[str, str]]]:
        wanted = {item.vocabulary for item in self.shown} | {
            part.vocabulary for item in self.shown for part in item.parts
        }
        found: dict[str, list[tuple[str, str]]] = {}
        terms = Term.objects.filter(retired_on=None, vocabulary__in=wanted - {""})
        for term in terms.only("vocabulary", "code", "name_bg", "name_en"):
            found.setdefault(term.vocabulary, []).append((term.code, term.name))
        return found

    def _add(self, item: CardField) -> None:
        if item.kind is Kind.GROUP:
            for number in [*range(self._shown_rows(item)), BLANK_ROW]:
                for part in item.parts:
                    made = self._field(part)
                    if isinstance(number, int):
                        names = {"group": item.label, "number": number + 1, "part": part.label}
                        made.summary_label = _("%(group)s, row %(number)s – %(part)s") % names  # type: ignore[attr-defined]
                    self.fields[f"{item.name}-{number}-{part.name}"] = made
        elif is_ranked(item):
            labels = [_("First theme"), _("Second theme"), _("Third theme")]
            for place, label in enumerate(labels):
                self.fields[f"{item.name}-{place}"] = self._choice_field(item, label)
        elif item.kind is Kind.PLACES:
            for place in range(max(PLACE_ROWS, len(self.document["facts"]["places"]) + 1)):
                self.fields[f"{item.name}-{place}"] = forms.CharField(
                    label=_("Place %(number)d") % {"number": place + 1},
                    required=False,
                    widget=FlatInput(attrs={"list": "known-places", "autocomplete": "off"}),
                )
        elif item.kind is Kind.ORGANISATION:
            owned = Organisation.objects.filter(pk__in=organisation_ids_of(self._actor))
            self.fields[item.name] = _choices(item, [(o.slug, o.name) for o in owned])
        else:
            self.fields[item.name] = self._field(item)

    def _shown_rows(self, item: CardField) -> int:
        return self._row_counts[item.name] + SPARE_ROWS + int(item.name == self._add_row_to)

    def _field(self, item: CardField) -> forms.Field:
        """The form's field for a field of the catalogue, or for a part of a repeated group."""
        if item.kind is Kind.TERMS:
            return forms.MultipleChoiceField(
                label=item.label,
                help_text=item.help_text,
                required=False,
                choices=self._terms.get(item.vocabulary, []),
                widget=FlatCheckboxes,
            )
        if item.kind in {Kind.TERM, Kind.CHOICE}:
            return self._choice_field(item)
        if item.kind is Kind.BOOLEAN:
            return forms.BooleanField(label=item.label, help_text=item.help_text, required=False)
        if item.kind is Kind.RICH:
            rich = RichTextFormField(
                label=item.label, help_text=item.help_text, required=False, headings=False, rows=7
            )
            rich.widget.attrs["data-maxlength"] = item.max_length
            return rich
        return forms.CharField(
            label=item.label, help_text=item.help_text, required=False, widget=_text_widget(item), strip=False
        )

    def _choice_field(self, item: CardField, label: Label = "") -> forms.Field:
        options = countries_by_name() if item.name == "country" else list(item.choices)
        return _choices(item, options or self._terms.get(item.vocabulary, []), label)

    def _mark_limits(self) -> None:
        """For the counter beside a text: the limit is told, not enforced, so that nothing typed is cut off."""
        for made in self.fields.values():
            made.counter_limit = made.widget.attrs.get("data-maxlength", "")  # type: ignore[attr-defined]

    def _say(self) -> None:
        """Each problem at its field; above the form, with a link, what stands in the other language or on another step.

        What is wrong on other steps is spelt out only for whoever sends the card: the list of steps marks it always.
        """
        for problem in self.problems:
            item = BY_NAME.get(problem.field.split("-")[0])
            if item is None:  # of a picture or file: those have a page of their own, on which it is marked
                self.add_error(None, f"{label_of(problem.field)}: {problem.message}")
                continue
            is_elsewhere = item not in self.shown
            language = problem.language or self.language
            if is_elsewhere and not self._names_other_steps:
                continue
            if language == self.language and not is_elsewhere:
                self.add_error(self._form_name(problem.field, item), problem.message)
                continue
            said = {
                "field": format_html(
                    '<a href="?step={}&amp;text={}#row-{}">{}</a>',
                    item.step.value if self.step else WHOLE, language, item.name, label_of(problem.field),
                ),
                "step": STEP_LABELS[item.step],
                "message": problem.message,
            }  # fmt: skip
            if language != self.language:
                text = _("{field}, in the other language: {message}")
            else:
                text = _("{field} (in “{step}”): {message}")
            self.add_error(None, format_html(text, **said))

    def _form_name(self, name: str, item: CardField) -> str:
        """The form's field for a problem's: a list or group that is empty is spoken of at its first field."""
        if name in self.fields:
            return name
        if f"{name}-0" in self.fields:
            return f"{name}-0"
        return f"{item.name}-0-{item.parts[0].name}"

    # --- for the template -----------------------------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        """The steps with their rows, what is missing to send the card and for a full one, and what is wrong."""
        needed, missing = (
            {f.name for f in missing_fields(self.document, language=self.language, level=level)}
            for level in (Completeness.SNAPSHOT, Completeness.FULL)
        )
        wrong = {problem.field.split("-")[0] for problem in self.problems}
        stale = stale_fields(self.document, self.language)
        original = original_of(self.document)
        return [
            Section(
                step,
                step is self.step,
                [self._row(item, original, stale) for item in self.shown if item.step is step],
                sum(item.step is step and item.name in needed for item in FIELDS),
                sum(item.step is step and item.name in missing for item in FIELDS),
                sum(item.step is step and item.name in wrong for item in FIELDS),
                sum(BY_NAME[said.field].step is step for said in self.remarks if said.field in BY_NAME),
            )
            for step in Step
        ]

    def _row(self, item: CardField, original: str, stale: Collection[str]) -> Row:
        row = Row(item, [], is_wanted=is_wanted(item, Completeness.SNAPSHOT, self.document))
        row.remarks = [remark for remark in self.remarks if remark.field == item.name]
        if item.name in self.conflicts:
            row.stored = as_words(value_of(self.document, item, self.language))
        if (item.is_text or item.is_shared_group) and original not in ("", self.language):
            row.original = as_words(value_of(self.document, item, original))
            row.is_stale = item.name in stale
        if item.kind is Kind.GROUP:
            last = self._row_counts[item.name] - 1
            row.groups = [
                GroupRow(
                    number,
                    [self[f"{item.name}-{number}-{part.name}"] for part in item.parts],
                    key=str(self.data.get(f"{item.name}-{number}-{ROW_KEY}", "")),
                    is_first=number == 0,
                    is_last=number >= last,
                    is_spare=number > last,
                )
                for number in range(self._shown_rows(item))
            ]
            blank = [self[f"{item.name}-{BLANK_ROW}-{part.name}"] for part in item.parts]
            row.blank = GroupRow(BLANK_ROW, blank, is_last=True)
        else:
            row.bound = [
                self[name] for name in self.fields if name == item.name or name.rsplit("-", 1)[0] == item.name
            ]
        return row


def _choices(item: CardField, choices: Sequence[tuple[Any, Any]], label: Label = "") -> forms.Field:
    return forms.ChoiceField(
        label=label or item.label,
        help_text="" if label else item.help_text,
        required=False,
        choices=[("", _("– choose –")), *choices],
        widget=FlatSelect,
    )


def _text_widget(item: CardField) -> forms.Widget:
    attrs: dict[str, Any] = {}
    if item.max_length and item.kind not in {
        Kind.LINKS,
        Kind.TAGS,
        Kind.LINK,
    }:  # of these each one is limited
        attrs["data-maxlength"] = item.max_length
    if item.kind in {Kind.TEXT, Kind.LINKS}:
        return FlatTextarea(attrs={"rows": 3 if item.max_length <= 400 else 5, **attrs})
    if item.kind is Kind.DATE:
        attrs["type"] = "date"
    elif item.kind is Kind.NUMBER:
        attrs["inputmode"] = "numeric"
    elif item.kind is Kind.AMOUNT:
        attrs["inputmode"] = "decimal"
    elif item.kind is Kind.LINK:
        attrs["inputmode"] = "url"
    elif item.name == "contact_email":
        attrs |= {"type": "email", "autocomplete": "email"}
    return FlatInput(attrs=attrs)
