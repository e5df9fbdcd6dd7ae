"""Free tags as people type them: cleaned, limited, and found again whatever their case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.sanitising import clean_plain_text
from taxonomy.models import Tag, tag_slug

MAX_TAGS = 8
MAX_TAG_LENGTH = 60


def parse_tags(text: str) -> list[str]:
    """Words between commas, without doubles. Raises ValidationError for too many or too long ones."""
    found: dict[str, str] = {}
    for raw in text.replace(";", ",").split(","):
        word = " ".join(clean_plain_text(raw).split()).strip("#")
        if word and tag_slug(word):
            found.setdefault(tag_slug(word), word)
    too_long = [word for word in found.values() if len(word) > MAX_TAG_LENGTH]
    if too_long:
        raise forms.ValidationError(_("A tag has at most %(max)d characters.") % {"max": MAX_TAG_LENGTH})
    if len(found) > MAX_TAGS:
        raise forms.ValidationError(_("Give at most %(max)d tags.") % {"max": MAX_TAGS})
    return list(found.values())


def tags_for(words: list[str]) -> list[Tag]:
    """The tags of these words, made where they don't exist yet. Two queries and one insert at most."""
    by_slug = {tag_slug(word): word for word in words}
    known = {tag.slug: tag for tag in Tag.objects.filter(slug__in=by_slug)}
    new = [Tag(name=word, slug=slug) for slug, word in by_slug.items() if slug not in known]
    if new:
        Tag.objects.bulk_create(new, ignore_conflicts=True)
        known = {tag.slug: tag for tag in Tag.objects.filter(slug__in=by_slug)}
    return [known[slug] for slug in by_slug if slug in known]
