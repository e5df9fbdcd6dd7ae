"""Measures all cases and writes the table. Exit code 1 when a gate is broken."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
PRACTICES = int(os.environ.get("BENCH_PRACTICES", "20000"))


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="megdan-bench-") as folder:
        os.environ["MEGDAN_DATA"] = folder
        os.environ["MEGDAN_ENV"] = "local"
        os.environ["OUTBOX_WAKES_WORKER"] = "0"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.setdefault("RATE_LIMITS", "0")
        import django

        django.setup()
        return _run()


def _run() -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import translation

    from tests.bench import world as worlds
    from tests.bench.autosave import autosave_table, broken_autosave_gates, measured_autosaves
    from tests.bench.cases import CASES, FEW, MANY
    from tests.bench.exports import EXPORTS, broken_export_gates, export_table, measured_export
    from tests.bench.forum_pages import measured_forum
    from tests.bench.forum_sizes import chosen_sizes
    from tests.bench.measure import Measurement, queries_of, watch_engine
    from tests.bench.report import broken_gates, table
    from tests.bench.urls import EMPTY_PAGE
    from tests.core.personal_data_set import broken_personal_data_gates
    from tests.core.personal_data_set import table as personal_data_table

    settings.ROOT_URLCONF = "tests.bench.urls"
    translation.activate("bg")
    print("bench: making the data ...", flush=True)
    call_command("messages", "--compile", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    watch_engine()
    world = worlds.begin()
    clients = {"member": Client(), "coordinator": Client()}
    for who, client in clients.items():
        client.force_login(getattr(world, who), backend="django.contrib.auth.backends.ModelBackend")
    results = {case.name: Measurement() for case in CASES}
    worlds.grow(world, FEW, practices=FEW)
    for case in CASES:
        if case.few:
            queries_of(clients[case.who], case.few(world))
            results[case.name].few_queries = queries_of(clients[case.who], case.few(world))[0]
    worlds.grow(world, MANY, practices=PRACTICES)
    empties = {who: Measurement() for who in clients}
    for who, empty in empties.items():
        queries_of(clients[who], EMPTY_PAGE)
        empty.queries, empty.bytes, empty.statements = queries_of(clients[who], EMPTY_PAGE)
    for case in CASES:
        result = results[case.name]
        queries_of(clients[case.who], case.many(world))
        result.queries, result.bytes, result.statements = queries_of(clients[case.who], case.many(world))
    print(f"bench: measuring, {ROUNDS} rounds ...", flush=True)
    for _round in range(ROUNDS):
        # Interleaved: whatever else the machine does in these seconds hits all of them alike.
        for who, empty in empties.items():
            empty.measure(clients[who], EMPTY_PAGE)
        for case in CASES:
            results[case.name].measure(clients[case.who], case.many(world))
    saves = measured_autosaves(clients["member"], world.draft, world.member)
    exports = [measured_export(form) for form in EXPORTS]
    pages = table(empties, results, worlds.count_rows(), rounds=ROUNDS)
    text = f"{pages}\n\n{autosave_table(saves)}\n\n{export_table(exports)}\n\n{personal_data_table()}"
    sizes = chosen_sizes()
    if sizes is not None:
        print("bench: loading a large forum ...", flush=True)
        forum = measured_forum(sizes, rounds=ROUNDS)
        text += "\n\n" + "\n".join(forum.lines)
    print(f"\n{text}\n")
    if target := os.environ.get("BENCH_TABLE"):
        Path(target).write_text(text + "\n")
    broken = broken_gates(empties, results) + broken_autosave_gates(saves) + broken_export_gates(exports)
    broken += broken_personal_data_gates()
    if sizes is not None:
        broken += forum.broken
    for line in broken:
        print(f"broken: {line}")
    if os.environ.get("BENCH_STATEMENTS"):
        for name, result in {**empties, **results}.items():
            print(f"\n{name}", *result.statements, sep="\n  ")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
