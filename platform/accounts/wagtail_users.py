"""People in Wagtail's admin: our fields instead of first and last name, and nobody makes themselves more than they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from accounts.models import User

FIELDS = ["email", "display_name", "language", "is_coordinator", "is_staff", "is_superuser", "groups"]
POWERS = ("is_superuser", "is_staff", "is_coordinator")
"""What only a superuser gives or takes away."""


class OwnFields:
    """Takes the place of the forms' first and last name, and closes the powers to anybody but superusers."""

    fields: dict[str, forms.Field]

    def close_powers(self, editor: User) -> None:
        if not editor.is_superuser:
            for name in (name for name in POWERS if name in self.fields):
                self.fields[name].disabled = True
            self.fields["groups"].disabled = True


class PersonCreationForm(OwnFields, UserCreationForm):  # type: ignore[misc]
    first_name = None
    last_name = None

    class Meta:
        model = User
        fields = FIELDS
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, editor: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.close_powers(editor)

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])


class PersonEditForm(OwnFields, UserEditForm):  # type: ignore[misc]
    first_name = None
    last_name = None

    class Meta:
        model = User
        fields = [*FIELDS, "is_active"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, editor: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.close_powers(editor)

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])


class PersonIndexView(IndexView):  # type: ignore[misc]
    @property
    def search_fields(self) -> set[str]:
        return {"display_name", "email"}


class PersonCreateView(CreateView):  # type: ignore[misc]
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "editor": self.request.user}


class PersonEditView(EditView):  # type: ignore[misc]
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "editor": self.request.user}


class PersonViewSet(UserViewSet):  # type: ignore[misc]
    menu_label = _("People")
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    create_template_name = "accounts/admin/user_create.html"
    edit_template_name = "accounts/admin/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:
        return PersonEditForm if for_update else PersonCreationForm
