"""`make format` and `make messages`: small chores, in the project's own environment."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts import environment
from scripts.environment import PYTHON, ROOT, VENV, fail

CHORES = {
    "format": [
        [str(VENV / "bin" / "ruff"), "check", "--fix", "--quiet", "."],
        [str(VENV / "bin" / "ruff"), "format", "."],
    ],
    "messages": [
        [str(PYTHON), "manage.py", "messages"],
        [str(PYTHON), "manage.py", "messages", "--compile"],
    ],
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in CHORES:
        fail(f"say one of: {', '.join(CHORES)}")
    environment.ensure(dev=True)
    for command in CHORES[arguments[0]]:
        code = subprocess.run(command, cwd=ROOT, env={**os.environ, "MEGDAN_ENV": "test"}).returncode
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
