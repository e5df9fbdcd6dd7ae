"""The drawing of Bulgaria: every oblast has a tile of its own, and the shades follow the counts."""

from __future__ import annotations

import pytest

from taxonomy.enums import PlaceKind
from taxonomy.models import Place
from taxonomy.oblast_map import POSITIONS, oblast_tiles

pytestmark = pytest.mark.django_db


def test_every_oblast_has_its_own_tile() -> None:
    codes = set(Place.objects.filter(kind=PlaceKind.OBLAST).values_list("code", flat=True))
    assert set(POSITIONS) == codes
    assert len(set(POSITIONS.values())) == len(codes) == 28


def test_tiles_read_in_the_order_of_names_and_are_shaded_by_count() -> None:
    oblasts = Place.objects.filter(code__in=["VAR", "HKV", "BLG", "HKV34"])
    tiles = oblast_tiles(
        oblasts, counts={"HKV": 100, "BLG": 1}, chosen={"VAR"}, url_of=lambda code: f"?{code}"
    )
    assert [(tile.code, tile.count, tile.step, tile.is_chosen) for tile in tiles] == [
        ("BLG", 1, 1, False),
        ("VAR", 0, 0, True),
        ("HKV", 100, 4, False),
    ]
    assert tiles[0].url == "?BLG"


def test_without_counts_there_are_neither_numbers_nor_shades() -> None:
    (tile,) = oblast_tiles(Place.objects.filter(code="HKV"))
    assert (tile.count, tile.step, tile.url) == (None, 0, "")
