"""The form of a card, made from the catalogue: it shows a document and reads one. What is wrong is said by `checks`.

Every field accepts what is typed; so a draft keeps it, and the problem stands at the field. One language's texts are
shown at a time, the facts always.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import RichTextFormField, rich_text_from
from directory.memberships import organisation_ids_of
from directory.models import Organisation
from practices.card import (
    BY_NAME,
    FIELDS,
    MAX_ROWS,
    STEP_LABELS,
    CardField,
    Document,
    Kind,
    Label,
    Step,
    clean_card,
    empty_texts,
)
from practices.checks import Completeness, Problem, is_wanted, label_of, missing_fields
from practices.models import Remark
from taxonomy.models import Term
from taxonomy.place_labels import PlaceFinder

PLACE_ROWS = 3
THEME_ROWS = 3
SPARE_ROWS = 1
"""Empty rows offered at the end of a repeated group, so that one can go on without a script."""


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


@dataclass
class Row:
    """One line of the form as the template draws it: a field or a repeated group, with the remarks about it."""

    card_field: CardField
    bound: list[forms.BoundField]
    groups: list[tuple[int, list[forms.BoundField]]] = field(default_factory=list)
    blank: list[forms.BoundField] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    is_wanted: bool = False

    @property
    def is_group(self) -> bool:
        return self.card_field.kind is Kind.GROUP


@dataclass
class Section:
    """A step of the form."""

    step: Step
    rows: list[Row]
    needed: int
    missing: int
    problems: int

    @property
    def label(self) -> str:
        return str(STEP_LABELS[self.step])

    @property
    def state(self) -> str:
        return "problem" if self.problems else "todo" if self.missing else "done"


class CardForm(forms.Form):
    """A document as a form. Always bound: to what was posted, or to the document."""

    template_name = "practices/card_form.html"

    def __init__(
        self,
        *,
        document: Document,
        language: str,
        actor: Any,
        data: Mapping[str, Any] | None = None,
        problems: Iterable[Problem] = (),
        remarks: Sequence[Remark] = (),
        add_row_to: str = "",
    ) -> None:
        self.document, self.language, self.remarks = document, language, remarks
        self.places = PlaceFinder()
        self._actor = actor
        self._terms = self._terms_by_vocabulary()
        shown = as_form_data(document, language, self.places)
        if data is not None:
            shown = {name: data.get(name, "") for name in {*shown, *data}} | {
                name: data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
                for name in _multiple_names()
            }
        self._row_counts = {
            item.name: _row_count(shown, item.name) + SPARE_ROWS + int(item.name == add_row_to)
            for item in FIELDS
            if item.kind is Kind.GROUP
        }
        super().__init__(data=shown)
        for item in FIELDS:
            self._add(item)
        self._mark_limits()
        self.full_clean()
        self._say(problems)

    # --- making the fields ----------------------------------------------------------------------------------------------

    def _terms_by_vocabulary(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for term in Term.objects.filter(retired_on=None):
            found.setdefault(term.vocabulary, []).append((term.code, term.name))
        return found

    def _add(self, item: CardField) -> None:
        if item.kind is Kind.GROUP:
            for number in [*map(str, range(self._row_counts[item.name])), "__row__"]:
                for part in item.parts:
                    self.fields[f"{item.name}-{number}-{part.name}"] = self._text_field(part, rows=3)
        elif item.kind is Kind.TERMS and item.at_most == THEME_ROWS:
            labels = [_("First theme"), _("Second theme"), _("Third theme")]
            for place, label in enumerate(labels):
                self.fields[f"{item.name}-{place}"] = self._choice_field(
                    item, self._terms.get(item.vocabulary, []), label
                )
        elif item.kind is Kind.TERMS:
            self.fields[item.name] = forms.MultipleChoiceField(
                label=item.label,
                help_text=item.help_text,
                required=False,
                choices=self._terms.get(item.vocabulary, []),
                widget=forms.CheckboxSelectMultiple,
            )
        elif item.kind is Kind.PLACES:
            for place in range(max(PLACE_ROWS, len(self.document["facts"]["places"]) + 1)):
                self.fields[f"{item.name}-{place}"] = forms.CharField(
                    label=_("Place %(number)d") % {"number": place + 1},
                    required=False,
                    widget=forms.TextInput(attrs={"list": "known-places", "autocomplete": "off"}),
                )
        elif item.kind is Kind.TERM:
            self.fields[item.name] = self._choice_field(item, self._terms.get(item.vocabulary, []))
        elif item.kind is Kind.CHOICE:
            self.fields[item.name] = self._choice_field(item, list(item.choices))
        elif item.kind is Kind.ORGANISATION:
            owned = Organisation.objects.filter(pk__in=organisation_ids_of(self._actor))
            self.fields[item.name] = self._choice_field(item, [(o.slug, o.name) for o in owned])
        elif item.kind is Kind.BOOLEAN:
            self.fields[item.name] = forms.BooleanField(label=item.label, required=False)
        elif item.kind is Kind.DATE:
            self.fields[item.name] = forms.CharField(
                label=item.label, required=False, widget=forms.TextInput(attrs={"type": "date"})
            )
        else:
            self.fields[item.name] = self._text_field(item)

    def _text_field(self, item: CardField, rows: int = 5) -> forms.Field:
        if item.kind is Kind.RICH:
            rich = RichTextFormField(
                label=item.label, help_text=item.help_text, required=False, headings=False, rows=7
            )
            rich.widget.attrs["data-maxlength"] = item.max_length
            return rich
        attrs: dict[str, Any] = {}
        if item.max_length and item.kind not in {Kind.LINKS, Kind.TAGS}:  # of these each one is limited
            attrs["data-maxlength"] = item.max_length
        if item.name == "contact_email":
            attrs |= {"type": "email", "autocomplete": "email"}
        widget: forms.Widget = (
            forms.Textarea(attrs={"rows": rows, **attrs})
            if item.kind in {Kind.TEXT, Kind.LINKS}
            else forms.TextInput(attrs=attrs)
        )
        return forms.CharField(
            label=item.label, help_text=item.help_text, required=False, widget=widget, strip=False
        )

    def _choice_field(
        self, item: CardField, choices: Sequence[tuple[Any, Any]], label: Label = ""
    ) -> forms.Field:
        return forms.ChoiceField(
            label=label or item.label,
            help_text="" if label else item.help_text,
            required=False,
            choices=[("", _("– choose –")), *choices],
        )

    def _mark_limits(self) -> None:
        """For the counter beside a text: the limit is told, not enforced, so that nothing typed is cut off."""
        for made in self.fields.values():
            made.counter_limit = made.widget.attrs.get("data-maxlength", "")  # type: ignore[attr-defined]

    def _say(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if problem.language and problem.language != self.language:
                text = _("In the other language, %(field)s: %(message)s")
                self.add_error(None, text % {"field": label_of(problem.field), "message": problem.message})
            else:
                name = problem.field if problem.field in self.fields else f"{problem.field}-0"
                if name in self.fields:
                    self.add_error(name, problem.message)
                else:
                    # A repeated group that is empty: said at its first part.
                    part = BY_NAME[problem.field].parts[-1].name
                    self.add_error(f"{problem.field}-0-{part}", problem.message)

    # --- for the template -----------------------------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        """The steps with their rows, what is missing to send the card and for a full one, and what is wrong."""
        needed, missing = (
            {f.name for f in missing_fields(self.document, language=self.language, level=level)}
            for level in (Completeness.SNAPSHOT, Completeness.FULL)
        )
        wrong = {name.split("-")[0] for name in self.errors}
        return [
            Section(
                step,
                [self._row(item) for item in FIELDS if item.step is step],
                sum(item.step is step and item.name in needed for item in FIELDS),
                sum(item.step is step and item.name in missing for item in FIELDS),
                sum(item.step is step and item.name in wrong for item in FIELDS),
            )
            for step in Step
        ]

    def _row(self, item: CardField) -> Row:
        row = Row(item, [], is_wanted=is_wanted(item, Completeness.SNAPSHOT))
        row.remarks = [remark for remark in self.remarks if remark.field == item.name]
        if item.kind is Kind.GROUP:
            row.groups = [
                (number + 1, [self[f"{item.name}-{number}-{part.name}"] for part in item.parts])
                for number in range(self._row_counts[item.name])
            ]
            row.blank = [self[f"{item.name}-__row__-{part.name}"] for part in item.parts]
        else:
            row.bound = [
                self[name] for name in self.fields if name == item.name or name.rsplit("-", 1)[0] == item.name
            ]
        return row


def as_form_data(document: Document, language: str, places: PlaceFinder) -> dict[str, Any]:
    """A document as the form would post it."""
    data: dict[str, Any] = {}
    texts = document["texts"].get(language, empty_texts())
    for item in FIELDS:
        value = (texts if item.is_text else document["facts"])[item.name]
        if item.kind is Kind.GROUP:
            data[f"{item.name}-rows"] = len(value)
            for number, row in enumerate(value):
                data |= {f"{item.name}-{number}-{part.name}": row[part.name] for part in item.parts}
        elif item.kind is Kind.PLACES:
            data |= {f"{item.name}-{number}": places.label_of(code) for number, code in enumerate(value)}
        elif item.kind is Kind.TERMS and item.at_most == THEME_ROWS:
            data |= {f"{item.name}-{number}": code for number, code in enumerate(value)}
        elif item.kind is Kind.RICH:
            data |= {item.name: value, f"{item.name}-format": "html"}
        elif item.kind is Kind.LINKS:
            data[item.name] = "\n".join(value)
        elif item.kind is Kind.TAGS:
            data[item.name] = ", ".join(value)
        else:
            data[item.name] = value
    return data


def document_from_post(data: Any, *, document: Document, language: str, places: PlaceFinder) -> Document:
    """The document with what was posted in it: facts, and the texts of this language. Other languages stay."""
    changed = copy.deepcopy(document)
    changed["texts"].setdefault(language, empty_texts())
    for item in FIELDS:
        target = changed["texts"][language] if item.is_text else changed["facts"]
        target[item.name] = _posted(data, item, places)
    return clean_card(changed)


def _posted(data: Any, item: CardField, places: PlaceFinder) -> Any:
    if item.kind is Kind.GROUP:
        numbers = range(_row_count(data, item.name) + SPARE_ROWS + 1)
        return [
            {part.name: data.get(f"{item.name}-{number}-{part.name}", "") for part in item.parts}
            for number in numbers
        ]
    if item.kind is Kind.PLACES:
        return [places.code_of(text) for text in _numbered(data, item.name) if text.strip()]
    if item.kind is Kind.TERMS and item.at_most == THEME_ROWS:
        return _numbered(data, item.name)
    if item.kind is Kind.TERMS:
        return data.getlist(item.name)
    if item.kind is Kind.RICH:
        return rich_text_from(data, item.name)
    if item.kind is Kind.LINKS:
        return data.get(item.name, "").split()
    if item.kind is Kind.TAGS:
        return data.get(item.name, "").replace(";", ",").split(",")
    return data.get(item.name, "")


def _numbered(data: Any, name: str) -> list[str]:
    return [data[f"{name}-{number}"] for number in range(20) if f"{name}-{number}" in data]


def _row_count(data: Any, name: str) -> int:
    """How many rows of a group there are, whatever the hidden counter claims."""
    filled = [
        number
        for number in range(MAX_ROWS)
        if any(data.get(f"{name}-{number}-{part.name}") for part in BY_NAME[name].parts)
    ]
    return max(filled, default=-1) + 1


def _multiple_names() -> list[str]:
    return [item.name for item in FIELDS if item.kind is Kind.TERMS and item.at_most != THEME_ROWS]
