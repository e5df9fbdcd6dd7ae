"""Nothing but ownership.py reads whose a pseudonym is, and its two questions from the pseudonym's side have one caller each.

Looks through the source of the whole repository, so that code that doesn't exist yet is held as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform", "forum", "practices", "search", "scripts", "templates", "tests")

MAY_NAME_THE_TABLE = {"forum/models/personas.py", "forum/ownership.py", "forum/migrations/0001_initial.py"}

CALLERS = {
    "owner_ids_for_delivery": {"forum/ownership.py", "forum/delivery.py"},
    "owner_for_opening": {"forum/ownership.py", "forum/actions/pseudonyms.py"},
}


def sources(*suffixes: str) -> Iterator[tuple[str, str]]:
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            is_test_of_forum = path.is_relative_to(ROOT / "tests" / "forum")
            if path.suffix in suffixes and not is_test_of_forum:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_the_table_is_named_in_its_own_places_only() -> None:
    found = {
        path
        for path, text in sources(".py", ".html", ".txt", ".sql")
        if "personaowner" in text.lower().replace("_", "")
    }
    assert found <= MAY_NAME_THE_TABLE, f"Ask forum.ownership instead: {sorted(found - MAY_NAME_THE_TABLE)}"


def test_only_ownership_imports_the_table() -> None:
    for path, text in sources(".py"):
        names = {
            alias.name
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert "PersonaOwner" not in names or path == "forum/ownership.py", path


@pytest.mark.parametrize("question", CALLERS)
def test_each_question_has_one_caller(question: str) -> None:
    found = {path for path, text in sources(".py", ".html") if question in text}
    assert found == CALLERS[question]


def test_no_relation_leads_from_a_persona_or_a_user_to_the_table() -> None:
    """A join by a forgotten `__` path is impossible: there are no reverse accessors."""
    owner = apps.get_model("forum", "PersonaOwner")
    for field in owner._meta.get_fields():
        if field.is_relation and field.related_model is not None:
            assert field.remote_field.hidden, field.name  # type: ignore[union-attr]


def test_a_pseudonym_has_no_column_that_could_tell() -> None:
    persona = apps.get_model("forum", "Persona")
    post = apps.get_model("forum", "Post")
    user = apps.get_model("accounts", "User")
    assert [field.name for field in persona._meta.concrete_fields if field.related_model is user] == ["user"]
    assert not [field for field in post._meta.concrete_fields if field.related_model is user]
