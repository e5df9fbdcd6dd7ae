"""The places that a process remembers: read once, and anew after a change in whatever process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils.translation import override

from taxonomy.actions import load_vocabularies
from taxonomy.models import Place
from taxonomy.place_labels import known_places

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., Any]


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    cache.delete("taxonomy.places")
    yield
    cache.delete("taxonomy.places")  # what a test renamed has its old name again


def test_they_are_read_once(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        known_places()
    with django_assert_num_queries(0):
        assert known_places().code_of("Хасково") == "HKV34"
        labels = known_places().labels()
        with override("en"):
            assert known_places().labels() != labels
            assert known_places().code_of("Haskovo (municipality, oblast Haskovo)") == "HKV34"


def test_a_changed_name_is_known_as_soon_as_it_is_committed(
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    assert known_places().code_of("Ново Хасково") == "Ново Хасково"
    place = Place.objects.get(code="HKV34")
    place.name_bg = "Ново Хасково"
    with django_capture_on_commit_callbacks(execute=True):
        place.save()
        assert known_places().code_of("Ново Хасково") == "Ново Хасково"
    assert known_places().code_of("Ново Хасково") == "HKV34"


def test_so_is_what_the_files_bring(django_capture_on_commit_callbacks: OnCommit) -> None:
    Place.objects.filter(code="HKV34").update(name_bg="Старо име")
    assert known_places().label_of("HKV34").startswith("Старо име")
    with django_capture_on_commit_callbacks(execute=True):
        load_vocabularies(reset=True)
    assert known_places().label_of("HKV34").startswith("Хасково")


def test_a_load_that_brings_nothing_forgets_nothing(
    django_capture_on_commit_callbacks: OnCommit, django_assert_num_queries: Any
) -> None:
    known_places()
    with django_capture_on_commit_callbacks(execute=True):
        load_vocabularies()
    with django_assert_num_queries(0):
        known_places()
