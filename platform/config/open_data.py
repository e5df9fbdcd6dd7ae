"""The page that explains the open data to people: what there is, how to get it, on what terms."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.open_data import API_ROOT, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from taxonomy.enums import Vocabulary


class OpenDataView(TemplateView):
    template_name = "open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        root = settings.BASE_URL.rstrip("/") + API_ROOT
        return super().get_context_data(
            **kwargs,
            root=root,
            page_size=DEFAULT_PAGE_SIZE,
            max_page_size=MAX_PAGE_SIZE,
            requests_per_minute=settings.OPEN_DATA_REQUESTS_PER_MINUTE,
            parameters=[
                ("theme", _("A code of the vocabulary of themes")),
                ("target_group", _("A code of the vocabulary of target groups")),
                ("level", _("A code of the vocabulary of levels")),
                ("sdg", _("The number of a sustainable development goal")),
                ("place", _("A code of an oblast, a municipality or a district; its parts are included")),
                ("organisation", _("An organisation's word in its address on the site")),
                ("updated_since", _("A day or a moment: only what has changed since then")),
            ],
            vocabularies=[(choice.label, f"{root}/vocabularies/{choice.value}") for choice in Vocabulary],
        )
