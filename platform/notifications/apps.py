from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from core.outbox import register_handler
        from notifications.mail import TOPIC, send_queued

        register_handler(TOPIC, send_queued, batch_size=20)
