"""Lucene's BM25, term by term and field by field, so that the embedded engine ranks as Elasticsearch does.

Follows Lucene's BM25Similarity in the form that Elasticsearch keeps (k1 1.2, b 0.75, scores times k1 + 1), with its
one-byte field lengths: short fields exact, longer ones rounded down to four significant bits (SmallFloat).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from search.engines.fields import FIELD_WEIGHTS, FULL_MATCH_BONUS
from search.planner import Alternative, Plan

K1 = 1.2
B = 0.75

_FREE_VALUES = 24  # 255 - longToInt4(Integer.MAX_VALUE): lengths below it are stored as they are


def _long_to_int4(value: int) -> int:
    bits = value.bit_length()
    if bits < 4:
        return value
    shift = bits - 4
    return ((value >> shift) & 0x07) | ((shift + 1) << 3)


def _int4_to_long(encoded: int) -> int:
    mantissa, shift = encoded & 0x07, (encoded >> 3) - 1
    return mantissa if shift == -1 else (mantissa | 0x08) << shift


def stored_length(length: int) -> int:
    """A field's length as Lucene remembers it, after its encoding in one byte.

    >>> stored_length(30), stored_length(100), stored_length(1000)
    (30, 96, 984)
    """
    if length < _FREE_VALUES:
        return length
    return _FREE_VALUES + _int4_to_long(_long_to_int4(length - _FREE_VALUES))


@dataclass(frozen=True, slots=True)
class FieldStatistics:
    """How many documents have a field, and its length in all of them together."""

    documents: int
    length: int

    @property
    def average(self) -> float:
        return self.length / self.documents if self.documents else 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit to be scored: its fields as stored (terms padded and parted by spaces), and their lengths."""

    texts: Mapping[str, str]
    lengths: Mapping[str, int]


class Scorer:
    """Scores candidates for one plan. `frequencies` says for each term in how many documents each field has it."""

    def __init__(
        self,
        plan: Plan,
        statistics: Mapping[str, FieldStatistics],
        frequencies: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._statistics = statistics
        self._frequencies = frequencies
        # For each group, its alternatives as clauses (pattern, field → idf × weights); what no document has is left out.
        self._groups = [
            [self._clauses(alternative) for alternative in group.alternatives] for group in plan.groups
        ]

    def _idf(self, term: str, field: str) -> float:
        frequency = self._frequencies.get(term, {}).get(field, 0)
        if not frequency:
            return 0.0
        documents = self._statistics[field].documents
        return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))

    def _clauses(self, alternative: Alternative) -> list[tuple[str, dict[str, float]]]:
        units = [alternative.terms] if alternative.is_phrase else [(term,) for term in alternative.terms]
        clauses = []
        for terms in units:
            weights = {}
            for field, weight in FIELD_WEIGHTS.items():
                idfs = [self._idf(term, field) for term in terms]
                if all(idfs):
                    weights[field] = weight * alternative.weight * sum(idfs) * (K1 + 1)
            clauses.append((pattern_of(terms), weights))
        return clauses

    def score(self, candidate: Candidate) -> float:
        """The sum over the groups of the best alternative; hits with every group come before all others."""
        norms = {
            field: K1 * (1 - B + B * stored_length(length) / self._statistics[field].average)
            for field, length in candidate.lengths.items()
            if length
        }
        scores = [self._group_score(alternatives, candidate, norms) for alternatives in self._groups]
        bonus = FULL_MATCH_BONUS if len(scores) > 1 and all(scores) else 0.0
        return sum(scores) + bonus

    def _group_score(
        self,
        alternatives: list[list[tuple[str, dict[str, float]]]],
        candidate: Candidate,
        norms: Mapping[str, float],
    ) -> float:
        best = 0.0
        for clauses in alternatives:
            total = 0.0
            for pattern, weights in clauses:
                score = 0.0
                for field, weight in weights.items():
                    if field in norms and (count := candidate.texts[field].count(pattern)):
                        score += weight * count / (count + norms[field])
                if not score:  # a word of this alternative is missing
                    break
                total += score
            else:
                best = max(best, total)
        return best


def stored_terms(terms: list[str]) -> str:
    """Terms as one string in which `pattern_of` counts them exactly: two spaces between, one at each end."""
    return f" {'  '.join(terms)} " if terms else ""


def pattern_of(terms: tuple[str, ...]) -> str:
    return f" {'  '.join(terms)} "
