"""The form of an organisation in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from directory.actions import save_entry, set_trust
from directory.models import Organisation
from directory.policies import can_set_trust
from taxonomy.choices import place_choices
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Term


class EntryForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Saves through the actions: the search learns of it, trust is logged. Offers types in use, and places by oblast."""

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

    def clean_is_trusted(self) -> bool:
        wanted: bool = self.cleaned_data["is_trusted"]
        if wanted != self.initial.get("is_trusted", False) and not can_set_trust(
            self.for_user, self.instance
        ):
            raise forms.ValidationError(_("Somebody else decides whether your own organisation is trusted."))
        return wanted

    def save(self, commit: bool = True) -> Organisation:
        organisation: Organisation = super().save(commit=False)
        if not commit:
            return organisation
        wanted, organisation.is_trusted = organisation.is_trusted, self.initial.get("is_trusted", False)
        save_entry(organisation)
        if wanted != organisation.is_trusted:
            set_trust(actor=self.for_user, organisation=organisation, is_trusted=wanted, reason="")
            organisation.is_trusted = wanted
        return organisation
