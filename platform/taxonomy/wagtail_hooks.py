"""Vocabularies in the admin: editors name, order, add and retire terms; nobody deletes one, and places are only looked at."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_permission_codename
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.admin_permissions import WithoutActions
from taxonomy.models import Place, Tag, Term

register_permission_policy(Term, WithoutActions(Term, without={"delete"}))
register_permission_policy(Place, WithoutActions(Place, without={"add", "change", "delete"}))
register_permission_policy(Tag, WithoutActions(Tag, without={"add"}))


class TermForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A term's vocabulary and code are what data refers to: chosen once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            for name in ("vocabulary", "code"):
                self.fields[name].disabled = True


class TermViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Term
    icon = "list-ul"
    menu_label = _("Terms")
    list_display = ["name_bg", "name_en", "vocabulary", "code", "position", "retired_on"]
    list_filter = ["vocabulary", "retired_on"]
    list_per_page = 100
    ordering = ["vocabulary", "position"]
    search_fields = ["name_bg", "name_en", "code"]
    panels = [
        FieldRowPanel([FieldPanel("vocabulary"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("name_bg"), FieldPanel("name_en")]),
        FieldPanel("synonyms"),
        FieldRowPanel([FieldPanel("position"), FieldPanel("retired_on")]),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = TermForm
        return handler


class PlaceViewSet(SnippetViewSet):  # type: ignore[misc]
    """Places come from the national classification: changed by its files, looked up here."""

    model = Place
    icon = "site"
    menu_label = _("Places")
    list_display = ["name_bg", "name_en", "kind", "code", "nuts3"]
    list_filter = ["kind"]
    list_per_page = 100
    search_fields = ["name_bg", "name_en", "code"]
    inspect_view_enabled = True
    panels = [FieldPanel("name_bg"), FieldPanel("name_en")]


class TagViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Tag
    icon = "tag"
    menu_label = _("Free tags")
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    panels = [FieldPanel("name")]


class VocabularyGroup(SnippetViewSetGroup):  # type: ignore[misc]
    items = (TermViewSet, TagViewSet, PlaceViewSet)
    menu_icon = "list-ul"
    menu_label = _("Vocabularies")
    menu_name = "vocabularies"


register_snippet(VocabularyGroup)


@hooks.register("register_permissions")
def register_term_permissions() -> Any:
    """So that a group can be given the right to see places, which nobody may change."""
    from django.contrib.auth.models import Permission  # noqa: PLC0415 - hooks load before the models are ready

    return Permission.objects.filter(
        content_type__app_label="taxonomy", codename=get_permission_codename("view", Place._meta)
    )
