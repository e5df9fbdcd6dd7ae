"""What a visitor with an old phone has to load, uncompressed. The editor is apart: it is loaded when it is focused."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.sources import ROOT

CSS_BYTES = 60 * 1024
JAVASCRIPT_BYTES = 40 * 1024
STATIC = ROOT / "static"


def _total(pattern: str) -> tuple[int, dict[str, int]]:
    sizes = {
        path.relative_to(STATIC).as_posix(): path.stat().st_size
        for path in STATIC.rglob(pattern)
        if not _is_editor(path)
    }
    return sum(sizes.values()), sizes


def _is_editor(path: Path) -> bool:
    return "editor" in path.relative_to(STATIC).parts


def test_style_sheets_are_small() -> None:
    total, sizes = _total("*.css")
    assert total <= CSS_BYTES, sizes


def test_scripts_are_small() -> None:
    total, sizes = _total("*.js")
    assert total <= JAVASCRIPT_BYTES, sizes
