from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practices")

    def ready(self) -> None:
        from core.subjects import register_subject
        from practices import emails
        from practices.subjects import PracticeSubjects

        register_subject("practice", PracticeSubjects())
        emails.register()
