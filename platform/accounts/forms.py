"""What the sign-up form asks beyond the address and the password, and what a person changes later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.sanitising import clean_plain_text

if TYPE_CHECKING:
    from django.http import HttpRequest


class DisplayNameMixin(forms.Form):
    """The name that others see: a name, and no address."""

    display_name = forms.CharField(
        label=_("Name to show"),
        max_length=80,
        help_text=_("Shown beside what you write. A first name and your role are enough."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_display_name(self) -> str:
        name = " ".join(clean_plain_text(self.cleaned_data["display_name"]).split())
        if not name:
            raise forms.ValidationError(_("Write the name that others will see."))
        if "@" in name:
            raise forms.ValidationError(_("Write a name, not an address: it will be public."))
        return name


class SignupForm(DisplayNameMixin):
    """Mixed into allauth's form, which does the rest."""

    field_order = ["display_name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth after the account is made."""
        user.display_name = self.cleaned_data["display_name"]
        user.language = "en" if get_language() == "en" else "bg"
        user.save(update_fields=["display_name", "language"])


class ProfileForm(DisplayNameMixin):
    """One's own name and language."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("The language of the mail that we send you."),
    )
