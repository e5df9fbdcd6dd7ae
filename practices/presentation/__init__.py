"""Practices as pages show them: one card, or a list."""

from practices.presentation.card import LANGUAGE_LABELS, Card, sum_in_words
from practices.presentation.links import CardLink, links_to
from practices.presentation.lists import list_items, place_name, table_rows
from practices.presentation.making import CodeNames, card_of_draft, card_of_published, shown_value
from practices.presentation.media import CardMedia, media_of_draft, media_of_published

__all__ = [
    "LANGUAGE_LABELS",
    "Card",
    "CardLink",
    "CardMedia",
    "CodeNames",
    "card_of_draft",
    "card_of_published",
    "links_to",
    "list_items",
    "media_of_draft",
    "media_of_published",
    "place_name",
    "shown_value",
    "sum_in_words",
    "table_rows",
]
