"""The tests' own database: what migrations wrote is there again after a test that really commits."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page

from taxonomy.models import Place, Term
from tests.factories.people import MembershipFactory
from tests.fixtures.database import restore_rows


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_migrations_survive_a_flush(pytestconfig: pytest.Config) -> None:
    before = [model.objects.count() for model in (Page, Locale, Term, Place)]
    assert all(before)
    root = Page.objects.get(depth=1)
    call_command("flush", verbosity=0, interactive=False)
    assert not Term.objects.exists()
    restore_rows(pytestconfig)
    assert [model.objects.count() for model in (Page, Locale, Term, Place)] == before
    restored = Page.objects.get(depth=1)
    assert restored.pk == root.pk
    assert restored.specific_class is Page  # its content type is one of the new ones


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 2])
def test_committing_tests_leave_nothing_behind(number: int) -> None:
    """Each of the two would meet the other's rows."""
    membership = MembershipFactory(user__email="left-behind@example.org")
    assert membership.user.pk
    assert Page.objects.filter(depth=1).exists()


@pytest.mark.django_db
def test_personas_differ(personas: dict[str, object]) -> None:
    assert len({getattr(person, "email", "") for person in personas.values()}) == len(personas)
