"""`{% block_text "title" %}`: a block's text once more, for the tags of the head that repeat the title."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import conditional_escape, strip_tags

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> str:
    """The text of the innermost block of that name, without markup. Empty where the page has none."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    if block is None:
        return ""
    with context.push():
        text = strip_tags(block.nodelist.render(context)).strip()
    # Rendered text is escaped where it came from variables, and not where it came from a translation.
    return conditional_escape(unescape(text))
