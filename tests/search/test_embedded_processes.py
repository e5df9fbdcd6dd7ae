"""The embedded index under several processes, one of which is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from search.contract import SearchQuery
from search.engines.embedded import EmbeddedEngine
from search.planner import plan_query

ROOT = Path(__file__).resolve().parents[2]

# Indexes the numbers from argv[2] to argv[3], ten at a time, and says after each batch that it is written.
WRITER = """
import sys
from search.engines.embedded import EmbeddedEngine
from search.contract import IndexDocument, LanguageText
engine = EmbeddedEngine(sys.argv[1])
first, last = int(sys.argv[2]), int(sys.argv[3])
for start in range(first, last, 10):
    engine.index([
        IndexDocument("practice", number, frozenset({"public"}), {"bg": LanguageText(f"Жилище {number}")}, version=1)
        for number in range(start, start + 10)
    ])
    print(start, flush=True)
"""


def writer(path: Path, first: int, last: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")])}
    environment.pop("PYTHONSAFEPATH", None)
    command = [sys.executable, "-c", WRITER, str(path), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd="/")


def total(engine: EmbeddedEngine) -> int:
    return engine.search(plan_query("жилище"), SearchQuery(text="жилище")).total


def test_two_processes_write_and_a_third_searches(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    engine = EmbeddedEngine(str(path))
    engine.prepare()
    writers = [writer(path, first, first + 200) for first in (0, 1_000)]
    seen = 0
    while any(process.poll() is None for process in writers):
        now = total(engine)
        assert now >= seen, "what was found once stays found"
        seen = now
    for process in writers:
        process.communicate()
        assert process.returncode == 0
    assert total(engine) == 400


def test_a_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    EmbeddedEngine(str(path)).prepare()
    process = writer(path, 0, 100_000)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    engine = EmbeddedEngine(str(path))
    found = total(engine)
    assert found >= 30
    assert found % 10 == 0
    again = writer(path, 0, found + 10)
    again.communicate()
    assert again.returncode == 0
    assert total(engine) == found + 10
    assert engine.ping().documents == found + 10
