from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import checks, indexing  # noqa: F401 - registers the system checks

        autodiscover_modules("search_documents")
        indexing.register_handlers()
