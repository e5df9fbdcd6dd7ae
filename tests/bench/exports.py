"""What a file of all practices costs: each is made in a process of its own, which says what it took when it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

EXPORTS = ("xlsx", "csv", "json", "pdf")
MAX_MEGABYTES = 200
"""Of the whole process, Django and all. The practices' issue, figures."""
MAX_FIRST_BYTE_SECONDS = 2.0
"""Of a file that is written while it is sent. Who sees nothing longer presses the button again."""


@dataclass(frozen=True)
class Export:
    """One file."""

    form: str
    megabytes: float
    seconds: float
    first_byte_seconds: float
    kilobytes: float


def measured_export(form: str) -> Export:
    """In a fresh process over the same data (its folder is in the environment). Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.exports", form], check=True, capture_output=True, text=True
    )
    return Export(**json.loads(done.stdout.splitlines()[-1]))


def export_table(exports: list[Export]) -> str:
    """Markdown: one line a file."""
    lines = [
        "| File of all practices | Seconds | First byte after | Peak MB of the process | KB |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.form} | {one.seconds:.1f} | {one.first_byte_seconds:.1f} | {one.megabytes:.0f} | {one.kilobytes:.0f} |"
        for one in exports
    ]
    return "\n".join(lines)


def broken_export_gates(exports: list[Export]) -> list[str]:
    """What is over its limit, one line each. A PDF is whole before it is sent, and at most a hundred practices long."""
    lines = [
        f"{one.form}: {one.megabytes:.0f} MB, at most {MAX_MEGABYTES}"
        for one in exports
        if one.megabytes > MAX_MEGABYTES
    ]
    lines += [
        f"{one.form}: the first byte after {one.first_byte_seconds:.1f} s, at most {MAX_FIRST_BYTE_SECONDS:.0f}"
        for one in exports
        if one.form != "pdf" and one.first_byte_seconds > MAX_FIRST_BYTE_SECONDS
    ]
    return lines


def _make(form: str) -> Export:
    """Ask for the file as a browser does, and throw it away piece by piece. In processor time."""
    import django

    django.setup()
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    translation.activate("bg")
    address = reverse("practices:practice_export", args=[form])
    started = time.process_time()
    first, size = 0.0, 0
    response = Client().get(address)
    assert response.status_code == 200, response.status_code
    for part in response:
        first = first or time.process_time() - started
        size += len(part)
    return Export(
        form=form,
        megabytes=_peak_megabytes(),
        seconds=time.process_time() - started,
        first_byte_seconds=first,
        kilobytes=size / 1024,
    )


def _peak_megabytes() -> float:
    """Of this process alone: what getrusage says includes the bench that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(_make(sys.argv[1]))))
