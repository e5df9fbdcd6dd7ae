"""How organisations are found: by all their names, what they are, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.audiences import PUBLIC
from directory.models import Organisation
from search.contract import IndexDocument, LanguageText
from search.documents import SearchDocument, register
from search.facets import register_facet
from taxonomy.choices import names_of, place_names
from taxonomy.enums import PlaceKind, Vocabulary

if TYPE_CHECKING:
    from core.access import Actor


@register
class OrganisationDocument(SearchDocument):
    """The directory's entries, which are public."""

    kind = "organisation"
    label = _("Organisations")
    label_one = _("Organisation")

    def queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.for_cards()

    def visible_to(self, actor: Actor) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(actor)

    def build(self, obj: Any) -> IndexDocument:
        organisation: Organisation = obj
        return IndexDocument(
            kind=self.kind,
            object_id=organisation.pk,
            audiences=frozenset({PUBLIC}),
            texts={language: self._text(organisation, language) for language in ("bg", "en")},
            places=tuple(organisation.place.with_ancestors()) if organisation.place else (),
            external_id=organisation.slug,
            organisation_id=organisation.pk,
            date=organisation.confirmed_on,
        )

    def _text(self, organisation: Organisation, language: str) -> LanguageText:
        with override(language):
            return LanguageText(
                title=organisation.name,
                body="\n".join(part for part in (organisation.description, organisation.address) if part),
                keywords=" ".join(self._keywords(organisation)),
                url=reverse("directory:organisation_detail", args=[organisation.slug]),
            )

    def _keywords(self, organisation: Organisation) -> list[str]:
        """Short names, type and places in both languages: a question may come in either."""
        words = [
            organisation.short_name_bg,
            organisation.short_name_en,
            organisation.name_bg,
            organisation.name_en,
            organisation.kind.name_bg,
            organisation.kind.name_en,
        ]
        place = organisation.place
        while (
            place is not None and place.kind != PlaceKind.COUNTRY
        ):  # or every entry would answer to "Bulgaria"
            words += [place.name_bg, place.name_en]
            place = place.parent
        return list(dict.fromkeys(word for word in words if word))


def _theme_names(codes: Sequence[str], language: str) -> dict[str, str]:
    return _term_names(Vocabulary.THEME, codes, language)


def _target_group_names(codes: Sequence[str], language: str) -> dict[str, str]:
    return _term_names(Vocabulary.TARGET_GROUP, codes, language)


def _term_names(vocabulary: str, codes: Sequence[str], language: str) -> dict[str, str]:
    with override(language):
        return {code: name for (_vocabulary, code), name in names_of({vocabulary: codes}).items()}


def _place_names(codes: Sequence[str], language: str) -> dict[str, str]:
    """Without the country, in which nearly everything lies."""
    with override(language):
        return place_names(codes, without=[PlaceKind.COUNTRY])


# The vocabularies are below the search and can't tell it themselves; this app knows both.
register_facet("theme", _("Theme"), _theme_names)
register_facet("place", _("Place"), _place_names)
register_facet("target_group", _("Target group"), _target_group_names)
