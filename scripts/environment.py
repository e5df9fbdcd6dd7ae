"""The project's environment: `.venv`, a pinned uv beside it, and the dependencies of uv.lock.

Owns what happens before any dependency can be imported, so it needs nothing but the standard library of the Python that
Debian ships. It does not decide what is run in the environment.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# uv lives apart from the packages that it installs: a sync would remove it from among them.
TOOLS = VENV / "tools"
UV_VERSION = "0.13.9"
STAMP = VENV / "megdan-synced"


def say(text: str) -> None:
    """One line to the person at the terminal."""
    print(f"megdan: {text}", flush=True)


def fail(text: str) -> NoReturn:
    """End with one clear line and exit code 1."""
    print(f"megdan: {text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def ensure(*, dev: bool) -> None:
    """Bring `.venv` to what uv.lock says; costs nothing when it is there already. `dev` adds the tools for tests."""
    wanted = _lock_hash()
    synced, _, kind = (STAMP.read_text() if STAMP.exists() else "").strip().partition(" ")
    if synced == wanted and (kind == "dev" or not dev) and _works(PYTHON):
        return
    _make_venv()
    uv = _uv()
    say("installing the dependencies of uv.lock ...")
    command = [str(uv), "sync", "--locked", "--quiet"]
    # Without --inexact, a start of the site would remove the test tools again.
    command += [] if dev else ["--no-dev", "--inexact"]
    variables = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PYTHON": str(PYTHON),
        "UV_PROJECT_ENVIRONMENT": str(VENV),
    }
    variables.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, cwd=ROOT, env=variables).returncode != 0:
        fail(
            "the dependencies could not be installed (uv's message is above); is the package registry reachable?"
        )
    STAMP.write_text(f"{wanted} {'dev' if dev else 'run'}\n")


def uv_path() -> Path:
    """Where the pinned uv is, once `ensure` has run; installs it if need be."""
    return _uv()


def _lock_hash() -> str:
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    digest.update(sys.version.encode())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    check = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    return subprocess.run([str(python), "-c", check], capture_output=True).returncode == 0


def _make_venv() -> None:
    if _works(PYTHON):
        return
    _require_venv_module()
    if VENV.exists():
        say("the environment in .venv does not work with this Python; making it anew")
        shutil.rmtree(VENV)
    _run_quietly(
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)], "the environment could not be made"
    )


def _uv() -> Path:
    uv = TOOLS / "bin" / "uv"
    if uv.exists():
        version = subprocess.run([str(uv), "--version"], capture_output=True, text=True)
        if version.returncode == 0 and version.stdout.split()[1:2] == [UV_VERSION]:
            return uv
    _require_venv_module()
    shutil.rmtree(TOOLS, ignore_errors=True)
    say(f"installing uv {UV_VERSION} ...")
    _run_quietly([sys.executable, "-m", "venv", str(TOOLS)], "the environment of uv could not be made")
    install = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"]
    _run_quietly(install, f"uv {UV_VERSION} could not be installed; is the package registry reachable?")
    return uv


def _require_venv_module() -> None:
    # Debian splits venv: the module is there, but without ensurepip it makes nothing.
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        fail("Python's venv module is missing. Install it with: apt-get install python3-venv")


def _run_quietly(command: list[str], problem: str) -> None:
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode != 0:
        last = (result.stderr or result.stdout).strip().splitlines()[-1:]
        fail(f"{problem}: {' '.join(last)}")
