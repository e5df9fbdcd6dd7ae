"""The card document: what stays in it, and what the check says of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.card import (
    BY_NAME,
    FIELDS,
    SCHEMA_VERSION,
    Kind,
    clean_card,
    clean_rows,
    empty_card,
    set_value,
    value_of,
)
from practices.checks import Completeness, as_amount, as_date, as_number, check_card, missing_fields
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
        ({"themes": ["housing", "health", "housing"]}, "themes-2"),
        ({"themes": ["housing", "health", "education", "employment"]}, "themes"),
        ({"places": ["Атлантида"]}, "places"),
        ({"starts_on": "31.02.2026"}, "starts_on"),
        ({"starts_on": "2026-05-01", "ends_on": "2025-05-01"}, "ends_on"),
        ({"starts_on": "0026-05-01"}, "starts_on"),
        ({"links": ["javascript:alert(1)"]}, "links"),
        ({"links": ["https://www.gov.bg@evil.example/"]}, "links"),
        ({"links": ["https://www.gov.bg:pass@evil.example/"]}, "links"),
        ({"contact_email": "не е адрес"}, "contact_email"),
        ({"replicable": "maybe"}, "replicable"),
        ({"activities": [{"title": "", "text": "д" * 801}]}, "activities-0-text"),
        ({"ends_on": "2020-01-01", "is_ongoing": True}, "is_ongoing"),
        ({"people_total": "много"}, "people_total"),
        ({"people_total": "-5"}, "people_total"),
        ({"people_total": "8000000"}, "people_total"),
        ({"people_total": "10", "people_women": "11"}, "people_women"),
        ({"people_total": "10", "people_children": "11"}, "people_children"),
        ({"budget_amount": "-1", "budget_currency": "EUR"}, "budget_amount"),
        ({"budget_amount": "99999999999", "budget_currency": "EUR"}, "budget_amount"),
        ({"budget_amount": "100"}, "budget_currency"),
        ({"funding": [{"source": "a-bank", "contract": ""}]}, "funding-0-source"),
        ({"partners": [{"name": "Читалище", "role": "king"}]}, "partners-0-role"),
        ({"adapted_from": "https://example.org/practices/"}, "adapted_from"),
        ({"adapted_from": "/bg/practices/999999/"}, "adapted_from"),
        ({"preconditions": [{"text": "д" * 201}]}, "preconditions-0-text"),
        (
            {"legal_basis": [{"key": "r1", "article": "чл. 1", "link": "javascript:alert(1)"}]},
            "legal_basis-0-link",
        ),
        ({"results": [{"key": "r1", "value": "дванайсет"}]}, "results-0-value"),
        ({"results": [{"key": "r1", "value": "12", "measured_on": "31.02.2026"}]}, "results-0-measured_on"),
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
def test_a_second_language_has_to_be_complete_once_it_is_called_ready() -> None:
    card = a_card()
    card["texts"]["en"] = {"title": "A flat with a mentor"}
    assert check_card(clean_card(card), level=Completeness.SNAPSHOT) == []
    card["ready"] = ["bg", "en"]
    problems = check_card(clean_card(card), level=Completeness.SNAPSHOT)
    assert [(p.field, p.language, p.is_missing) for p in problems] == [("summary", "en", True)]


@pytest.mark.django_db
def test_a_language_that_is_not_ready_is_still_checked_for_mistakes() -> None:
    card = a_card()
    card["texts"]["en"] = {"title": "x" * 101}
    problems = check_card(clean_card(card), level=Completeness.SNAPSHOT)
    assert [(p.field, p.language) for p in problems] == [("title", "en")]


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


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12500", "12500"),
        ("12 500,50", "12500.50"),
        ("12.500,5", "12500.5"),
        ("12,500.50", "12500.50"),
        ("12.500", "12500"),
        ("4,5", "4.5"),
        ("0", "0"),
        ("12\u00a0500", "12500"),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert as_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "-5", "1e9", "12 500 лв.", "1.2.3", "1,23,4", "٣", "9" * 30])
def test_what_is_no_sum_is_none(text: str) -> None:
    assert as_amount(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("1200", 1200), ("1 200", 1200), ("1.200", 1200), ("12,5", None), ("٣", None), ("", None)],
)
def test_numbers_are_read_as_people_write_them(text: str, number: int | None) -> None:
    assert as_number(text) == number


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({"country": "BG", "level": "local"}, True),
        ({"country": "BG", "level": "national"}, False),
        ({"country": "RO", "level": "local"}, False),
    ],
)
def test_a_place_is_needed_in_bulgaria_below_the_nation(facts: dict[str, str], needed: bool) -> None:
    problems = check_card(clean_card(a_card(places=[], **facts)), level=Completeness.SNAPSHOT)
    assert [problem.field for problem in problems] == (["places"] if needed else [])


def test_dates_make_a_duration_in_words_superfluous() -> None:
    names = {f.name for f in missing_fields(clean_card(a_card()), language="bg", level=Completeness.FULL)}
    assert "duration" in names
    card = clean_card(a_card(starts_on="2024-01-01"))
    names = {f.name for f in missing_fields(card, language="bg", level=Completeness.FULL)}
    assert "duration" not in names


def test_rows_of_a_shared_group_exist_once_and_speak_each_language() -> None:
    item = BY_NAME["results"]
    card = clean_card(a_card())
    rows = clean_rows(
        item, [{"indicator": "Семейства с договор", "value": "12"}, {"value": "3", "unit": "деца"}]
    )
    set_value(card, item, "bg", rows)
    rows[0]["indicator"] = "Families with a lease"
    set_value(card, item, "en", rows)
    card = clean_card(card)
    assert [row["value"] for row in card["facts"]["results"]] == ["12", "3"]
    assert value_of(card, item, "en")[0]["indicator"] == "Families with a lease"
    assert value_of(card, item, "bg")[0]["indicator"] == "Семейства с договор"

    set_value(card, item, "bg", value_of(card, item, "bg")[1:])
    assert [row["unit"] for row in value_of(card, item, "bg")] == ["деца"]
    assert len(value_of(card, item, "en")) == 1
    assert "Families with a lease" not in str(card)


def test_row_keys_that_somebody_made_up_or_doubled_are_replaced() -> None:
    rows = clean_rows(
        BY_NAME["results"],
        [
            {"key": "<b>", "value": "1"},
            {"key": "r1", "value": "2"},
            {"key": "r1", "value": "3"},
            {"key": 5, "value": "4"},
        ],
    )
    keys = [row["key"] for row in rows]
    assert len(set(keys)) == 4
    assert all(key.isalnum() for key in keys)
