"""Forms of the directory: they parse and say what is missing; what is allowed is decided by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.sanitising import clean_plain_text
from directory.actions.entries import ENTRY_FIELDS
from directory.enums import MembershipRole
from directory.models import Organisation
from taxonomy.choices import place_choices
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Term


class MembershipRequestForm(forms.Form):
    """ "I work here"."""

    note = forms.CharField(
        label=_("What do you do there?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One sentence, so that the person who confirms you knows who you are. Only they will see it."
        ),
    )


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads this."),
    )


class TrustForm(forms.Form):
    """Whether an organisation's updates appear at once. What is wanted is sent, so that a second click changes nothing."""

    is_trusted = forms.ChoiceField(choices=[("yes", ""), ("no", "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the log, so that others understand the decision."),
    )


class InvitationForm(forms.Form):
    """Whom to invite, and what to."""

    email = forms.EmailField(
        label=_("E-mail of the person"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBER,
        help_text=_("A responsible person invites others and keeps the organisation's entry."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = get_language()


class OrganisationForm(forms.ModelForm[Organisation]):
    """The organisation's own entry: what an institution publishes of itself, and no person's contacts."""

    place = forms.ChoiceField(label=_("Place"), required=False)

    class Meta:
        model = Organisation
        fields = [
            "name_bg", "name_en", "short_name_bg", "short_name_en", "kind", "place", "description_bg",
            "description_en", "address_bg", "address_en", "phone", "email", "website",
        ]  # fmt: skip
        widgets = {
            "description_bg": forms.Textarea(attrs={"rows": 5}),
            "description_en": forms.Textarea(attrs={"rows": 5}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ModelChoiceField)
        kind.queryset = Term.objects.of(Vocabulary.ORGANISATION_TYPE)
        kind.empty_label = None
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", "—"), *place_choices()]
        for name, field in self.fields.items():
            if name.endswith(("_bg", "_en")):
                field.widget.attrs["lang"] = name[-2:]
        self.initial["place"] = self.instance.place.code if self.instance.place else ""
        for name in ("description_bg", "description_en"):
            self.fields[name].max_length = 1500  # type: ignore[attr-defined]

    def clean_place(self) -> Place | None:
        code = self.cleaned_data["place"]
        return Place.objects.filter(code=code).first() if code else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = clean_plain_text(value)
        for name in ("description_bg", "description_en"):
            if len(cleaned.get(name, "")) > 1500:
                self.add_error(name, _("Shorten the description to 1500 characters."))
        if not (
            cleaned.get("email")
            or cleaned.get("phone")
            or cleaned.get("website")
            or cleaned.get("address_bg")
        ):
            self.add_error("email", _("Give at least one way to reach the organisation."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `update_entry` takes."""
        return {name: self.cleaned_data[name] for name in ENTRY_FIELDS}
