from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from core.audiences import register_audience_provider
        from directory.memberships import audience_tokens_of

        register_audience_provider(audience_tokens_of)
