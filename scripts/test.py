"""`make test`: every test that this machine can run, and then a list of what it could not run.

Three runs: all tests on the embedded default; those that drive a browser; and those marked `stack` or `services` on
PostgreSQL, Redis, Elasticsearch and a real worker. With CI=true nothing may be missing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping

from scripts import environment
from scripts.environment import PYTHON, ROOT, fail, say

SERVERS = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")
NO_TESTS = 5
SUMMARY = re.compile(r"^(\x1b\[[\d;]*m)*=+ .*\b(passed|failed|errors?|skipped|no tests ran)\b.* =+", re.M)
EMBEDDED = "not browser and not services"
BROWSER = "browser and not services"
STACK = "stack or services"


def main(arguments: list[str]) -> int:
    environment.ensure(dev=True)
    is_ci = os.environ.get("CI", "").lower() in {"1", "true"}
    _compile_messages()
    browser, services = _missing("browser"), _missing("services")
    plain = {name: value for name, value in os.environ.items() if name not in SERVERS}
    # A second core's worth of workers; the browser needs one for itself.
    workers = str(max(1, min(4, os.cpu_count() or 1)))
    spread = ["-n", workers, "--dist", "loadscope"]
    runs: list[tuple[str, list[str], Mapping[str, str]]] = [
        ("embedded default", ["-m", EMBEDDED, *spread], plain),
    ]
    if not browser:
        runs.append(("browser", ["-m", BROWSER, *spread], plain))
    if not browser and not services:
        runs.append(("PostgreSQL, Redis, Elasticsearch, worker", ["-m", STACK], os.environ))
    elif not services:
        runs.append(
            ("PostgreSQL, Redis, Elasticsearch, worker", ["-m", f"({STACK}) and not browser"], os.environ)
        )
    results = []
    for name, options, variables in runs:
        say(f"tests: {name}")
        started = time.monotonic()
        code, summary = _pytest([*options, *arguments], variables, with_servers=STACK in options[1])
        results.append((name, code, summary, time.monotonic() - started))
    return _report(results, browser + services, is_ci=is_ci)


def _compile_messages() -> None:
    command = [str(PYTHON), "manage.py", "messages", "--compile", "--verbosity=0"]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, "MEGDAN_ENV": "test"}).returncode != 0:
        fail("the messages could not be compiled (the message is above)")


def _missing(kind: str) -> list[str]:
    code = (
        "from tests.services import missing\n"
        f"for part in missing.missing_{kind}(): print(f'{{part.part}}: {{part.install}}')"
    )
    found = subprocess.run([str(PYTHON), "-c", code], cwd=ROOT, capture_output=True, text=True)
    if found.returncode != 0:
        fail(f"could not look for what is installed: {found.stderr.strip().splitlines()[-1]}")
    return found.stdout.splitlines()


def _pytest(options: list[str], variables: Mapping[str, str], *, with_servers: bool) -> tuple[int, str]:
    """Run pytest, showing what it says; returns its exit code and its closing line."""
    launcher = ["-m", "tests.services", "run", str(PYTHON)] if with_servers else []
    color = ["--color=yes"] if sys.stdout.isatty() else []
    command = [str(PYTHON), *launcher, "-m", "pytest", *color, *options]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**variables, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    summary = ""
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        if SUMMARY.match(line):
            summary = line.rstrip()
    return process.wait(), summary


def _report(results: list[tuple[str, int, str, float]], missing: list[str], *, is_ci: bool) -> int:
    print()
    if missing:
        print("Not run here, because something is missing; each line says what installs it:")
        for line in missing:
            print(f"  {line}")
    else:
        print("Nothing was missing: all tests could run.")
    for name, code, summary, seconds in results:
        state = "passed" if code == 0 else "ran no test" if code == NO_TESTS else "FAILED"
        print(f"\n{name}: {state}, {seconds:.0f} s\n{summary or f'pytest ended with code {code}'}")
    if missing and is_ci:
        print("\nmegdan: with CI=true nothing may be missing.", file=sys.stderr)
        return 1
    return 1 if any(code != 0 for _name, code, _summary, _seconds in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
