"""Two texts side by side, word by word: what stayed, what went, what came. Pure; knows neither cards nor markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_WORDS = 2_000
"""Of each text. Comparing costs up to the product of both; longer ones are shown as replaced in whole."""
MAX_STEPS = 500_000
"""Of the search for what stayed, some 0.1 s. Two texts of 1,000 times „а“ between other words would take 80 million."""
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
    matcher = _matcher([word.strip() for word in before], [word.strip() for word in after])
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


def _matcher(before: Sequence[str], after: Sequence[str]) -> SequenceMatcher[str]:
    """Looks for what stayed by the rarer words, as many as the steps allow; a frequent one stays beside them."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    places: dict[str, list[int]] = matcher.b2j  # type: ignore[attr-defined] # documented in its source alone
    counts = Counter(before)
    meetings = {word: (counts[word], len(found)) for word, found in places.items() if word in counts}
    pairs = matches = 0
    for word, (here, there) in sorted(meetings.items(), key=lambda item: item[1][0] * item[1][1]):
        pairs, matches = pairs + here * there, matches + min(here, there)
        # Each match may take a walk along the words and the pairs that are left: half of them on average.
        if (len(before) + pairs) * matches // 2 > MAX_STEPS:
            del places[word]
    return matcher
