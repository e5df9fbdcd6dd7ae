"""The layout of the repository: `platform/` as a source root that hides nothing, names that nobody else has."""

from __future__ import annotations

import importlib
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, package_folder, place, python_files

MAX_LINES = 440
"""Some 400 (see CONTRIBUTING.md), with room for a sentence more."""


def test_platform_is_a_source_root_and_not_a_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_the_standard_library_keeps_its_platform() -> None:
    assert Path(platform.__file__).is_relative_to(Path(sysconfig.get_path("stdlib")))
    assert platform.python_version()


@pytest.mark.parametrize("module", ["platform", "config", "forum"])
def test_imports_work_from_the_repository_itself(module: str) -> None:
    """As Celery and gunicorn start: with the working directory first on the path."""
    code = f"import sys; sys.path.insert(0, ''); import {module}; print({module}.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (str(ROOT) in done.stdout) == (module != "platform")


@pytest.mark.parametrize("name", PACKAGES)
def test_no_package_takes_a_name_of_the_standard_library(name: str) -> None:
    assert name not in sys.stdlib_module_names
    assert importlib.import_module(name).__file__ == str(package_folder(name) / "__init__.py")


def test_no_drawer_for_everything() -> None:
    found = [place(path) for path in python_files() if path.stem in {"utils", "helpers", "misc", "common"}]
    assert found == []


def test_files_stay_readable() -> None:
    long = {
        place(path): lines
        for path in python_files()
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }
    assert long == {}


def test_every_package_is_built_and_checked() -> None:
    """A new package has to be named in the wheel, the layers and the types; forgetting one would go unnoticed."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    wheel = {Path(folder).name for folder in project["hatch"]["build"]["targets"]["wheel"]["packages"]}
    assert wheel == set(PACKAGES)
    assert set(project["importlinter"]["root_packages"]) == set(PACKAGES)
    assert set(PACKAGES) <= set(project["mypy"]["packages"])
    layers = " | ".join(project["importlinter"]["contracts"][0]["layers"])
    assert set(layers.split(" | ")) == set(PACKAGES)
