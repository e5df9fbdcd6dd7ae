"""The reviewed lists behind the planner: stop words, and synonyms as terms.

The lists are text files in search/data, written in words and turned into terms by the one analysis when first needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search.analysis import analyse, written_form

DATA_FOLDER = Path(__file__).with_name("data")
DEFAULT_WEIGHT = 0.8  # of a synonym beside the word itself


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if content := line.split("#", 1)[0].strip():
            yield number, content


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Folded words that a query drops as long as it has others."""
    lines = _lines(DATA_FOLDER / "stop_words.txt")
    return frozenset(written_form(word) for _, line in lines for word in line.split())


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Expressions as tuples of terms, each with the expressions that it finds besides itself."""

    expansions: Mapping[tuple[str, ...], Mapping[tuple[str, ...], float]]
    longest: int  # terms of the longest expression: how far the planner must look ahead

    def of(self, terms: tuple[str, ...]) -> Mapping[tuple[str, ...], float]:
        """What these terms find besides themselves, with its weight; empty for terms that no line names."""
        return self.expansions.get(terms, {})


def read_synonyms(path: Path) -> Synonyms:
    """The synonym file; raises ValueError with the line's number for one that can't be read."""
    expansions: dict[tuple[str, ...], dict[tuple[str, ...], float]] = defaultdict(dict)
    for number, line in _lines(path):
        content, _, weight_text = line.partition("@")
        try:
            weight = float(weight_text) if weight_text else DEFAULT_WEIGHT
        except ValueError:
            raise ValueError(
                f"{path.name}:{number}: the weight after @ is no number: “{weight_text}”."
            ) from None
        if ">" in content:
            narrow, _, wide = content.partition(">")
            pairs = [(narrow, other) for other in wide.split(",")]
        elif "=" in content:
            expressions = content.split("=")
            pairs = [(one, other) for one in expressions for other in expressions if one is not other]
        else:
            raise ValueError(f"{path.name}:{number}: write “one = other” or “narrow > wide”: “{content}”.")
        for one, other in pairs:
            source, target = tuple(analyse(one)), tuple(analyse(other))
            if not source or not target:
                raise ValueError(f"{path.name}:{number}: an expression without words in “{content}”.")
            if source != target:
                expansions[source][target] = max(weight, expansions[source].get(target, 0))
    return Synonyms(expansions=dict(expansions), longest=max(map(len, expansions), default=1))


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    return read_synonyms(DATA_FOLDER / "synonyms.txt")
