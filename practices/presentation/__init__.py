"""Practices as pages show them: one card, or a list."""

from practices.presentation.card import LANGUAGE_LABELS, Card
from practices.presentation.lists import list_item, place_name, table_row
from practices.presentation.making import card_of_draft, card_of_published, shown_value

__all__ = [
    "LANGUAGE_LABELS",
    "Card",
    "card_of_draft",
    "card_of_published",
    "list_item",
    "place_name",
    "shown_value",
    "table_row",
]
