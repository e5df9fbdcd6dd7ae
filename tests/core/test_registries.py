"""Audiences, subjects and panels: what apps tell each other without knowing each other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from core import panels, subjects
from core.access import Actor
from core.audiences import COORDINATORS, MEMBERS, PUBLIC, audience_tokens
from core.panels import Panel, panels_of, register_panel
from core.subjects import Discussion, Subject, discussions_of, resolve_subject, subject_follower_ids
from directory.models import Organisation
from tests.factories.people import MembershipFactory, UserFactory


def test_a_visitor_is_the_public(visitor: Actor) -> None:
    assert audience_tokens(visitor) == {PUBLIC}


def test_a_newcomer_is_the_public_and_themselves(newcomer: User) -> None:
    assert audience_tokens(newcomer) == {PUBLIC, f"user:{newcomer.pk}"}


def test_a_member_has_their_organisation(member: User, organisation: Organisation) -> None:
    tokens = audience_tokens(member)
    assert {MEMBERS, f"org:{organisation.pk}"} <= tokens
    assert COORDINATORS not in tokens


def test_a_coordinator_belongs_to_the_members(coordinator: User) -> None:
    assert {MEMBERS, COORDINATORS} <= audience_tokens(coordinator)


@pytest.mark.parametrize("trait", ["requested", "ended", "over"])
def test_a_membership_that_does_not_count_gives_nothing(organisation: Organisation, trait: str) -> None:
    person = UserFactory()
    MembershipFactory(user=person, organisation=organisation, **{trait: True})
    assert MEMBERS not in audience_tokens(person)
    assert f"org:{organisation.pk}" not in audience_tokens(person)


def test_tokens_are_asked_for_once(member: User, django_assert_num_queries: Any) -> None:
    person = User.objects.get(pk=member.pk)
    audience_tokens(person)
    with django_assert_num_queries(0):
        audience_tokens(person)


class Letters:
    """Subjects of which number 1 is there for everybody and number 2 for nobody."""

    def resolve(self, subject_id: int, actor: Actor) -> Subject | None:
        return Subject("letter", 1, "Писмо", "/bg/писмо/") if subject_id == 1 else None

    def follower_ids(self, subject_id: int) -> list[int]:
        return [3, 3, 4]


@pytest.fixture
def letters() -> Iterator[None]:
    finders = list(subjects._discussion_finders)
    subjects._discussion_finders.clear()
    subjects.register_subject("letter", Letters())
    yield
    subjects._subject_providers.pop("letter")
    subjects._discussion_finders[:] = finders


def test_subjects_are_found_through_their_app(letters: None, visitor: Actor) -> None:
    assert resolve_subject("letter", 1, visitor) == Subject("letter", 1, "Писмо", "/bg/писмо/")
    assert resolve_subject("letter", 2, visitor) is None
    assert resolve_subject("nothing", 1, visitor) is None
    assert subject_follower_ids("letter", 1) == {3, 4}
    assert subject_follower_ids("nothing", 1) == set()


def test_discussions_of_a_subject_come_latest_first(letters: None, visitor: Actor) -> None:
    now = timezone.now()
    older = Discussion("стара", "/1/", 2, now - datetime.timedelta(days=1))
    newer = Discussion("нова", "/2/", 0, now)
    subjects.register_discussions(lambda kind, subject_id, actor: [older] if kind == "letter" else [])
    subjects.register_discussions(lambda kind, subject_id, actor: [newer] if kind == "letter" else [])
    assert discussions_of("letter", 1, visitor) == [newer, older]


def test_panels_come_in_their_order_and_only_where_there_is_something(visitor: Actor) -> None:
    try:
        register_panel("test-page", lambda subject, actor: Panel("b.html", position=20))
        register_panel("test-page", lambda subject, actor: None)
        register_panel("test-page", lambda subject, actor: Panel("a.html", {"of": subject}, position=10))
        assert [panel.template for panel in panels_of("test-page", "тема", visitor)] == ["a.html", "b.html"]
        assert panels_of("another-page", "тема", visitor) == []
    finally:
        panels._providers.pop("test-page")
