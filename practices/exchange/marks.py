"""Rich text as somebody types it into a cell: blank lines between paragraphs, `**bold**`, `*italic*`, `[words](address)`,
`- ` and `1. ` before items, `> ` before a quotation, `## ` before a heading. Whatever these can't say stays HTML.

What comes out of here as HTML is sanitised; what goes in was (core.sanitising).
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from core.sanitising import clean_plain_text, clean_rich_text

_IS_MARKUP = re.compile(r"<(p|h2|h3|ul|ol|blockquote|table|hr)\b[^>]*>", re.I)
_RAW = "<html>"
"""Before HTML that doesn't begin with a block: else it would be read as words."""
_BULLET = re.compile(r"[-•–]\s+")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+")
_NEEDS_BACKSLASH = re.compile(r"[\\*\[\]]")
_BEGINS_A_BLOCK = re.compile(r"[-•–>#<]|\d{1,3}[.)]\s")
_HEADINGS = {"## ": "h2", "### ": "h3"}
_BLOCKS = {"p", "h2", "h3", "ul", "ol", "blockquote", "hr"}
_INLINE = {"strong": "**", "em": "*"}


class _NotSayableError(Exception):
    """This HTML has more to it than the marks can say."""


def rich_text_in(text: str) -> str:
    """The sanitised HTML of what stands in a cell."""
    text = clean_plain_text(text)
    if text.startswith(_RAW):
        return clean_rich_text(text.removeprefix(_RAW))
    return clean_rich_text(text if _IS_MARKUP.match(text) else _html_of(text))


def marked_text(markup: str) -> str:
    """HTML with simple marks where these say all of it; else as it is. `rich_text_in` of the result is the same HTML."""
    if not markup:
        return ""
    try:
        writer = _Writer()
        writer.feed(markup)
        writer.close()
        text = writer.text
    except _NotSayableError:
        text = ""
    if text and rich_text_in(text) == markup:
        return text
    return markup if _IS_MARKUP.match(markup) else f"{_RAW}{markup}"


# --- typed → HTML ---------------------------------------------------------------------------------------------------------


def _html_of(text: str) -> str:
    blocks: list[str] = []
    kind = ""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        now = _kind_of(line)
        if now != kind or now in {"", "h2", "h3", "hr"}:
            blocks.append(_block(kind, lines))
            kind, lines = now, []
        lines.append(line)
    return "".join([*blocks, _block(kind, lines)])


def _kind_of(line: str) -> str:
    if not line.strip():
        return ""
    for mark, name in _HEADINGS.items():
        if line.startswith(mark):
            return name
    if line.strip() == "---":
        return "hr"
    if _BULLET.match(line):
        return "ul"
    if _NUMBER.match(line):
        return "ol"
    return "blockquote" if line.startswith("> ") else "p"


def _block(kind: str, lines: list[str]) -> str:
    if kind == "":
        return ""
    if kind == "hr":
        return "<hr>"
    if kind in {"h2", "h3"}:
        return f"<{kind}>{_inline(lines[0].lstrip('#').strip())}</{kind}>"
    if kind in {"ul", "ol"}:
        mark = _BULLET if kind == "ul" else _NUMBER
        items = "".join(f"<li><p>{_inline(mark.sub('', line, count=1))}</p></li>" for line in lines)
        return f"<{kind}>{items}</{kind}>"
    if kind == "blockquote":
        return f"<blockquote><p>{'<br>'.join(_inline(line[2:]) for line in lines)}</p></blockquote>"
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _inline(text: str) -> str:
    """One line, read once from left to right: marks that find no partner stay letters."""
    out: list[str] = []
    open_marks: list[tuple[str, int]] = []
    place = 0
    while place < len(text):
        top = open_marks[-1][0] if open_marks else ""
        rest = text[place : place + 3]
        if rest.startswith("\\") and len(rest) > 1:
            out.append(html.escape(rest[1], quote=False))
            place += 2
        elif rest.startswith("*"):
            mark = "**" if rest.startswith("**") and not (top == "*" and rest == "***") else "*"
            _take_mark(mark, text, place, out, open_marks)
            place += len(mark)
        elif rest.startswith("["):
            open_marks.append(("[", len(out)))
            out.append("[")
            place += 1
        elif rest.startswith("](") and top == "[" and (end := text.find(")", place)) > 0:
            address = html.escape(text[place + 2 : end])
            out[open_marks.pop()[1]] = f'<a href="{address}">'
            out.append("</a>")
            place = end + 1
        else:
            if rest.startswith("]") and top == "[":
                open_marks.pop()
            out.append(html.escape(rest[0], quote=False))
            place += 1
    return "".join(out)


def _take_mark(mark: str, text: str, place: int, out: list[str], open_marks: list[tuple[str, int]]) -> None:
    tag = "strong" if mark == "**" else "em"
    before, after = text[place - 1 : place], text[place + len(mark) : place + len(mark) + 1]
    if open_marks and open_marks[-1][0] == mark and before.strip():
        out[open_marks.pop()[1]] = f"<{tag}>"
        out.append(f"</{tag}>")
        return
    if after.strip() and mark not in {opened for opened, _place in open_marks}:
        open_marks.append((mark, len(out)))
    out.append(mark)


# --- HTML → typed ---------------------------------------------------------------------------------------------------------


class _Writer(HTMLParser):
    """Follows sanitised HTML and writes it with marks. Raises _NotSayableError."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[str] = []
        self._lines: list[str] = []
        self._open: list[str] = []
        self._links: list[str] = []
        self._item = 0

    @property
    def text(self) -> str:
        return "\n\n".join(self._done)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = self._open[-1] if self._open else ""
        if tag == "br":
            if "li" in self._open or not self._lines or inside in {"h2", "h3"}:
                raise _NotSayableError
            self._lines.append(self._prefix())
        elif tag == "hr":
            self._done.append("---")
        elif tag in _INLINE or tag == "a":
            self._write(_INLINE.get(tag, "["))
            self._links += [dict(attrs).get("href") or ""] if tag == "a" else []
            self._open.append(tag)
        else:
            self._begin_block(tag, inside)

    def _begin_block(self, tag: str, inside: str) -> None:
        allowed = {"": _BLOCKS, "ul": {"li"}, "ol": {"li"}, "li": {"p"}, "blockquote": {"p"}}.get(
            inside, set()
        )
        if tag not in allowed or (inside == "blockquote" and self._lines):
            raise _NotSayableError
        self._open.append(tag)
        if tag == "li":
            self._item += 1
        elif tag in {"p", "h2", "h3"}:
            if inside == "li" and len(self._lines) == self._item:
                raise _NotSayableError
            self._lines.append(self._prefix())
        else:
            self._item = 0

    def _prefix(self) -> str:
        outer = next((tag for tag in self._open if tag in {"ul", "ol", "blockquote", "h2", "h3"}), "")
        numbered = f"{self._item}. "
        return {"ul": "- ", "ol": numbered, "blockquote": "> ", "h2": "## ", "h3": "### "}.get(outer, "")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise _NotSayableError
        if tag == "a":
            self._write(f"]({self._links.pop()})")
        elif tag in _INLINE:
            self._write(_INLINE[tag])
        elif not self._open:
            self._done.append("\n".join(self._lines))
            self._lines = []

    def handle_data(self, data: str) -> None:
        if not self._lines or "\n" in data:
            raise _NotSayableError
        escaped = _NEEDS_BACKSLASH.sub(r"\\\g<0>", data)
        if not self._lines[-1] and (_BEGINS_A_BLOCK.match(escaped)):
            escaped = (
                f"\\{escaped}"
                if not escaped[0].isdigit()
                else _NUMBER_ESCAPE.sub(r"\1\\\2", escaped, count=1)
            )
        self._write(escaped)

    def _write(self, text: str) -> None:
        if not self._lines:
            raise _NotSayableError
        self._lines[-1] += text


_NUMBER_ESCAPE = re.compile(r"^(\d{1,3})([.)])")
