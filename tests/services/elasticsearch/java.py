"""Finds a Java that Elasticsearch runs on: 21 or later, with the modules that it needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

MINIMUM = 21
# A folder that .ci/java fills where the system's packages have nothing new enough.
OWN_JAVA = Path("/opt/megdan-java")
INSTALL = "bash .ci/java   # or set ES_JAVA_HOME to a JDK 21 or later"


@cache
def java_home() -> Path | None:
    """The first that will do: ES_JAVA_HOME, JAVA_HOME, the one on the PATH, then those in /usr/lib/jvm."""
    on_path = shutil.which("java")
    candidates = [
        *(Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)),
        *([Path(on_path).resolve().parents[1]] if on_path else []),
        *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True),
        OWN_JAVA,
    ]
    return next((home for home in candidates if _will_do(home)), None)


def _will_do(home: Path) -> bool:
    program = home / "bin" / "java"
    if not os.access(program, os.X_OK):
        return False
    shown = subprocess.run(
        [str(program), "-XshowSettings:properties", "-version"], capture_output=True, text=True
    )
    major = re.search(r"java\.specification\.version = (\d+)", shown.stderr)
    if shown.returncode != 0 or major is None or int(major.group(1)) < MINIMUM:
        return False
    modules = subprocess.run([str(program), "--list-modules"], capture_output=True, text=True).stdout
    return "jdk.incubator.vector" in modules
