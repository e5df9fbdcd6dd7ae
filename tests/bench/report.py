"""The table, and which gates are broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.bench.cases import CASES, FEW, MANY, MAX_QUERIES, MAX_RATIO
from tests.bench.measure import Measurement


def table(
    empties: Mapping[str, Measurement],
    results: Mapping[str, Measurement],
    rows: Mapping[str, Any],
    *,
    rounds: int,
) -> str:
    """Markdown: one line a page."""
    data = ", ".join(f"{count} {name}" for name, count in rows.items() if name != "on")
    lines = [
        f"Measured on {rows['on']} over {data}; median of {rounds} interleaved rounds, cold caches, a member of three",
        "organisations with fifty boards to read, in the test client of one process.",
        "",
        f"| Page | Queries ({MANY} rows) | Queries ({FEW} rows) | Milliseconds | × empty page | Engine, ms | KB of HTML |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(
            f"| empty page, {who} | {empty.queries} | | {empty.median * 1000:.1f} | 1.0 | | {empty.bytes / 1024:.1f} |"
            for who, empty in empties.items()
        ),
    ]
    for case in CASES:
        result = results[case.name]
        few = "" if result.few_queries is None else str(result.few_queries)
        lines.append(
            f"| {case.name} | {result.queries} | {few} | {result.median * 1000:.1f} | "
            f"{result.ratio_to(empties[case.who]):.1f} | {result.engine_median * 1000:.1f} | {result.bytes / 1024:.1f} |"
        )
    return "\n".join(lines)


def broken_gates(empties: Mapping[str, Measurement], results: Mapping[str, Measurement]) -> list[str]:
    """What is over its limit, one line each."""
    lines = []
    for case in CASES:
        result = results[case.name]
        if result.queries > MAX_QUERIES:
            lines.append(f"{case.name}: {result.queries} queries, at most {MAX_QUERIES}")
        if result.few_queries is not None and result.few_queries != result.queries:
            lines.append(
                f"{case.name}: {result.few_queries} queries with {FEW} rows, {result.queries} with {MANY}"
            )
        ratio = result.ratio_to(empties[case.who])
        if case.max_seconds is not None:
            if result.median > case.max_seconds:
                lines.append(f"{case.name}: {result.median:.1f} seconds, at most {case.max_seconds:.1f}")
        elif case.is_page and ratio > MAX_RATIO:
            lines.append(f"{case.name}: {ratio:.1f} times the empty page, at most {MAX_RATIO:.0f}")
        if case.max_bytes is not None and result.bytes > case.max_bytes:
            lines.append(f"{case.name}: {result.bytes} bytes of HTML, at most {case.max_bytes}")
    return lines
