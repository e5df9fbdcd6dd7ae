"""How long something has waited, in the days on which an office in Bulgaria is open."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.working_days import SOFIA, is_working_day, working_days_between

days = st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31))


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=SOFIA)


@pytest.mark.parametrize(
    ("start", "end", "waited"),
    [
        ("2026-11-23T09:00", "2026-11-23T18:00", 0),  # the same day
        ("2026-11-23T23:59", "2026-11-24T00:01", 1),
        ("2026-11-20T17:00", "2026-11-23T08:00", 1),  # Friday to Monday
        ("2026-11-20T17:00", "2026-11-22T08:00", 0),  # Friday to Sunday
        ("2026-04-09T12:00", "2026-04-14T12:00", 1),  # over the Orthodox Easter, Good Friday to Monday
        ("2026-12-23T12:00", "2026-12-29T12:00", 1),  # Christmas on a Saturday moves to Monday
        ("2026-05-22T12:00", "2026-05-26T12:00", 1),  # 24 May on a Sunday moves to Monday
        ("2026-11-24T10:00", "2026-11-23T10:00", 0),  # a clock that went back
    ],
)
def test_waiting(start: str, end: str, waited: int) -> None:
    assert working_days_between(at(start), at(end)) == waited


def test_the_day_is_that_of_sofia() -> None:
    start = datetime.datetime(2026, 11, 23, 21, 30, tzinfo=datetime.UTC)  # 23:30 in Sofia
    assert working_days_between(start, start + datetime.timedelta(hours=1)) == 1


@given(days, days)
def test_counting_agrees_with_walking(first: datetime.date, last: datetime.date) -> None:
    first, last = min(first, last), max(first, last)
    walked = sum(
        is_working_day(first + datetime.timedelta(days=step)) for step in range(1, (last - first).days + 1)
    )
    assert working_days_between(at(f"{first}T12:00"), at(f"{last}T12:00")) == walked


@given(days, days, days)
def test_a_wait_is_the_sum_of_its_parts(one: datetime.date, two: datetime.date, three: datetime.date) -> None:
    first, middle, last = (at(f"{day}T12:00") for day in sorted((one, two, three)))
    parts = working_days_between(first, middle) + working_days_between(middle, last)
    assert working_days_between(first, last) == parts
