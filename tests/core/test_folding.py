"""Words that people take for the same are the same to us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ЖИЛИЩЕ", "жилище"),
        ("  Жилище   за  Бежанци ", "жилище за бежанци"),
        ("Бе\u0301жанци", "бежанци"),
        ("ѝ", "и"),
        ("Ѝ", "и"),
        ("й", "й"),
        ("и\u0306", "й"),
        ("БЧК", "бчк"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъьюяABCé ", max_size=40))
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())
