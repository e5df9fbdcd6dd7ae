"""The countries of ISO 3166-1, named in the language of the page by the Unicode locale data that Babel carries."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language

NOT_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "SU", "TA", "UN", "XA", "XB", "ZZ"}
)
"""Two letters that the locale data names and ISO 3166-1 doesn't have as a country."""


def country_name(code: str) -> str:
    """The country's name in the language of the page; the code itself when there is no such country."""
    return str(Locale.parse(get_language() or "bg").territories.get(code, code))


_lazy_name = lazy(country_name, str)
COUNTRIES = tuple(
    (code, _lazy_name(code))
    for code in sorted(Locale.parse("en").territories)
    if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
)


def countries_by_name() -> list[tuple[str, str]]:
    """Code and name in the language of the page, Bulgaria first."""
    return _countries_in(get_language() or "bg")


@cache
def _countries_in(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    return sorted(
        ((code, str(names.get(code, code))) for code, _name in COUNTRIES),
        key=lambda country: (country[0] != "BG", country[1]),
    )
