"""What each kind of file may do (the table in CONTRIBUTING.md): one place writes, and it sees no request."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import calls, layer_files, place, python_files, tree

WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create"}
ASCII_LOOKUPS = ("__icontains", "__iexact", "__istartswith", "__iendswith", "__iregex")


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_actions_see_no_request() -> None:
    offences = []
    for path in layer_files("actions"):
        for node in ast.walk(tree(path)):
            if (isinstance(node, ast.arg) and node.arg == "request") or (
                isinstance(node, ast.Name) and node.id == "request"
            ):
                offences.append(place(path, node))
        if any(name.startswith(("django.http", "django.shortcuts")) for name in _imports(path)):
            offences.append(place(path))
    assert offences == []


def test_actions_do_not_call_tasks() -> None:
    offences = [
        place(path)
        for path in layer_files("actions")
        if any(name.split(".")[-1] == "tasks" or name.startswith("celery") for name in _imports(path))
    ]
    assert offences == []


def test_the_actor_is_named_at_every_call() -> None:
    """`publish_practice(practice, actor=user)`: never two people confused by their position."""
    offences = [
        place(path, node)
        for path in layer_files("actions")
        if path.stem != "steps"  # what the actions of a package share among themselves
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any(argument.arg == "actor" for argument in [*node.args.args, *node.args.posonlyargs])
    ]
    assert offences == []


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, receiver = call.func.attr, call.func.value
    if name == "update":
        # Of a queryset: on the result of a call, and with fields. dict.update is harmless.
        return isinstance(receiver, ast.Call) and bool(call.keywords) and not call.args
    if name == "create":
        return isinstance(receiver, ast.Attribute) and receiver.attr.endswith("objects")
    return name in WRITES


def test_views_do_not_write() -> None:
    files = layer_files(
        "views", "feeds", "wagtail_hooks", "api", "policies", "querysets", "emails", "exports"
    )
    offences = [place(path, call) for path in files for call in calls(path) if _writes(call)]
    assert offences == []


def test_models_do_not_call_actions() -> None:
    offences = [
        place(path)
        for path in layer_files("models", "querysets", "policies")
        if any(name.split(".")[-1] in {"actions", "views", "tasks", "forms"} for name in _imports(path))
    ]
    assert offences == []


def test_tasks_state_their_time_limit() -> None:
    offences = []
    for path in layer_files("tasks"):
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            for decorator in node.decorator_list:
                text = ast.unparse(decorator)
                if "shared_task" in text and "time_limit" not in text:
                    offences.append(place(path, node))
    assert offences == []


@pytest.mark.parametrize("lookup", ASCII_LOOKUPS)
def test_no_comparison_that_only_folds_latin_letters(lookup: str) -> None:
    """SQLite's LIKE ignores case for ASCII alone: „Жилище“ would not be found by „жилище“. Folded columns serve instead."""
    offences = [place(path) for path in python_files() if lookup in path.read_text()]
    assert offences == []


def test_time_is_read_with_its_zone() -> None:
    offences = [
        place(path, call)
        for path in python_files()
        for call in calls(path)
        if ast.unparse(call.func)
        in {"datetime.now", "datetime.datetime.now", "datetime.utcnow", "date.today", "datetime.date.today"}
        and not call.args
        and not call.keywords
    ]
    assert offences == []
