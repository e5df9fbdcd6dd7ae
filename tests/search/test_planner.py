"""How queries are read: snapshots of plans, and queries that no sane person types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.contract import MAX_QUERY_LENGTH
from search.planner import MAX_ALTERNATIVES_IN_ALL, MAX_GROUPS, Plan, clean_query, plan_query
from search.transliteration import cyrillic_readings


def read(plan: Plan) -> list[str]:
    """A plan as lines: the typed words, then the alternatives that weigh most, phrases in quotes."""
    lines = []
    for group in plan.groups:
        shown = [
            f"„{' '.join(alternative.terms)}“" if alternative.is_phrase else "+".join(alternative.terms)
            for alternative in group.alternatives[:4]
        ]
        lines.append(f"{group.typed}: {' | '.join(shown)}")
    return lines


@pytest.mark.parametrize(
    ("query", "plan"),
    [
        (
            "настаняване на бежанци",
            [
                "настаняване: настаняване | accommod | hous | жилище",
                "бежанци: бежанец | refuge | бежанка | бежански",
            ],
        ),
        ("интеграцията", ["интеграцията: интеграция | integr | интегриране | интеграционен"]),
        ("БЧК", ["БЧК: бчк | brc | „bulgarian red cross“ | „български червен кръст“"]),
        (
            "Български Червен кръст",
            ["Български Червен кръст: „български червен кръст“ | brc | „bulgarian red cross“ | бчк"],
        ),
        (
            "УНХЦР или ВКБООН",
            [
                "УНХЦР: унхцр",
                "ВКБООН: вкбоон | „un refuge agenc“ | unhcr | „върховен комисариат за бежанец“",
            ],
        ),
        ("хасковска", ["хасковска: хасковски | хасково"]),
        ("риболов", ["риболов: риболов"]),
        ("„местна общност“", ["местна общност: „местен общност“"]),
        ("на и за", ["на: на", "и: и", "за: за"]),
        ("()*~ „“ … –", []),
    ],
)
def test_snapshots(query: str, plan: list[str]) -> None:
    assert read(plan_query(query)) == plan


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("integratsiya", "интеграция"),
        ("integracia", "интеграция"),
        ("integraciq", "интеграция"),
        ("bezhantsi", "бежанци"),
        ("bejanci", "бежанци"),
        ("nastanqvane", "настаняване"),
        ("4ujdenci", "чужденци"),
        ("jili6te", "жилище"),
        ("zhilishte", "жилище"),
        ("obshtina", "община"),
        ("u4ilishte", "училище"),
        ("dyrjava", "държава"),
        ("darzhava", "държава"),
        ("kashta", "къща"),
        ("haskovo", "хасково"),
        ("sofia", "софия"),
        ("blagoewgrad", "благоевград"),
        ("immigranti", "имигранти"),
        ("kyustendil", "кюстендил"),
    ],
)
def test_latin_letters_are_read_as_bulgarian(typed: str, word: str) -> None:
    assert word in [reading for reading, _ in cyrillic_readings(typed)]


def test_a_latin_word_keeps_its_english_reading_first() -> None:
    (group,) = plan_query("housing").groups
    assert group.alternatives[0].terms == ("hous",)
    (group,) = plan_query("integratsiya").groups
    assert ("интеграция",) in [alternative.terms for alternative in group.alternatives]
    assert group.alternatives[1].terms == ("интеграция",)


def test_nothing_asked_is_browsing_and_nothing_readable_is_not() -> None:
    assert plan_query("").is_browsing
    assert plan_query("  \n ").is_browsing
    assert not plan_query("\x00\u202e\u200b").is_browsing
    assert not plan_query("!!! ***").is_browsing


def test_stop_words_are_dropped_unless_there_is_nothing_else() -> None:
    assert [group.typed for group in plan_query("работа за жени с деца").groups] == ["работа", "жени", "деца"]
    assert len(plan_query("и на за").groups) == 3
    assert [group.typed for group in plan_query("nastanyavane na bezhantsi").groups] == [
        "nastanyavane",
        "bezhantsi",
    ]


def test_half_of_the_words_must_be_there() -> None:
    assert [
        plan_query(text).required for text in ("едно", "жени деца", "жени деца труд", "жени деца труд език")
    ] == [
        1,
        1,
        2,
        2,
    ]


@pytest.mark.parametrize(
    "query", ["а" * 10_000, "жена " * 2_000, '"' * 500, "„" * 300, "housing " * 500, "*:* [1 TO 2]" * 40]
)
def test_monstrous_queries_give_small_plans(query: str) -> None:
    plan = plan_query(query)
    assert len(plan.groups) <= MAX_GROUPS
    assert sum(len(group.alternatives) for group in plan.groups) <= MAX_ALTERNATIVES_IN_ALL
    assert len(clean_query(query)) <= MAX_QUERY_LENGTH


@given(st.text(max_size=300))
def test_any_text_is_planned(text: str) -> None:
    plan = plan_query(text)
    assert all(term.strip() for term in plan.terms)
    assert sum(len(group.alternatives) for group in plan.groups) <= MAX_ALTERNATIVES_IN_ALL
