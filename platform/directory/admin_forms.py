"""The form of an organisation in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from directory.actions import save_entry
from directory.models import Organisation
from taxonomy.choices import place_choices
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Term


class EntryForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Saves through the action, so that the search learns of it; offers types that are in use, and places by oblast."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Wagtail offers a chooser over all terms of all vocabularies and all places; two lists are enough.
        kinds = Term.objects.of(Vocabulary.ORGANISATION_TYPE).offered()  # type: ignore[attr-defined]
        self.fields["kind"] = forms.ModelChoiceField(kinds, label=self.fields["kind"].label, empty_label=None)
        place = forms.ModelChoiceField(
            Place.objects.all(), label=self.fields["place"].label, required=False, to_field_name="code"
        )
        place.choices = [("", "—"), *place_choices()]
        self.fields["place"] = place
        self.initial["place"] = self.instance.place.code if self.instance.place else ""

    def save(self, commit: bool = True) -> Organisation:
        organisation: Organisation = super().save(commit=False)
        return save_entry(organisation) if commit else organisation
