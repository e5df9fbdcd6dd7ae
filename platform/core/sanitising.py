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
# Parsing HTML costs the square of its depth: 2 MB of <ol><li> would keep a worker busy for an hour. Opened tags are
# counted, whatever closes them: that can't be got round by hiding ends in attributes. Those that their next sibling
# closes, or that stand in a table alone, deepen nothing.
MAX_MARKUP_LENGTH = 200_000
"""Characters: more than any form takes. Longer markup keeps its words alone."""
MAX_CONTAINERS = 1500
"""Lists, headings, quotes, tables and whatever else can nest; ten printed pages have a hundred."""
MAX_INLINE = 4000
"""Bold, italic, links, spans: ten printed pages out of a word processor have a thousand."""
_OPENED = re.compile(r"<([a-z][^\s/>]*)", re.IGNORECASE)
_SHALLOW = frozenset({"p", "br", "hr", "li", "td", "th", "tr", "thead", "tbody", "col", "img"})
_INLINE = frozenset({"strong", "b", "em", "i", "u", "a", "span", "o:p"})
_TAG = re.compile(r"<[^<>]*>")
_BLOCK_END = re.compile(r"</(p|h2|h3|li|blockquote|tr|table)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)


def clean_plain_text(text: str) -> str:
    """Text without control, direction-changing and stacked characters, with `\\n` as the only line end, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _STACKED_MARKS.sub(r"\1", _CONTROLS.sub("", text)).strip()


def clean_rich_text(markup: str) -> str:
    """HTML reduced to the allowed list; links get `rel="nofollow noopener ugc"`. Empty markup becomes "".

    Markup that would take long to read (an attack, never a text) keeps its words and loses its formatting.
    """
    markup = _STACKED_MARKS.sub(r"\1", _CONTROLS.sub("", markup))
    if _is_too_tangled(markup):
        return plain_to_html(html.unescape(_TAG.sub(" ", markup)))
    cleaned = nh3.clean(
        markup,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="nofollow noopener ugc",
    ).strip()
    return cleaned if html_to_text(cleaned) else ""


def _is_too_tangled(markup: str) -> bool:
    """Whether reading this as HTML would cost more than any text is worth. Looks at it once, from left to right."""
    if len(markup) > MAX_MARKUP_LENGTH:
        return True
    containers = inline = 0
    for match in _OPENED.finditer(markup):
        name = match.group(1).lower()
        if name in _INLINE:
            inline += 1
        elif name not in _SHALLOW:
            containers += 1
    return containers > MAX_CONTAINERS or inline > MAX_INLINE


def plain_to_html(text: str) -> str:
    """Paragraphs and line breaks of typed text as HTML: what is stored when the editor wasn't there."""
    paragraphs = [part for part in _BLANK_LINES.split(clean_plain_text(text)) if part.strip()]
    return "".join(f"<p>{html.escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def html_to_text(markup: str) -> str:
    """The words of an HTML fragment, a line for each block. For mail, search, and counting characters."""
    spaced = _BLOCK_END.sub(lambda match: match.group(0) + "\n", markup)
    if len(spaced) > MAX_MARKUP_LENGTH:  # reading two megabytes of "&" as HTML takes half a minute
        text = html.unescape(_TAG.sub("", spaced))
    else:
        text = html.unescape(nh3.clean(spaced, tags=set()))
    return "\n".join(line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line)
