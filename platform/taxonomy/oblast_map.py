"""A drawing of Bulgaria without geometry: each of the 28 oblasts is one tile of the same size, roughly where it lies.

Owns where the tiles stand and how dark they are; names, counts and addresses come from whoever draws. The component
`components/oblast_map.html` shows it, with `static/css/oblast-map.css`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from taxonomy.models import Place

# Row by row from the Danube to the border with Greece, each from west to east. Drawn by hand after the map.
ROWS: tuple[tuple[str, ...], ...] = (
    ("VID", "", "", "", "RSE", "RAZ", "SLS", "DOB"),
    ("MON", "VRC", "PVN", "LOV", "VTR", "TGV", "SHU", "VAR"),
    ("PER", "SOF", "SFO", "", "GAB", "SLV", "JAM", "BGS"),
    ("KNL", "BLG", "PAZ", "PDV", "SZR", "HKV", "", ""),
    ("", "", "", "SML", "KRZ", "", "", ""),
)
POSITIONS: dict[str, tuple[int, int]] = {
    code: (row, column)
    for row, codes in enumerate(ROWS, start=1)
    for column, code in enumerate(codes, start=1)
    if code
}
"""Oblast's code → row and column, both from 1."""
STEPS = 4
"""Shades from the fewest to the most; the number stands in the tile as well."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One oblast as the component draws it. Without a count it is drawn without a number, without an address as text."""

    code: str
    name: str
    row: int
    column: int
    count: int | None = None
    step: int = 0
    url: str = ""
    is_chosen: bool = False


def oblast_tiles(
    oblasts: Iterable[Place],
    *,
    counts: Mapping[str, int] | None = None,
    chosen: Collection[str] = (),
    url_of: Callable[[str], str] = lambda code: "",
) -> list[Tile]:
    """The tiles of these oblasts in the order of their names, as a list reads. Places that aren't oblasts are left out.

    The shade follows the share of the highest count, so that it says something for few practices and for many.
    """
    most = max((counts or {}).values(), default=0)
    return [
        Tile(
            code=oblast.code,
            name=oblast.name,
            row=POSITIONS[oblast.code][0],
            column=POSITIONS[oblast.code][1],
            count=None if counts is None else counts.get(oblast.code, 0),
            step=_step((counts or {}).get(oblast.code, 0), most),
            url=url_of(oblast.code),
            is_chosen=oblast.code in chosen,
        )
        for oblast in sorted(oblasts, key=lambda oblast: oblast.name)
        if oblast.code in POSITIONS
    ]


def _step(count: int, most: int) -> int:
    """0 for none, else 1 to STEPS."""
    return -(-count * STEPS // most) if most else 0
