"""The text of a word processor's document (DOCX), line by line: paragraphs, lists, tables and text boxes in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from django.utils.translation import gettext_lazy as _
from docx.oxml.ns import qn

from practices.exchange.safety import BROKEN, MAX_PASTED_CHARACTERS, UnreadableFileError

_PARAGRAPH, _TEXT, _LIST_MARK = qn("w:p"), qn("w:t"), qn("w:numPr")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
_SHOWN_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show instead of a text box: the same text once more."""


def text_of_document(data: bytes) -> str:
    """The words of a document that `safety.check_office_file` has let through. Raises UnreadableFileError."""
    try:
        lines = list(_lines(docx.Document(io.BytesIO(data)).element.body))
    except BROKEN:
        raise UnreadableFileError(
            _("The file is damaged. Open it in your office program, save it anew and choose the new file.")
        ) from None
    text = "\n".join(lines).strip()
    if not text:
        raise UnreadableFileError(_("There are no words in the document. Pictures of a text can't be read."))
    if len(text) > MAX_PASTED_CHARACTERS:
        raise UnreadableFileError(
            _("This is far too long for one card: at most %(most)d characters fit."),
            most=MAX_PASTED_CHARACTERS,
        )
    return text


def _lines(body: Any) -> Iterator[str]:
    """One line for each paragraph, those of text boxes after the one that they hang on. Items of lists begin with a dash."""
    for paragraph in body.iter(_PARAGRAPH):
        if any(outer.tag == _SHOWN_TWICE for outer in paragraph.iterancestors()):
            continue
        text = "".join(_own_text(paragraph)).strip()
        is_item = paragraph.find(f".//{_LIST_MARK}") is not None
        yield f"- {text}" if text and is_item else text


def _own_text(element: Any) -> Iterator[str]:
    """The text under an element, without paragraphs that hang on it (text boxes): they are lines of their own."""
    for inner in element:
        if inner.tag == _TEXT:
            yield inner.text or ""
        elif inner.tag in _BREAKS:
            yield _BREAKS[inner.tag]
        elif inner.tag not in {_PARAGRAPH, _SHOWN_TWICE}:
            yield from _own_text(inner)
