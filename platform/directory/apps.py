from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from core.audiences import register_audience_provider  # noqa: PLC0415 - the models must be ready
        from directory.memberships import audience_tokens_of  # noqa: PLC0415 - the models must be ready

        register_audience_provider(audience_tokens_of)
