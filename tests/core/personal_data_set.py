"""Reads the marked examples of tests/core/personal_data/ and measures the check by them. Holds no rules and no examples.

A marked stretch counts as found when a finding of its kind covers at least half of it; a finding that touches no marked stretch
of its kind is a false one. Recall is found / marked, precision is true / all findings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from core.personal_data import Finding, find_personal_data

FOLDER = Path(__file__).parent / "personal_data"
HALVES = ("tuning", "held_out")
LEAST_RECALL = 0.98
LEAST_PRECISION = 0.95
"""On the half that was held out."""
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")

Span = tuple[str, int, int]


@dataclass(frozen=True)
class Example:
    text: str
    spans: tuple[Span, ...]


@dataclass
class Score:
    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def recall(self, kind: str | None = None) -> float:
        marked = self.marked[kind] if kind else self.marked.total()
        return (self.found[kind] if kind else self.found.total()) / marked if marked else 1.0

    def precision(self, kind: str | None = None) -> float:
        true = self.true[kind] if kind else self.true.total()
        false = self.false[kind] if kind else self.false.total()
        return true / (true + false) if true + false else 1.0


def examples(half: str) -> list[Example]:
    """The examples of a half, in the order of its file."""
    lines = (FOLDER / f"{half}.txt").read_text(encoding="utf-8").splitlines()
    return [_parsed(line) for line in lines if line and not line.startswith("# ")]


def _parsed(line: str) -> Example:
    line = line.replace("\\n", "\n")
    text, spans, position = "", [], 0
    for match in _MARK.finditer(line):
        text += line[position : match.start()]
        spans.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        position = match.end()
    return Example(text + line[position:], tuple(spans))


def measure(
    half: Iterable[Example], find: Callable[[str], list[Finding]] = find_personal_data
) -> tuple[Score, list[str]]:
    """The score over some examples, and what went wrong, one line each."""
    score, wrong = Score(), []
    for example in half:
        findings = find(example.text)
        for kind, start, end in example.spans:
            score.marked[kind] += 1
            covered = sum(
                max(0, min(end, one.end) - max(start, one.start))
                for one in findings
                if one.kind.value == kind
            )
            if 2 * covered >= end - start:
                score.found[kind] += 1
            else:
                wrong.append(f"missed {kind}: {example.text[start:end]!r} in {example.text!r}")
        for one in findings:
            if any(
                kind == one.kind.value and one.start < end and start < one.end
                for kind, start, end in example.spans
            ):
                score.true[one.kind.value] += 1
            else:
                score.false[one.kind.value] += 1
                wrong.append(
                    f"false {one.kind.value}: {example.text[one.start : one.end]!r} in {example.text!r}"
                )
    return score, wrong


def table() -> str:
    """Markdown: recall and precision by kind, of both halves."""
    scores = {half: measure(examples(half))[0] for half in HALVES}
    kinds = sorted({kind for score in scores.values() for kind in {*score.marked, *score.false}})
    lines = [
        "The personal-data check, on the examples by which its rules were changed (tuning) and on those held out.",
        "",
        "| Kind | Tuning: marked | recall | precision | Held out: marked | recall | precision |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for kind in (*kinds, None):
        cells = [
            f"{score.marked[kind] if kind else score.marked.total()} | {score.recall(kind):.3f} | {score.precision(kind):.3f}"
            for score in scores.values()
        ]
        lines.append(f"| {kind or 'all'} | {' | '.join(cells)} |")
    return "\n".join(lines)


def broken_personal_data_gates() -> list[str]:
    """What is below its limit, one line each."""
    score, _wrong = measure(examples("held_out"))
    lines = []
    if score.recall() < LEAST_RECALL:
        lines.append(f"personal data: recall {score.recall():.3f}, at least {LEAST_RECALL}")
    if score.precision() < LEAST_PRECISION:
        lines.append(f"personal data: precision {score.precision():.3f}, at least {LEAST_PRECISION}")
    return lines
