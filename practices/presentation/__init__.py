"""Practices as pages show them: one card, or a list."""

from practices.presentation.card import LANGUAGE_LABELS, Card
from practices.presentation.lists import list_item, place_name
from practices.presentation.making import card_of_draft, card_of_published, shown_value
from practices.presentation.media import CardMedia, media_of_draft, media_of_published

__all__ = [
    "LANGUAGE_LABELS",
    "Card",
    "CardMedia",
    "card_of_draft",
    "card_of_published",
    "list_item",
    "media_of_draft",
    "media_of_published",
    "place_name",
    "shown_value",
]
