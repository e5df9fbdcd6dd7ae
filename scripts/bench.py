"""`make bench`: measures the pages over a stated amount of data in a temporary folder; tests/bench says what and how.

BENCH_ROUNDS and BENCH_PRACTICES change the amount, BENCH_TABLE=FILE writes the table there, BENCH_STATEMENTS=1 shows the SQL.
"""

from __future__ import annotations

import os
import subprocess
import sys

from scripts import environment
from scripts.environment import PYTHON, ROOT


def main() -> int:
    environment.ensure(dev=True)
    return subprocess.run([str(PYTHON), "-m", "tests.bench"], cwd=ROOT, env=dict(os.environ)).returncode


if __name__ == "__main__":
    sys.exit(main())
