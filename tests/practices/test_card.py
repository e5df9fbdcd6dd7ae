"""The card document: what stays in it, and what the check says of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.card import FIELDS, SCHEMA_VERSION, Kind, clean_card, empty_card
from practices.checks import Completeness, as_date, check_card, missing_fields
from tests.factories.practices import a_card

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)
NAMES = st.sampled_from([item.name for item in FIELDS])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(NAMES, JSON), st.dictionaries(NAMES, JSON))
def test_whatever_comes_in_a_clean_card_comes_out(facts: Any, texts: Any) -> None:
    card = clean_card({"schema": 1, "facts": facts, "texts": {"bg": texts, "ru": texts}})
    assert set(card["texts"]) == {"bg"}
    assert set(card["facts"]) == {item.name for item in FIELDS if not item.is_text}
    assert clean_card(card) == card


def test_markup_comes_out_harmless() -> None:
    hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script><b>дума</b>'
    card = clean_card(a_card(title=hostile, origin=f"<p>{hostile}</p>"))
    assert card["texts"]["bg"]["title"] == hostile  # plain text: escaped where it is shown
    assert "script" not in card["texts"]["bg"]["origin"]
    assert "onerror" not in card["texts"]["bg"]["origin"]


def test_a_tag_in_capitals_is_the_same_tag() -> None:
    card = clean_card({"facts": {"tags": ["Доброволци", "деца", "ДОБРОВОЛЦИ", ""]}, "texts": {}})
    assert card["facts"]["tags"] == ["Доброволци", "деца"]


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 99"):
        clean_card({"schema": 99})


def test_over_long_text_is_kept_and_said() -> None:
    card = clean_card(a_card(title="я" * 130))
    assert len(card["texts"]["bg"]["title"]) == 130
    with_length = missing_fields(card, language="bg", level=Completeness.SNAPSHOT)
    assert with_length == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "я" * 101}, "title"),
        ({"themes": ["no-such-theme"]}, "themes"),
        ({"themes": ["housing", "health", "education", "employment"]}, "themes"),
        ({"places": ["Атлантида"]}, "places"),
        ({"starts_on": "31.02.2026"}, "starts_on"),
        ({"starts_on": "2026-05-01", "ends_on": "2025-05-01"}, "ends_on"),
        ({"starts_on": "0026-05-01"}, "starts_on"),
        ({"links": ["javascript:alert(1)"]}, "links"),
        ({"contact_email": "не е адрес"}, "contact_email"),
        ({"replicable": "maybe"}, "replicable"),
        ({"activities": [{"title": "", "text": "д" * 801}]}, "activities-0-text"),
        ({"ends_on": "2020-01-01", "is_ongoing": True}, "is_ongoing"),
    ],
)
def test_each_mistake_is_said_at_its_field(changes: dict[str, Any], field: str) -> None:
    problems = check_card(clean_card(a_card(**changes)), level=Completeness.SNAPSHOT)
    assert [problem.field for problem in problems] == [field]
    assert problems[0].message


@pytest.mark.django_db
def test_a_good_card_has_no_problems() -> None:
    assert check_card(clean_card(a_card()), level=Completeness.SNAPSHOT) == []


@pytest.mark.django_db
def test_a_draft_needs_a_title_only() -> None:
    assert [p.field for p in check_card(empty_card(), level=Completeness.DRAFT)] == ["title"]


@pytest.mark.django_db
def test_the_second_language_is_checked_as_soon_as_it_is_begun() -> None:
    card = a_card()
    card["texts"]["en"] = {"title": "A flat with a mentor"}
    problems = check_card(clean_card(card), level=Completeness.SNAPSHOT)
    assert [(p.field, p.language, p.is_missing) for p in problems] == [("summary", "en", True)]


@pytest.mark.parametrize("text", ["2026-03-15", "15.03.2026", "15/03/2026", " 15.03.2026 г."])
def test_dates_are_read_as_people_write_them(text: str) -> None:
    day = as_date(text)
    assert day is not None
    assert day.isoformat() == "2026-03-15"


def test_the_catalogue_is_sound() -> None:
    names = [item.name for item in FIELDS]
    assert len(names) == len(set(names))
    for item in FIELDS:
        assert not (item.for_snapshot and not item.for_full), (
            f"{item.name}: a full card has all of a snapshot"
        )
        if item.kind in {Kind.LINE, Kind.TEXT, Kind.RICH}:
            assert item.max_length > 0, item.name
        if item.kind is Kind.GROUP:
            assert item.parts, item.name
    assert SCHEMA_VERSION == 1
