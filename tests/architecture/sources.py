"""Our own source files, for the tests that hold rules on them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = ("forum", "practices", "search")
PLATFORM = tuple(
    sorted(path.name for path in (ROOT / "platform").iterdir() if (path / "__init__.py").exists())
)
PACKAGES = (*PLATFORM, *TOP_LEVEL)


def package_folder(name: str) -> Path:
    return ROOT / name if name in TOP_LEVEL else ROOT / "platform" / name


def python_files(*, migrations: bool = False) -> list[Path]:
    """All of the product's Python, without tests and scripts."""
    files = [path for name in PACKAGES for path in package_folder(name).rglob("*.py")]
    return sorted(path for path in files if migrations or "migrations" not in path.parts)


def layer_files(*stems: str) -> list[Path]:
    """The files of one kind in every app, be they `views.py` or modules of a package `views/`."""
    return [path for path in python_files() if path.stem in stems or path.parent.name in stems]


def template_files() -> list[Path]:
    folders = [ROOT / "templates", *(package_folder(name) / "templates" for name in PACKAGES)]
    return sorted(path for folder in folders if folder.exists() for path in folder.rglob("*.html"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def committed_files() -> list[Path]:
    """What git keeps. Empty outside a repository (an unpacked archive)."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
