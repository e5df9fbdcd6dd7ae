"""Practices as pages show them: one card, or a list."""

from practices.presentation.card import LANGUAGE_LABELS, Card, sum_in_words
from practices.presentation.links import CardLink, links_to
from practices.presentation.lists import list_item, place_name, table_row
from practices.presentation.making import CodeNames, card_of_draft, card_of_published, shown_value

__all__ = [
    "LANGUAGE_LABELS",
    "Card",
    "CardLink",
    "CodeNames",
    "card_of_draft",
    "card_of_published",
    "links_to",
    "list_item",
    "place_name",
    "shown_value",
    "sum_in_words",
    "table_row",
]
