"""What search machines are told of a practice: schema.org, as JSON-LD in the card's page.

The same as the page says, and nothing more: no contact, no person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.structured_data import absolute, as_json
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from practices.models import Practice
    from practices.presentation import Card
    from practices.words import Words


def structured_data(practice: Practice, card: Card, words: Words, *, image_url: str) -> SafeString:
    """The JSON for the page's `application/ld+json`. No query."""
    graph = [_article(practice, card, words, image_url), _breadcrumbs(practice, card)]
    return as_json({"@context": "https://schema.org", "@graph": graph})


def _article(practice: Practice, card: Card, words: Words, image_url: str) -> dict[str, Any]:
    assert practice.published_at is not None  # it is public
    licence = next(iter(words.terms_of(Vocabulary.LICENCE)), None)
    address = absolute(practice.get_absolute_url())
    article = {
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": card.title,
        "description": card.texts["tagline"] or card.texts["summary"],
        "inLanguage": card.language,
        "datePublished": practice.published_at.isoformat(),
        "dateModified": practice.changed_at.isoformat(),
        "author": {
            "@type": "Organization",
            "name": practice.organisation.name,
            "url": absolute(practice.organisation.get_absolute_url()),
        },
        "publisher": {"@type": "Organization", "name": _("Megdan"), "url": absolute("/")},
        "about": [{"@type": "Thing", "name": term.name} for term in words.terms_of(Vocabulary.THEME)],
        "audience": [
            {"@type": "Audience", "audienceType": term.name}
            for term in words.terms_of(Vocabulary.TARGET_GROUP)
        ],
        "keywords": words.tags,
        "spatialCoverage": [{"@type": "Place", "name": name} for name in card.places],
        "license": licence.extra.get("url", "") if licence else "",
        "image": image_url,
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in article.items() if value}


def _breadcrumbs(practice: Practice, card: Card) -> dict[str, Any]:
    steps = [
        (_("Good practices"), reverse("practices:practice_list")),
        (card.title, practice.get_absolute_url()),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }
