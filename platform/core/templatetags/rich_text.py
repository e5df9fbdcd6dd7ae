"""`{% rich_text_script %}`: what a page with a rich-text field loads."""

from __future__ import annotations

import json

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


def toolbar_labels() -> dict[str, str]:
    """Names of the tools, in the language of the page. Keys are those of static/js/rich-text-editor.js."""
    return {
        "toolbar": _("Formatting"),
        "h2": _("Heading"),
        "h3": _("Smaller heading"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "bulletList": _("List with bullets"),
        "orderedList": _("Numbered list"),
        "blockquote": _("Quote"),
        "link": _("Link"),
        "table": _("Insert a table"),
        "addRow": _("Add a row"),
        "addColumn": _("Add a column"),
        "deleteRow": _("Delete the row"),
        "deleteColumn": _("Delete the column"),
        "deleteTable": _("Delete the table"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "address": _("Address of the page or e-mail"),
        "badAddress": _("Write an address such as https://example.org or name@example.org."),
        "insert": _("Insert the link"),
        "remove": _("Remove the link"),
        "cancel": _("Cancel"),
        "help": _("Alt+F10 goes to the tools, Escape comes back to the text."),
    }


@register.simple_tag
def rich_text_script() -> SafeString:
    """The small script that brings the editor in at first focus, with the addresses and words that it needs."""
    return format_html(
        '<script type="module" src="{}" id="rich-text-script" data-editor="{}" data-toolbar="{}" data-style="{}" '
        'data-labels="{}"></script>',
        static("js/rich-text.js"),
        static("django_prose_editor/editor.js"),
        static("js/rich-text-editor.js"),
        static("css/rich-text.css"),
        json.dumps(toolbar_labels(), ensure_ascii=False),
    )
