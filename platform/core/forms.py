"""The form field for rich text, the same in every form of the site.

The page carries a plain textarea; an editor takes its place when the field is first focused (static/js/rich-text.js). A hidden
`<name>-format` says which of the two was sent, and `<name>-html` holds the HTML that the plain version was made from, so that
somebody without JavaScript who changes nothing loses no formatting. What is stored is decided by `core.sanitising` alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.sanitising import MAX_MARKUP_LENGTH, clean_plain_text, clean_rich_text, html_to_text, plain_to_html

FORMAT_SUFFIX = "-format"
HTML_SUFFIX = "-html"
HTML_FORMAT = "html"
PLAIN_FORMAT = "plain"

MARKUP_ALLOWANCE = 8
"""HTML may be at most this many times as long as its text may be; beyond that it isn't looked at (a table of one-letter cells
stays below it with the allowance that `_too_much_markup` adds)."""

_LIST_ITEM = re.compile(r"<li>\s*(?:<p>)?")
_ORDERED = re.compile(r"<ol[^>]*>(.*?)</ol>", re.DOTALL)
_PARAGRAPH_END = re.compile(r"</(p|h2|h3|blockquote|ul|ol|table)>")
_INNER_PARAGRAPH_END = re.compile(r"</p>\s*(</li>|</td>|</th>)")
_CELL_END = re.compile(r"</(td|th)>\s*(?=<t[dh])")
_BREAK = re.compile(r"<br\s*/?>|</li>|</tr>")
_BLANK_LINES = re.compile(r"\n{3,}")
_ANY_TAG = re.compile(r"<[^<>]*>")


def html_to_typed_text(markup: str) -> str:
    """HTML as somebody would have typed it: blank lines between paragraphs, "- " or "1. " before list items.

    `plain_to_html` of the result has the same words; only the formatting is gone.
    """

    def numbered(match: re.Match[str]) -> str:
        number = 0

        def one(_item: re.Match[str]) -> str:
            nonlocal number
            number += 1
            return f"{number}. "

        return "<p>" + _LIST_ITEM.sub(one, match.group(1)) + "</ol>"

    text = _INNER_PARAGRAPH_END.sub(r"\1", markup.replace("\n", " "))
    text = _ORDERED.sub(numbered, text)
    text = _LIST_ITEM.sub("- ", text)
    text = _CELL_END.sub(" | ", text)
    text = _PARAGRAPH_END.sub("\n\n", _BREAK.sub("\n", text))
    if len(text) > MAX_MARKUP_LENGTH:
        # Too long for any field: it comes back at once for its sender to shorten.
        return _BLANK_LINES.sub("\n\n", html.unescape(_ANY_TAG.sub("", text))).strip()
    # Line by line, because html_to_text drops the blank ones.
    return _BLANK_LINES.sub("\n\n", "\n".join(html_to_text(line) for line in text.split("\n"))).strip()


def rich_text_from(data: Mapping[str, Any], name: str) -> str | None:
    """The HTML that a form or an autosave sent for a field, **not yet sanitised**; None when the field wasn't sent.

    Plain text becomes paragraphs, unless it is the untouched text version of the HTML that was sent along.
    """
    typed = data.get(name)
    if typed is None:
        return None
    if data.get(name + FORMAT_SUFFIX) == HTML_FORMAT:
        return str(typed)
    text = clean_plain_text(str(typed))
    before = data.get(name + HTML_SUFFIX)
    if before and html_to_typed_text(clean_rich_text(str(before))) == text:
        return str(before)
    return plain_to_html(text)


class RichTextWidget(forms.Textarea):
    """A textarea with the text version, and two hidden inputs: which format is sent, and the HTML to begin with."""

    template_name = "core/widgets/rich_text.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, headings: bool = True, tables: bool = False
    ) -> None:
        offered = [name for name, is_on in (("headings", headings), ("tables", tables)) if is_on]
        super().__init__({"data-rich-text": " ".join(offered), "rows": 6, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        markup = clean_rich_text(str(value or ""))
        context = super().get_context(name, html_to_typed_text(markup), attrs)
        # A browser counts markup, the limit is about text: it must not cut off what is typed.
        context["widget"]["attrs"].pop("maxlength", None)
        context["widget"] |= {
            "html": markup,
            "html_name": name + HTML_SUFFIX,
            "format_name": name + FORMAT_SUFFIX,
            "format": PLAIN_FORMAT,
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        return rich_text_from(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """No: once the editor stands there, the browser would complain about a textarea that nobody sees."""
        return False


class RichTextFormField(forms.CharField):
    """Rich text, as sanitised HTML. `max_length` counts characters of text; markup without words is empty."""

    widget = RichTextWidget
    default_error_messages = {
        "too_long": ngettext_lazy(
            "Shorten the text: it has %(length)d characters, and %(limit)d at most fit.",
            "Shorten the text: it has %(length)d characters, and %(limit)d at most fit.",
            "length",
        ),
        "too_much_markup": _(
            "This holds more formatting than text. Paste it without formatting (Ctrl+Shift+V)."
        ),
    }

    def __init__(
        self,
        *,
        max_length: int = 20_000,
        headings: bool = True,
        tables: bool = False,
        rows: int = 6,
        **options: Any,
    ) -> None:
        widget = options.pop("widget", None) or RichTextWidget(headings=headings, tables=tables)
        widget.attrs |= {"data-maxlength": max_length, "rows": rows}
        super().__init__(widget=widget, strip=False, **options)
        # Set afterwards: CharField's own validator would count the markup as well.
        self.max_length: int = max_length

    def to_python(self, value: Any) -> str:
        markup = str(value or "")
        if len(markup) > self.max_length * MARKUP_ALLOWANCE + 4000:
            raise forms.ValidationError(self.error_messages["too_much_markup"], code="too_much_markup")
        return clean_rich_text(markup)

    def validate(self, value: str) -> None:
        super().validate(value)
        length = len(html_to_text(value))
        if length > self.max_length:
            raise forms.ValidationError(
                self.error_messages["too_long"],
                code="too_long",
                params={"length": length, "limit": self.max_length},
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return clean_rich_text(str(initial or "")) != clean_rich_text(str(data or ""))
