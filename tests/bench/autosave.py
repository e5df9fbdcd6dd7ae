"""What it costs when the form saves itself, step by step: opened first, as everybody does who types in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices.card import FIELDS, Kind, Step, clean_card
from practices.forms import CardForm
from practices.models import Practice
from tests.bench.measure import clock, forget

MAX_QUERIES = 4
"""Session, person, the draft under its lock, the write. The practices' issue, figures."""
ROUNDS = 5
_numbers = count(1)


@dataclass(frozen=True)
class Autosave:
    """One step, or "all" of them on one page."""

    step: str
    queries: int
    seconds: float


def measured_autosaves(client: Client, draft: Practice, actor: Any) -> list[Autosave]:
    """Of each step, and of all on one page. Raises AssertionError when a save is refused."""
    return [_measured(client, draft, actor, step) for step in (*Step, None)]


def _measured(client: Client, draft: Practice, actor: Any, step: Step | None) -> Autosave:
    name = step.value if step else "all"
    address = reverse("practices:practice_edit", args=[draft.pk])
    queries, seconds = 0, []
    for _round in range(ROUNDS):
        forget()
        assert client.get(f"{address}?step={name}").status_code == 200
        data = _typed(draft, actor, step)
        started = clock()
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(address, data, HTTP_ACCEPT="application/json")
        seconds.append(clock() - started)
        assert answer.status_code == 200, answer.content
        asked = [query for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))]
        queries = max(queries, len(asked))
    return Autosave(name, queries, sorted(seconds)[ROUNDS // 2])


def _typed(draft: Practice, actor: Any, step: Step | None) -> dict[str, Any]:
    """What the form would send with one text of the step changed."""
    practice = Practice.objects.select_related("draft").get(pk=draft.pk)
    form = CardForm(document=clean_card(practice.draft.document), language="bg", actor=actor, step=step)
    shown = [item for item in FIELDS if step in (None, item.step)]
    changed = next(item.name for item in shown if item.kind in {Kind.LINE, Kind.TEXT})
    data = {name: value for name, value in form.data.items() if value not in (None, False)}
    return data | {
        changed: f"Друго {next(_numbers)}",
        "base": form.base,
        "step": step.value if step else "all",
        "text": "bg",
    }


def autosave_table(saves: list[Autosave]) -> str:
    """Markdown: one line a step."""
    lines = ["| The form saves itself, step | Queries | Milliseconds |", "|---|---:|---:|"]
    lines += [f"| {save.step} | {save.queries} | {save.seconds * 1000:.1f} |" for save in saves]
    return "\n".join(lines)


def broken_autosave_gates(saves: list[Autosave]) -> list[str]:
    """What is over its limit, one line each."""
    return [
        f"autosave of {save.step}: {save.queries} queries, at most {MAX_QUERIES}"
        for save in saves
        if save.queries > MAX_QUERIES
    ]
