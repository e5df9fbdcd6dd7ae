"""Widgets that draw themselves: the same markup as Django's make, without a template for each and two for each option.

For forms with dozens of fields and hundreds of options, such as all countries. They know flat choices only, no groups of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_CHECKED, _NOT = mark_safe(" checked"), mark_safe("")


@lru_cache(maxsize=256)
def _options_of(choices: tuple[tuple[str, str], ...]) -> str:
    """The options with none chosen, remembered by what they say: all countries are the same on each form of a language."""
    return "\n".join(f"<option {_value_of(code)}>{escape(label)}</option>" for code, label in choices)


def _value_of(code: str) -> str:
    """A code as it stands in its option, and nowhere else: quotation marks of labels are escaped."""
    return f'value="{escape(code)}"'


class FlatSelect(forms.Select):
    """One of many."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The element with its options."""
        options: str = _options_of(tuple((str(code), str(label)) for code, label in self.choices))
        for code in self.format_value(value):
            own = _value_of(code)
            options = options.replace(f"{own}>", f"{own} selected>", 1)
        return format_html(
            '<select name="{}"{}>\n{}\n</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            mark_safe(options),
        )


class FlatCheckboxes(forms.CheckboxSelectMultiple):
    """Several of many."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """A box for each choice, numbered as Django numbers them."""
        chosen = self.format_value(value)
        own = self.build_attrs(self.attrs, attrs)
        first_id = own.pop("id", "")
        same = flatatt({key: word for key, word in own.items() if key not in ("required", "class")})
        boxes = format_html_join(
            "\n",
            '<div><label for="{0}_{1}"><input type="checkbox" name="{2}" value="{3}" id="{0}_{1}"{4}{5}>\n {6}</label></div>',
            (
                (first_id, number, name, code, same, _CHECKED if str(code) in chosen else _NOT, label)
                for number, (code, label) in enumerate(self.choices)
            ),
        )
        return format_html('<div id="{}">\n{}\n</div>', first_id, boxes)


class FlatInput(forms.TextInput):
    """A line."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The element; without a value where there is none."""
        own = self.build_attrs(self.attrs, attrs)
        shown = self.format_value(value)
        if shown is not None:
            own["value"] = shown
        return format_html('<input type="{}" name="{}"{}>', self.input_type, name, flatatt(own))


class FlatTextarea(forms.Textarea):
    """Some lines."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The element. Browsers drop the first line break, so that a text may begin with one."""
        own = flatatt(self.build_attrs(self.attrs, attrs))
        shown = self.format_value(value)
        return format_html('<textarea name="{}"{}>\n{}</textarea>', name, own, "" if shown is None else shown)
