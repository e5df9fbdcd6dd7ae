"""The comparison of two texts: readable, and nothing of either is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.word_diff import MAX_WORDS, Change, word_changes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("", "нов текст", [Change("added", "нов текст")]),
        ("стар текст", "", [Change("removed", "стар текст")]),
        ("без промяна", "без промяна", [Change("same", "без промяна")]),
        (
            "Дванайсет семейства имат дом.",
            "Петнайсет семейства имат дом.",
            [
                Change("removed", "Дванайсет "),
                Change("added", "Петнайсет "),
                Change("same", "семейства имат дом."),
            ],
        ),
        (
            "курс в Хасково от март",
            "група в Свиленград от март",
            [
                Change("removed", "курс в Хасково "),
                Change("added", "група в Свиленград "),
                Change("same", "от март"),
            ],
        ),
    ],
)
def test_words_are_marked(old: str, new: str, expected: list[Change]) -> None:
    assert word_changes(old, new) == expected


WORDS = st.lists(st.sampled_from(["дом", "град", "в", "и", "курс", "\n"]), max_size=30).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_the_changes(old: str, new: str) -> None:
    changes = word_changes(old, new)
    assert "".join(change.text for change in changes if change.kind != "removed") == new
    before = "".join(change.text for change in changes if change.kind != "added")
    assert before.split() == old.split()


def test_a_very_long_text_is_replaced_in_whole() -> None:
    old, new = "дума " * (MAX_WORDS + 1), "слово " * (MAX_WORDS + 1)
    assert [change.kind for change in word_changes(old, new)] == ["removed", "added"]


def test_what_changed_in_a_long_text_is_found_by_its_rarer_words() -> None:
    old = [word for number in range(500) for word in ("и", "в", f"дума{number}", "на")][:MAX_WORDS]
    new = [*old[:1000], "прибавена", *old[1001:]]
    changes = word_changes(" ".join(old), " ".join(new))
    assert [(change.kind, len(change.text.split())) for change in changes] == [
        ("same", 1000),
        ("removed", 1),
        ("added", 1),
        ("same", 999),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("а б " * (MAX_WORDS // 2), "б в " * (MAX_WORDS // 2)),
        (
            " ".join(f"а x{number}" for number in range(MAX_WORDS // 2)),
            " ".join(f"а y{number}" for number in range(MAX_WORDS // 2)),
        ),
    ],
)
def test_texts_that_are_made_to_be_hard_to_compare_hold_nobody_up(old: str, new: str) -> None:
    began = time.process_time()
    assert word_changes(old, new)
    assert time.process_time() - began < 3  # seconds of one core; half a minute without a limit
