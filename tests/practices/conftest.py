"""Practices of `organisation`, one in each state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from directory.models import Organisation
from practices.enums import PracticeState
from practices.models import Practice
from tests.factories.people import UserFactory
from tests.factories.practices import make_practice, make_update


@pytest.fixture
def practice_in(member: User, organisation: Organisation, coordinator: User) -> Callable[..., Practice]:
    def make(state: str, **options: object) -> Practice:
        return make_practice(member, organisation, state, coordinator=coordinator, **options)  # type: ignore[arg-type]

    return make


@pytest.fixture
def second_coordinator(db: None) -> User:
    return UserFactory(email="second@example.org", display_name="Стефан Вторев", coordinator=True)


@pytest.fixture
def practices(practice_in: Callable[..., Practice]) -> dict[str, Practice]:
    return {state: practice_in(state) for state in PracticeState.values}


@pytest.fixture
def updates(member: User, organisation: Organisation, coordinator: User) -> dict[str, Practice]:
    """Published practices with an update in each of its states."""
    return {
        f"update {state}": make_update(member, organisation, state, coordinator=coordinator)
        for state in ("draft", "submitted", "returned")
    }
