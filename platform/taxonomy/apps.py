from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from taxonomy.models import Place
        from taxonomy.place_labels import forget_places

        post_save.connect(forget_places, sender=Place, dispatch_uid="taxonomy.places")
        post_delete.connect(forget_places, sender=Place, dispatch_uid="taxonomy.places")
