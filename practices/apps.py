from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practices")

    def ready(self) -> None:
        from core.outbox import register_handler
        from core.panels import register_panel
        from core.subjects import register_subject
        from practices import emails, receivers, tasks
        from practices.panels import practices_of_organisation
        from practices.subjects import PracticeSubjects

        register_subject("practice", PracticeSubjects())
        register_panel("organisation", practices_of_organisation)
        register_handler("practice-media", tasks.make_modern_formats, batch_size=5)
        receivers.connect()
        emails.register()
