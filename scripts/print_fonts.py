"""Makes the letters of printed cards (static/fonts/print-*.woff2) from those of the site's pages.

A browser puts a line together from two files of many weights, one for each script; WeasyPrint wants one file of one weight.
Run by hand after a typeface changed: `.venv/bin/python -m scripts.print_fonts`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools.merge import Merger  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]

from scripts.environment import ROOT

FONTS = ROOT / "static" / "fonts"
MADE = (
    ("sofia-sans", "normal", 400),
    ("sofia-sans", "normal", 650),
    ("sofia-sans", "italic", 400),
    ("vollkorn", "normal", 600),
)
"""Family, style and weight; static/css/pdf.css names them."""


def main() -> None:
    for family, style, weight in MADE:
        target = FONTS / f"print-{family}-{style}-{weight}.woff2"
        _make(family, style, weight, target)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")


def _make(family: str, style: str, weight: int, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for script in ("latin", "cyrillic"):
            font = instantiateVariableFont(
                TTFont(FONTS / f"{family}-{script}-{style}.woff2"), {"wght": weight}
            )
            font.flavor = None
            parts.append(str(Path(folder) / f"{script}.ttf"))
            font.save(parts[-1])
        merged = Merger().merge(parts)
        merged.flavor = "woff2"
        merged.save(target)


if __name__ == "__main__":
    main()
