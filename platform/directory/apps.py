from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from core.audiences import register_audience_provider
        from core.links import register_links
        from core.panels import register_panel
        from directory import emails
        from directory.links import KIND, LinkedOrganisations
        from directory.memberships import audience_tokens_of
        from directory.panels import organisations_of_person

        register_audience_provider(audience_tokens_of)
        register_links(KIND, "directory:organisation_detail", "slug", LinkedOrganisations())
        register_panel("profile", organisations_of_person)
        emails.register()
