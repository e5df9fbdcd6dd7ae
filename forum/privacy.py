"""Personal data in what somebody is about to post: where it stands, what to write instead, and the text with that in its place.

What counts as personal data is core/personal_data's. Here is what follows from it in the forum: a personal number is refused
everywhere; anything else is shown once, and its author takes it out or says that it has been checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape

from core.personal_data import (
    PERSONAL_NUMBERS,
    Finding,
    PersonalDataKind,
    find_personal_data,
    suggestion_for,
)
from core.sanitising import html_to_text, plain_to_html
from forum.content import language_of

GENERALISE_ALL = "all"


@dataclass(frozen=True)
class TextFinding:
    """Personal data in one field. `key` names it in a form without saying it; `masked` says enough to find it."""

    field: str
    kind: PersonalDataKind
    masked: str
    instead: str
    key: str

    @property
    def is_forbidden(self) -> bool:
        return self.kind in PERSONAL_NUMBERS


def findings_in(texts: Mapping[str, str]) -> list[TextFinding]:
    """What stands in the fields of a form, by field name → plain text; the same thing in one field once."""
    found: dict[str, TextFinding] = {}
    for field, text in texts.items():
        language = language_of(text)
        for finding in find_personal_data(text):
            key = _key(field, text, finding)
            instead = suggestion_for(text, finding, language).words
            found.setdefault(key, TextFinding(field, finding.kind, finding.masked(text), instead, key))
    return list(found.values())


def findings_in_file(*, name: str, text: str) -> list[TextFinding]:
    """What stands in the name of a file and in the words that were read out of it. Of the name no more than the last part."""
    return findings_in({"name": name.replace("\\", "/").rpartition("/")[2], "text": text})


def generalised_text(field: str, text: str, wanted: str) -> str:
    """The plain text with the finding of this key, or every one, written more generally."""
    for found, instead in _replacements(field, text, wanted):
        text = text.replace(found, instead)
    return text


def generalised_markup(field: str, markup: str, wanted: str) -> str:
    """The same for sanitised HTML. Where a tag stands within a finding, the words are kept and the formatting isn't."""
    text = html_to_text(markup)
    for found, instead in _replacements(field, text, wanted):
        if escape(found) in markup:
            markup = markup.replace(escape(found), escape(instead))
        elif found in markup:
            markup = markup.replace(found, escape(instead))
        else:
            markup = plain_to_html(html_to_text(markup).replace(found, instead))
    return markup


def _replacements(field: str, text: str, wanted: str) -> list[tuple[str, str]]:
    language = language_of(text)
    pairs = []
    for finding in find_personal_data(text):
        if wanted in (GENERALISE_ALL, _key(field, text, finding)):
            suggestion = suggestion_for(text, finding, language)
            pairs.append((text[suggestion.start : suggestion.end], suggestion.words))
    # The longest first: a short one may stand within it.
    return sorted(set(pairs), key=lambda pair: -len(pair[0]))


def _key(field: str, text: str, finding: Finding) -> str:
    found = f"{field} {finding.kind} {text[finding.start : finding.end]}"
    return f"{field}:{hashlib.sha256(found.encode()).hexdigest()[:12]}"
