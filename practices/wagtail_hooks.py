"""Reusable remarks in the admin: editors write them in both languages, reviewers put them beside a field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.admin_permissions import WithoutActions
from practices.card import FIELDS
from practices.models import ReusableRemark

register_permission_policy(ReusableRemark, WithoutActions(ReusableRemark, without={"delete"}))


class ReusableRemarkForm(WagtailAdminModelForm):  # type: ignore[misc]
    """The field is chosen by its label."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("every field")), *((field.name, field.label) for field in FIELDS)]
        self.fields["field"].widget = forms.Select(choices=choices)


class ReusableRemarkViewSet(SnippetViewSet):  # type: ignore[misc]
    model = ReusableRemark
    icon = "comment"
    menu_label = _("Reusable remarks")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["text_bg", "text_en", "field_label", "is_offered"]
    list_filter = ["is_offered"]
    list_per_page = 50
    search_fields = ["text_bg", "text_en"]
    panels = [
        FieldRowPanel([FieldPanel("text_bg"), FieldPanel("text_en")]),
        FieldRowPanel([FieldPanel("field"), FieldPanel("is_offered")]),
    ]

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = ReusableRemarkForm
        return handler


register_snippet(ReusableRemarkViewSet)
