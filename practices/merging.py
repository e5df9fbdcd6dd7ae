"""Two people, or two windows, on one draft: what each changed is kept, and where both changed the same, nobody wins silently.

The form sends with each field the fingerprint of what it began with. Three texts are compared then: the beginning, what was
posted, and what is stored meanwhile.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from practices.card import BY_NAME, Document, fingerprint, set_value, value_of


def merged(
    stored: Document, *, language: str, values: Mapping[str, Any], base: Mapping[str, str]
) -> tuple[Document, list[str]]:
    """The stored document with the fields that were changed, and the names of those that somebody else changed as well.

    Of these the stored value stays. A field without a base counts as begun empty.
    """
    document = copy.deepcopy(stored)
    conflicts = []
    for name, value in values.items():
        field = BY_NAME[name]
        here = value_of(stored, field, language)
        began = base.get(name, "")
        if value == here or fingerprint(value) == began:
            continue
        if fingerprint(here) != began and (began or here):
            conflicts.append(name)
            continue
        set_value(document, field, language, value)
    return document, conflicts


def base_of(document: Document, *, language: str, names: list[str]) -> dict[str, str]:
    """The fingerprints that a form carries along, of the fields that it shows."""
    return {name: fingerprint(value_of(document, BY_NAME[name], language)) for name in names}
