"""Sums of money as readers see them: leva also in euro, euro without leva."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from practices.presentation import sum_in_words


@pytest.mark.parametrize(
    ("amount", "currency", "bulgarian", "english"),
    [
        ("48000", "BGN", "48 000 лв. (≈ 24 542 €)", "BGN 48,000 (≈ €24,542)"),
        ("195.58", "BGN", "195,58 лв. (≈ 100 €)", "BGN 195.58 (≈ €100)"),
        ("100", "BGN", "100 лв. (≈ 51,13 €)", "BGN 100 (≈ €51.13)"),
        ("0", "BGN", "0 лв. (≈ 0 €)", "BGN 0 (≈ €0)"),
        ("24542.5", "EUR", "24 542,50 €", "€24,542.50"),
        ("48000", "", "48 000", "48,000"),  # a draft that doesn't say yet
    ],
)
def test_a_sum_in_leva_is_told_in_euro_as_well(
    amount: str, currency: str, bulgarian: str, english: str
) -> None:
    for language, expected in (("bg", bulgarian), ("en", english)):
        with override(language):
            assert sum_in_words(Decimal(amount), currency).replace("\u00a0", " ") == expected
