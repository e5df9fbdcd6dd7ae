"""Working days in Bulgaria: how long something has waited, as an office counts it.

The day on which the wait begins isn't counted, the last one is, as terms are counted in Bulgarian law (Obligations and
Contracts Act, art. 72): sent on Friday evening and read on Monday morning is one working day. Saturdays, Sundays and the
holidays of the Labour Code, art. 154, are free, with the days that they move to when they fall on a weekend; the `holidays`
package knows them, Easter included. Saturdays that a government once declared working aren't known to it: the wait is then
told a day too short.
"""

from __future__ import annotations

import datetime
from functools import cache
from zoneinfo import ZoneInfo

import holidays

SOFIA = ZoneInfo("Europe/Sofia")
_FRIDAY = 4


def is_working_day(day: datetime.date) -> bool:
    """Neither a weekend nor a public holiday in Bulgaria."""
    return day.weekday() <= _FRIDAY and day not in _free_weekdays(day.year)


def working_days_between(start: datetime.datetime, end: datetime.datetime) -> int:
    """Working days after the day of `start` up to the day of `end`, by the calendar of Sofia; 0 when `end` is no later.

    Costs a step for each year, not for each day. Both moments carry their zone.
    """
    first, last = start.astimezone(SOFIA).date(), end.astimezone(SOFIA).date()
    if last <= first:
        return 0
    holidays_between = sum(
        first < day <= last for year in range(first.year, last.year + 1) for day in _free_weekdays(year)
    )
    return _weekdays_up_to(last) - _weekdays_up_to(first) - holidays_between


def _weekdays_up_to(day: datetime.date) -> int:
    """Mondays to Fridays since the beginning of the calendar, this day included. Day 1 was a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


@cache
def _free_weekdays(year: int) -> frozenset[datetime.date]:
    return frozenset(day for day in holidays.country_holidays("BG", years=year) if day.weekday() <= _FRIDAY)
