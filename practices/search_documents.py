"""What the search knows of a practice: its published rows, in both languages, and the words of its vocabularies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.audiences import PUBLIC
from core.sanitising import html_to_text
from practices.card import SHARED_GROUPS, TEXT_FIELDS, CardField, Kind
from practices.models import Practice, PracticeText
from search.contract import LANGUAGES, IndexDocument, LanguageText
from search.documents import SearchDocument, register
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.access import Actor
    from taxonomy.models import Place

BROWSED_TERMS = {"level": Vocabulary.LEVEL, "sdg": Vocabulary.SDG, "funding": Vocabulary.FUNDING}
"""Further facets of the index that are terms of a vocabulary."""


def area_codes(places: Iterable[Place]) -> tuple[str, ...]:
    """Where something happens: each place with what it lies in up to the oblast. The country only if it was named itself."""
    codes: dict[str, None] = {}
    for place in places:
        own, *around = place.with_ancestors()
        codes |= dict.fromkeys([own, *around[:-1]])
    return tuple(codes)


_SEARCHED = tuple(item for item in (*TEXT_FIELDS, *SHARED_GROUPS) if item.name not in {"title", "duration"})


def _as_text(item: CardField, value: Any) -> str:
    """The words of a published field, in which a reader would look for what they search."""
    if item.kind is Kind.RICH:
        return html_to_text(value)
    if item.kind is Kind.GROUP:
        rows = value.values() if item.is_shared_group else value
        return "\n".join(" – ".join(filter(None, row.values())) for row in rows)
    return str(value)


@register
class PracticeDocument(SearchDocument):
    """Published practices; everybody may find them."""

    kind = "practice"
    label = _("Practices")
    label_one = _("Practice")

    def queryset(self) -> QuerySet[Practice]:
        return Practice.objects.published().for_cards().prefetch_related("tags")

    def visible_to(self, actor: Actor) -> QuerySet[Practice]:
        return Practice.objects.published().visible_to(actor)

    def build(self, obj: Any) -> IndexDocument | None:
        practice: Practice = obj
        texts = {text.language: self._text(practice, text) for text in practice.texts.all()}
        if not texts:
            return None
        codes = {
            vocabulary: tuple(term.code for term in practice.terms_of(vocabulary))
            for vocabulary in (Vocabulary.THEME, Vocabulary.TARGET_GROUP)
        }
        return IndexDocument(
            kind=self.kind,
            object_id=practice.pk,
            audiences=frozenset({PUBLIC}),
            texts=texts,
            themes=codes[Vocabulary.THEME],
            target_groups=codes[Vocabulary.TARGET_GROUP],
            places=tuple(
                dict.fromkeys(code for place in practice.places.all() for code in place.with_ancestors())
            ),
            facets={
                "area": area_codes(practice.places.all()),
                "organisation": (practice.organisation.slug,),
                "year": (str(practice.starts_on.year),) if practice.starts_on else (),
                **{
                    facet: tuple(term.code for term in practice.terms_of(vocabulary))
                    for facet, vocabulary in BROWSED_TERMS.items()
                },
            },
            tags=tuple(tag.slug for tag in practice.tags.all()),
            language=practice.text.language if practice.text else "bg",
            external_id=practice.external_id or "",
            organisation_id=practice.organisation_id,
            date=practice.published_at.date() if practice.published_at else None,
        )

    def _text(self, practice: Practice, text: PracticeText) -> LanguageText:
        body = "\n".join(filter(None, (_as_text(item, getattr(text, item.name)) for item in _SEARCHED)))
        with override(text.language):
            url = reverse("practices:practice_detail", args=[practice.pk])
        return LanguageText(
            title=text.title,
            body=body,
            keywords=" ".join(self._keywords(practice)),
            url=url,
        )

    def _keywords(self, practice: Practice) -> list[str]:
        """Names in both languages: so a question in one language meets a card that is written in the other."""
        organisation = practice.organisation
        words = [
            organisation.name_bg,
            organisation.name_en,
            organisation.short_name_bg,
            organisation.short_name_en,
        ]
        for link in practice.practice_terms.all():
            if link.term.vocabulary in {Vocabulary.THEME, Vocabulary.TARGET_GROUP, Vocabulary.FUNDING}:
                words += [link.term.name_bg, link.term.name_en]
        for place in practice.places.all():
            words += [place.name_bg, place.name_en]
        words += [tag.name for tag in practice.tags.all()]
        for language in LANGUAGES if practice.label else ():
            with override(language):
                words.append(str(practice.get_label_display()))
        return [word for word in words if word]
