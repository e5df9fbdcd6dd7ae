"""What a visitor with an old phone has to load for one page, uncompressed. What belongs to the editor is apart: it comes with
the first focus on a rich-text field."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import ROOT, template_files

CSS_BYTES = 60 * 1024
JAVASCRIPT_BYTES = 40 * 1024
STATIC = ROOT / "static"
EDITOR_STYLE, EDITOR_SCRIPT = "css/rich-text.css", "js/rich-text-editor.js"
GALLERY = "gallery"
"""The page that shows every component is for those who build the site."""


def _named_in(template: Path, suffix: str) -> set[str]:
    return set(re.findall(rf"static '([\w/.-]+\.{suffix})'", template.read_text()))


def test_style_sheets_are_small() -> None:
    common = _named_in(ROOT / "templates" / "base.html", "css")
    assert len(common) > 5
    for template in template_files():
        if GALLERY in template.parts:
            continue
        sizes = {name: (STATIC / name).stat().st_size for name in common | _named_in(template, "css")}
        assert sum(sizes.values()) <= CSS_BYTES, (template, sizes)


def test_every_style_sheet_is_used() -> None:
    used = set().union(*(_named_in(template, "css") for template in template_files()))
    there = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.css")}
    assert there - used == {EDITOR_STYLE}


def test_scripts_are_small() -> None:
    sizes = {path.relative_to(STATIC).as_posix(): path.stat().st_size for path in STATIC.rglob("*.js")}
    sizes.pop(EDITOR_SCRIPT)
    assert sum(sizes.values()) <= JAVASCRIPT_BYTES, sizes


def test_every_rule_of_a_style_sheet_is_closed() -> None:
    """A brace that is missing hides the rules behind it on some screens, and nothing complains."""
    sheets = {path.name: path.read_text() for path in (STATIC / "css").glob("*.css")}
    assert [name for name, text in sheets.items() if text.count("{") != text.count("}")] == []
