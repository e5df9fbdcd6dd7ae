"""Rich text is made harmless here, once, when it is written; what is stored may be shown as it is (DESIGN 5, 8).

The list of what may stay is short on purpose: what a member needs to describe a practice or answer a question.
Allowed links: https, http, mailto and tel. Nothing may carry style, script, ids or event handlers.
"""

from __future__ import annotations

import html
import re

import nh3

ALLOWED_TAGS = {
    "p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a",
    "table", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
ALLOWED_SCHEMES = {"https", "http", "mailto", "tel"}

# Controls and the characters that turn the reading direction: they can make a link or a name look like another one.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# More than three combining marks on one letter is not writing in any language that we publish in.
_STACKED_MARKS = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")
_BLANK_LINES = re.compile(r"\n\s*\n")
_BLOCK_END = re.compile(r"</(p|h2|h3|li|blockquote|tr|table)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)


def clean_plain_text(text: str) -> str:
    """Text without control, direction-changing and stacked characters, with `\\n` as the only line end, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _STACKED_MARKS.sub(r"\1", _CONTROLS.sub("", text)).strip()


def clean_rich_text(markup: str) -> str:
    """HTML reduced to the allowed list; links get `rel="nofollow noopener ugc"`. Empty markup becomes ""."""
    cleaned = nh3.clean(
        _STACKED_MARKS.sub(r"\1", _CONTROLS.sub("", markup)),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="nofollow noopener ugc",
    ).strip()
    return cleaned if html_to_text(cleaned) else ""


def plain_to_html(text: str) -> str:
    """Paragraphs and line breaks of typed text as HTML: what is stored when the editor wasn't there."""
    paragraphs = [part for part in _BLANK_LINES.split(clean_plain_text(text)) if part.strip()]
    return "".join(f"<p>{html.escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def html_to_text(markup: str) -> str:
    """The words of an HTML fragment, a line for each block. For mail, search, and counting characters."""
    spaced = _BLOCK_END.sub(lambda match: match.group(0) + "\n", markup)
    text = html.unescape(nh3.clean(spaced, tags=set()))
    return "\n".join(line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line)
