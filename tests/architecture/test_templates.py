"""Templates: nothing that the content security policy would block, nothing that decides who may see what."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT, place, template_files

INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.I)
INLINE_SCRIPT = re.compile(
    r"<script\b(?![^>]*\b(src=|type=\"(application/json|application/ld\+json)\"))", re.I
)
HANDLER = re.compile(r"\son(click|change|submit|input|load|error|focus|blur|key\w+|mouse\w+)\s*=", re.I)
OTHER_HOST = re.compile(r"(src|srcset|poster|action)\s*=\s*[\"'](https?:)?//", re.I)
STYLESHEET_ELSEWHERE = re.compile(r"<link\b[^>]*href=[\"'](https?:)?//", re.I)
ROLE = re.compile(r"{%\s*(if|elif)\b[^%]*\b(is_staff|is_superuser|is_coordinator|groups|has_perm)\b")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.S)
MAIL = {"emails", "email", "mail"}
"""Mail clients read no style sheets: there, and only there, style attributes are right."""


def _offences(pattern: re.Pattern[str], *, mail: bool = True) -> list[str]:
    return [
        f"{place(path)}: {found.group(0)}"
        for path in template_files()
        if mail or not MAIL & set(path.parts)
        for found in pattern.finditer(COMMENT.sub("", path.read_text()))
    ]


def test_no_inline_style() -> None:
    assert _offences(INLINE_STYLE, mail=False) == []


def test_no_inline_script() -> None:
    assert _offences(INLINE_SCRIPT) == []
    assert _offences(HANDLER) == []
    assert _offences(re.compile(r"javascript:", re.I)) == []


def test_nothing_comes_from_another_host() -> None:
    assert _offences(OTHER_HOST) == []
    assert _offences(STYLESHEET_ELSEWHERE) == []
    sheets = [
        path
        for path in (ROOT / "static").rglob("*.css")
        if re.search(r"url\([\"']?(https?:)?//|@import", path.read_text())
    ]
    assert [place(path) for path in sheets] == []


def test_no_role_in_a_template() -> None:
    """A template asks what may be done here; who may, the policies know."""
    assert _offences(ROLE) == []


def test_components_know_no_addresses_and_no_permissions() -> None:
    offences = [
        place(path)
        for path in (ROOT / "templates" / "components").rglob("*.html")
        if re.search(
            r"{%\s*(url|pageurl|slugurl|get_\w+)\b|\bperms\b|\brequest\.user\b",
            COMMENT.sub("", path.read_text()),
        )
    ]
    assert offences == []
