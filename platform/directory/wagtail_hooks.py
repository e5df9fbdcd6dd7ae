"""Organisations in the admin: editors add entries and mend them; the directory's own pages do the rest."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.admin_permissions import WithoutActions
from directory.admin_forms import EntryForm
from directory.models import Organisation

register_permission_policy(Organisation, WithoutActions(Organisation, without={"delete"}))


class OrganisationViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name_bg", "name_en", "kind", "place", "confirmed_on"]
    list_filter = ["kind", "is_invented"]
    search_fields = ["name_bg", "name_en", "short_name_bg", "short_name_en"]
    list_per_page = 50
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_bg"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("short_name_bg"), FieldPanel("short_name_en")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("place")]),
                FieldPanel("slug"),
            ],
            heading=_("Organisation"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("address_bg"), FieldPanel("address_en")]),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("website")]),
            ],
            heading=_("Contacts"),
        ),
        FieldPanel("description_bg"),
        FieldPanel("description_en"),
        FieldRowPanel([FieldPanel("source_note_bg"), FieldPanel("source_note_en")]),
        FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("is_trusted")]),
    ]

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = EntryForm
        return handler


register_snippet(OrganisationViewSet)
