"""Numbers of a card as bars: how many people, and what was counted before and after. Geometry alone; the words are beside it.

A drawing says what the numbers say and no more: bars of one chart share one scale that begins at zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from practices.checks import as_amount, as_date

FULL = 100
"""Width of the longest bar, in the drawing's own units."""


@dataclass(frozen=True)
class Bar:
    """One number: its label, the number as one reads it, and how long it is drawn; None where it is no number."""

    label: str
    value: str
    length: int | None
    is_main: bool = True


@dataclass(frozen=True)
class Result:
    """A row of the card's results."""

    indicator: str
    bars: list[Bar]
    source: str
    day: str


def people_bars(people: Sequence[int | None]) -> list[Bar]:
    """People in all, women and children; nothing to compare where there is only one number.

    A girl is counted among both, so the parts stand below each other and never make up a whole.
    """
    labels = (_("In all"), _("Women"), _("Children"))
    known = [(label, number) for label, number in zip(labels, people) if number is not None]
    if len(known) < 2 or people[0] is None:
        return []
    most = max(number for _label, number in known)
    return [
        Bar(
            label,
            str(number_format(number, force_grouping=True)),
            _length(Decimal(number), Decimal(most)),
            is_main=not position,
        )
        for position, (label, number) in enumerate(known)
    ]


def results_of(rows: Sequence[dict[str, Any]]) -> list[Result]:
    """The rows of a card's results as they are shown."""
    return [_result(row) for row in rows]


def _result(row: dict[str, Any]) -> Result:
    measured_on = as_date(row["measured_on"])
    numbers = [(_("Before"), row["baseline"], False), (_("Now"), row["value"], True)]
    amounts = {label: as_amount(typed) for label, typed, _is_main in numbers}
    most = max((amount for amount in amounts.values() if amount is not None), default=Decimal(0))
    bars = [
        Bar(
            label,
            _with_unit(amounts[label], typed, row["unit"]),
            _length(amounts[label], most),
            is_main=is_main,
        )
        for label, typed, is_main in numbers
        if typed
    ]
    return Result(
        indicator=row["indicator"],
        bars=bars,
        source=row["source"],
        day=format_date(measured_on, "DATE_FORMAT") if measured_on else row["measured_on"],
    )


def _with_unit(amount: Decimal | None, typed: str, unit: str) -> str:
    """E.g. „1 200 семейства“ and „35 %“; what isn't a number stays as it was typed."""
    text = typed if amount is None else number_format(amount, _decimals(amount), force_grouping=True)
    return f"{text}\u00a0{unit}" if unit else text


def _decimals(amount: Decimal) -> int:
    return 0 if amount == amount.to_integral() else 2


def _length(number: Decimal | None, most: Decimal) -> int | None:
    """A number above zero is never drawn as nothing."""
    if number is None:
        return None
    return max(round(number * FULL / most), 1) if most and number else 0
