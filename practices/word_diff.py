"""Two texts side by side, word by word: what stayed, what went, what came. Pure; knows neither cards nor markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_WORDS = 2_000
"""Of each text. Comparing costs up to the product of both; longer ones are shown as replaced in whole."""
BRIDGE_WORDS = 1
"""Unchanged words between two changes that are counted as changed too: „в“ alone between two marks only makes noise."""

_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Change:
    """A run of words: `same`, `removed` or `added`."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_changes(old: str, new: str) -> list[Change]:
    """From the old text to the new one. The same and removed runs make up the old text, the same and added ones the new."""
    if old == new:
        return [Change("same", new)] if new else []
    before, after = _WORD.findall(old), _WORD.findall(new)
    changes: list[Change] = []
    for is_same, gone, come in _runs(before, after):
        if is_same:
            changes.append(Change("same", "".join(come)))
            continue
        if gone:
            # A word that ends the new text has no space behind it; in the old one a removed word follows it.
            is_glued = bool(changes) and not changes[-1].text[-1:].isspace()
            changes.append(Change("removed", " " * is_glued + "".join(gone)))
        if come:
            changes.append(Change("added", "".join(come)))
    return changes


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """(whether both are the same, words of the old text, words of the new one), short bridges between changes closed."""
    if max(len(before), len(after)) > MAX_WORDS:
        yield False, before, after
        return
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    codes = matcher.get_opcodes()
    start_old = start_new = -1
    for place, (tag, old_from, old_to, new_from, new_to) in enumerate(codes):
        is_bridge = (
            tag == "equal"
            and 0 < place < len(codes) - 1
            and old_to - old_from <= BRIDGE_WORDS
            and start_old >= 0
        )
        if tag == "equal" and not is_bridge:
            if start_old >= 0:
                yield False, before[start_old:old_from], after[start_new:new_from]
                start_old = -1
            yield True, before[old_from:old_to], after[new_from:new_to]
        elif start_old < 0:
            start_old, start_new = old_from, new_from
    if start_old >= 0:
        yield False, before[start_old:], after[start_new:]
