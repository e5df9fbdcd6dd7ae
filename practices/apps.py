from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practices")

    def ready(self) -> None:
        from core.links import register_links
        from core.outbox import register_handler
        from core.panels import register_panel
        from core.subjects import register_subject
        from practices import emails, emails_between, following, receivers, tasks
        from practices.lineage import lineage_of_practice
        from practices.links import KIND, LinkedPractices
        from practices.panels import collections_of_person, practices_of_organisation
        from practices.subjects import PracticeSubjects

        register_subject("practice", PracticeSubjects())
        register_links(KIND, "practices:practice_detail", "pk", LinkedPractices())
        register_panel("organisation", practices_of_organisation)
        register_panel("profile", collections_of_person)
        register_panel("practice", lineage_of_practice)
        following.register()
        register_handler("practice-media", tasks.make_modern_formats, batch_size=5)
        receivers.connect()
        emails.register()
        emails_between.register()
