"""The official English names of the municipalities are their Bulgarian ones by law: our table must give them all."""

from __future__ import annotations

import csv

from core.latin import to_latin
from tests.architecture.sources import ROOT


def test_every_municipality_has_its_official_name() -> None:
    with (ROOT / "platform" / "taxonomy" / "data" / "municipalities.csv").open(encoding="utf-8") as source:
        names = [(row["name_bg"], row["name_en"]) for row in csv.DictReader(source)]
    assert len(names) == 265
    assert [name for name in names if to_latin(name[0]) != name[1].lower()] == []


def test_what_is_not_bulgarian_stays() -> None:
    assert to_latin("Карта № 7: COVID") == "karta № 7: covid"
