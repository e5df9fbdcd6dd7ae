from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "forum"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Forum")

    def ready(self) -> None:
        from core.audiences import register_audience_provider
        from core.open_questions import register_open_questions
        from core.outbox import register_handler
        from core.panels import register_panel
        from core.subjects import register_discussions
        from forum import emails
        from forum.delivery import NOTICES_TOPIC, deliver_notices
        from forum.open_questions import open_questions_of_places
        from forum.panels import posts_of_person
        from forum.subjects import discussions_about
        from forum.visibility import audience_tokens_of

        register_audience_provider(audience_tokens_of)
        register_discussions(discussions_about)
        register_panel("profile", posts_of_person)
        register_open_questions(open_questions_of_places)
        register_handler(NOTICES_TOPIC, deliver_notices, batch_size=20)
        emails.register()
