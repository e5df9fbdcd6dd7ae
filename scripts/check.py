"""`make check`: everything that is wrong without running the site. All checks run, whatever the first ones say."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from scripts import environment
from scripts.environment import PYTHON, ROOT, VENV, say

PRODUCTION = {
    "MEGDAN_ENV": "production",
    "SECRET_KEY": "Xc7!qe0Zr-only-to-check-the-settings-b8Wn3#Lk5^Tz1@Vf6&Hd9*Pj2",
    "ALLOWED_HOSTS": "megdan.example",
    "BASE_URL": "https://megdan.example",
    "DATABASE_URL": "postgres://megdan@127.0.0.1:5432/megdan",
    "ELASTICSEARCH_URL": "http://127.0.0.1:9200",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


def main() -> int:
    environment.ensure(dev=True)
    tools = VENV / "bin"
    manage = [str(PYTHON), "manage.py"]
    uv = str(environment.uv_path())
    checks: list[tuple[str, list[str], dict[str, str]]] = [
        ("code", [str(tools / "ruff"), "check", "--quiet", "."], {}),
        ("layout", [str(tools / "ruff"), "format", "--check", "--quiet", "."], {}),
        (
            "lock file",
            [uv, "lock", "--check", "--quiet"],
            {"UV_PYTHON": str(PYTHON), "UV_PYTHON_DOWNLOADS": "never"},
        ),
        ("templates", [str(tools / "djlint"), ".", "--lint", "--quiet"], {}),
        ("import contracts", [str(tools / "lint-imports")], {}),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], {"MEGDAN_ENV": "test"}),
        ("translations", [*manage, "messages", "--check"], {"MEGDAN_ENV": "test"}),
        ("production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        ("types", [str(tools / "mypy")], {"MEGDAN_ENV": "test"}),
    ]
    failed = []
    with tempfile.TemporaryDirectory(prefix="megdan-check-") as data:
        for name, command, variables in checks:
            started = time.monotonic()
            settings = {**os.environ, "MEGDAN_DATA": data, **variables}
            done = subprocess.run(
                command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True
            )
            seconds = time.monotonic() - started
            say(f"{name}: {'right' if done.returncode == 0 else 'WRONG'} ({seconds:.0f} s)")
            if done.returncode != 0:
                failed.append(name)
                print(f"{done.stdout}{done.stderr}".rstrip(), flush=True)
    if failed:
        say(f"wrong: {', '.join(failed)}")
        return 1
    say("all checks passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
