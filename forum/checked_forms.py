"""Forms whose texts go through the personal-data check before they are posted (forum/privacy.py says what is found).

A personal number is an error at its field until it is gone. Anything else holds the form up once: its author has it
written more generally by a button, or ticks that it has been checked. The tick holds for what was shown with it and for
nothing typed later.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import FORMAT_SUFFIX, HTML_FORMAT, RichTextFormField
from core.sanitising import clean_plain_text, clean_rich_text, html_to_text
from forum.content import PERSONAL_NUMBER, refuse_personal_numbers
from forum.privacy import (
    GENERALISE_ALL,
    TextFinding,
    findings_in,
    generalised_markup,
    generalised_text,
)

GENERALISE = "generalise"
"""Name of the buttons: the key of a finding, or „all“."""


class PersonalDataFormMixin(forms.Form):
    """Mixed into a form before its own class. `checked_fields` are those in which somebody writes freely."""

    checked_fields: ClassVar[tuple[str, ...]] = ()

    keeps_findings = forms.BooleanField(
        label=gettext_lazy(
            "I have checked what is marked: it belongs to an organisation, or gives nobody away"
        ),
        required=False,
    )
    shown_findings = forms.CharField(required=False, widget=forms.HiddenInput, max_length=5000)

    findings: list[TextFinding]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.findings = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.findings = findings_in(self._texts())
        has_new = False
        seen = set(cleaned.get("shown_findings", "").split(","))
        confirmed = cleaned.get("keeps_findings", False)
        for finding in self.findings:
            if finding.is_forbidden:
                # Said by the field's own cleaning, and refused by the actions.
                if not self.has_error(finding.field, PERSONAL_NUMBER):
                    self.add_error(finding.field, _refusal(self._texts()[finding.field]))
            elif not (confirmed and finding.key in seen):
                has_new = True
                self.add_error(
                    finding.field,
                    forms.ValidationError(
                        _("This may give a person away: %(kind)s (%(masked)s).")
                        % {"kind": finding.kind.label, "masked": finding.masked},
                        code="personal_data",
                    ),
                )
        if has_new and confirmed:
            # The tick was given for other findings: it is asked for again.
            changed: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, or a test's dict
            changed.pop("keeps_findings", None)
            self.data = changed
        return cleaned

    @property
    def has_findings_to_confirm(self) -> bool:
        return any(not finding.is_forbidden for finding in self.findings)

    @property
    def findings_shown(self) -> str:
        """The keys of what this page shows: sent back with the tick."""
        return ",".join(finding.key for finding in self.findings if not finding.is_forbidden)

    @property
    def findings_by_field(self) -> dict[str, list[TextFinding]]:
        return {
            name: [finding for finding in self.findings if finding.field == name]
            for name in self.checked_fields
        }

    @property
    def written_fields(self) -> list[tuple[forms.BoundField, list[TextFinding]]]:
        """All fields but the tick's own two, each with what was found in it: for forms that are drawn as they come."""
        found = self.findings_by_field
        return [
            (field, found.get(field.name, []))
            for field in self
            if field.name not in PersonalDataFormMixin.base_fields  # type: ignore[attr-defined]
        ]

    def _texts(self) -> dict[str, str]:
        """What was typed, also where the field has other errors: a text that is too long is checked none the less."""
        texts = {}
        for name in self.checked_fields:
            if name in self.fields:
                value = str(self[name].value() or "")
                is_rich = isinstance(self.fields[name], RichTextFormField)
                texts[name] = html_to_text(clean_rich_text(value)) if is_rich else clean_plain_text(value)
        return texts


def _refusal(text: str) -> forms.ValidationError:
    try:
        refuse_personal_numbers(text)
    except forms.ValidationError as error:
        return error
    return forms.ValidationError("")


def asks_to_generalise(data: QueryDict) -> bool:
    """Whether one of the buttons was pressed: then the form is shown again, and nothing is posted."""
    return bool(data.get(GENERALISE))


def generalised_data(form_class: type[PersonalDataFormMixin], data: QueryDict) -> QueryDict:
    """What was sent, with what its button asks for written more generally."""
    wanted = data.get(GENERALISE, "")
    changed = data.copy()
    for name in form_class.checked_fields:
        if name not in data or wanted not in (GENERALISE_ALL, f"{name}:{wanted.partition(':')[2]}"):
            continue
        field = form_class.base_fields[name]
        value = field.widget.value_from_datadict(data, {}, name) or ""
        if isinstance(field, RichTextFormField):
            changed[name] = generalised_markup(name, clean_rich_text(value), wanted)
            changed[name + FORMAT_SUFFIX] = HTML_FORMAT
        else:
            changed[name] = generalised_text(name, clean_plain_text(value), wanted)
    return changed
