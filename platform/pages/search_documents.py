"""What the search knows of a page. Each language's page is an object of its own; only live pages without privacy are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.audiences import PUBLIC
from core.sanitising import clean_plain_text
from pages.models import HomePage, StandardPage
from search.contract import IndexDocument, LanguageText
from search.documents import SearchDocument, register

if TYPE_CHECKING:
    from core.access import Actor


@register
class PageDocument(SearchDocument):
    """Pages that editors wrote. A private page is found by nobody: its password or group isn't the search's to ask."""

    kind = "page"
    label = _("Pages")
    label_one = _("Page")
    has_address_in_each_language = False

    def queryset(self) -> QuerySet[Any]:
        ours = Q(homepage__isnull=False) | Q(standardpage__isnull=False)
        return Page.objects.filter(ours).live().public().select_related("locale", "homepage", "standardpage")

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        return Page.objects.live().public()

    def build(self, obj: Any) -> IndexDocument | None:
        page = getattr(obj, "homepage", None) or getattr(obj, "standardpage", None)
        if page is None:
            return None
        language = obj.locale.language_code
        lead = page.hero_lead if isinstance(page, HomePage) else page.intro
        return IndexDocument(
            kind=self.kind,
            object_id=obj.pk,
            audiences=frozenset({PUBLIC}),
            texts={
                language: LanguageText(
                    title=page.hero_title or page.title if isinstance(page, HomePage) else page.title,
                    body="\n".join(part for part in [lead, *_body_texts(page)] if part),
                    keywords=page.search_description,
                    url=page.url_path,
                )
            },
            language=language,
            date=obj.last_published_at.date() if obj.last_published_at else None,
        )


def _body_texts(page: HomePage | StandardPage) -> list[str]:
    """The words of the body, block by block, without markup."""
    streams = [page.ways, page.body] if isinstance(page, HomePage) else [page.body]
    return [
        clean_plain_text(str(text))
        for stream in streams
        for text in stream.stream_block.get_searchable_content(stream)
    ]
