from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from pages.indexing import connect_signals

        connect_signals()
