from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from core.outbox import register_handler
        from core.panels import register_panel
        from notifications.mail import TOPIC, send_queued
        from notifications.panels import following_of_person
        from notifications.subscriptions import NEWS_TOPIC, deliver_news

        register_handler(TOPIC, send_queued, batch_size=20)
        register_handler(NEWS_TOPIC, deliver_news, batch_size=20)
        register_panel("profile", following_of_person)
