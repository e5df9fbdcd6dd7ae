"""The label follows from the scores, and nobody else decides it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from directory.models import Organisation
from practices import actions
from practices.labels import CRITERIA, has_open_sources, label_for
from practices.models import Practice, ReviewScore
from tests.factories.people import MembershipFactory
from tests.factories.practices import a_card, a_full_card, make_practice

NAMES = [criterion.name for criterion in CRITERIA]
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]
points = st.fixed_dictionaries({name: st.integers(0, 3) for name in NAMES})


def all_of(value: int, **other: int) -> dict[str, int]:
    return dict.fromkeys(NAMES, value) | other


def label(*scores: dict[str, int], **changes: bool) -> str:
    met = {"is_full": True, "is_published_by_reviewer": True, "has_open_sources": True} | changes
    return label_for(**met, scores=scores)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], "checked"),
        ([all_of(3)], "recommended"),
        ([all_of(2, ethics=3)], "reviewed"),  # 15 of 21
        ([all_of(2, ethics=3, relevance=3)], "recommended"),  # 16 of 21
        ([all_of(3, ethics=2)], "reviewed"),
        ([all_of(1)], "reviewed"),
        ([all_of(3, partnership=0)], "checked"),
        ([all_of(3), all_of(1)], "reviewed"),  # ethics isn't a 3 for both
        ([all_of(3), all_of(1, ethics=3)], "reviewed"),  # 21 and 9: a mean of 15
        ([all_of(3), all_of(2, ethics=3)], "recommended"),  # 21 and 15: a mean of 18
        ([all_of(3), all_of(3, relevance=0)], "checked"),
    ],
)
def test_thresholds(scores: list[dict[str, int]], expected: str) -> None:
    assert label(*scores) == expected


@pytest.mark.parametrize("condition", ["is_full", "is_published_by_reviewer", "has_open_sources"])
def test_without_its_conditions_no_score_brings_a_label(condition: str) -> None:
    assert label(all_of(3), **{condition: False}) == ""


@given(points, st.sampled_from(NAMES))
def test_a_better_score_never_lowers_the_label(score: dict[str, int], name: str) -> None:
    order = ["checked", "reviewed", "recommended"]
    better = score | {name: 3}
    assert order.index(label(better)) >= order.index(label(score))


def test_open_sources() -> None:
    assert has_open_sources(["https://example.org/"], "")
    assert has_open_sources([], "office@example.org")
    assert not has_open_sources(["javascript:alert(1)"], "")


# --- in the database ---------------------------------------------------------------------------------------------------


@pytest.fixture
def checked(practice_in: PracticeIn) -> Practice:
    return practice_in("published", card=a_full_card())


def score(actor: Any, practice: Practice, given: dict[str, int]) -> bool:
    changed = actions.score_practice(actor=actor, practice_id=practice.pk, points=given)
    practice.refresh_from_db()
    return changed


@pytest.mark.django_db
def test_a_full_card_with_sources_is_checked_once_published(checked: Practice) -> None:
    assert (checked.label, checked.needs_score) == ("checked", True)


@pytest.mark.django_db
def test_a_snapshot_or_an_import_has_no_label(practice_in: PracticeIn, organisation: Organisation) -> None:
    assert practice_in("published").label == ""
    imported = actions.import_published_practice(
        author=None, organisation=organisation, document=a_full_card(), external_id="elsewhere:1"
    )
    assert (imported.label, imported.needs_score) == ("", False)


@pytest.mark.django_db
def test_scores_bring_the_label_a_letter_and_an_index_entry(
    checked: Practice, second_coordinator: User, member: User
) -> None:
    outbox.drain("mail")
    mail.outbox.clear()
    before = OutboxItem.objects.get(topic="search.embedded", key=f"practice:{checked.pk}").version
    assert score(second_coordinator, checked, all_of(3, participation=1)) is True
    assert (checked.label, checked.needs_score) == ("recommended", False)
    assert OutboxItem.objects.get(topic="search.embedded", key=f"practice:{checked.pk}").version > before
    outbox.drain("mail")
    (letter,) = mail.outbox
    assert letter.to == [member.email]
    for words in ("Препоръчана", "Участие", f"/practices/{checked.pk}/", "/practices/labels/"):
        assert words in letter.body, words


@pytest.mark.django_db
def test_the_same_scores_again_write_nothing(checked: Practice, second_coordinator: User) -> None:
    score(second_coordinator, checked, all_of(2))
    before = list(OutboxItem.objects.values_list("pk", "version"))
    assert score(second_coordinator, checked, all_of(2)) is False
    assert ReviewScore.objects.count() == checked.events.filter(action="scored").count() == 1
    assert list(OutboxItem.objects.values_list("pk", "version")) == before


@pytest.mark.django_db
def test_a_reviewer_may_think_again(checked: Practice, second_coordinator: User) -> None:
    score(second_coordinator, checked, all_of(3))
    assert score(second_coordinator, checked, all_of(3, ethics=0)) is True
    assert checked.label == "checked"
    assert ReviewScore.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{}, all_of(4), all_of(-1), {"relevance": 3}])
def test_points_out_of_range_are_refused(
    checked: Practice, second_coordinator: User, wrong: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match="0 to 3"):
        score(second_coordinator, checked, wrong)
    assert not ReviewScore.objects.exists()


@pytest.mark.django_db
def test_who_may_not_score(
    checked: Practice,
    coordinator: User,
    second_coordinator: User,
    member: User,
    other_member: User,
    visitor: Actor,
    organisation: Organisation,
) -> None:
    with pytest.raises(NotAllowed):  # published it
        score(coordinator, checked, all_of(3))
    for actor in (other_member, visitor, member):
        with pytest.raises(NotVisible):
            score(actor, checked, all_of(3))
    MembershipFactory(user=second_coordinator, organisation=organisation)
    with pytest.raises(NotAllowed):  # belongs to the organisation
        score(second_coordinator, checked, all_of(3))


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["submitted", "returned", "published"])
def test_only_what_is_published_and_checked_is_scored(
    practice_in: PracticeIn, second_coordinator: User, state: str
) -> None:
    with pytest.raises(NotAllowed):
        score(second_coordinator, practice_in(state), all_of(3))


@pytest.mark.django_db
def test_the_label_is_worked_out_anew_when_the_card_is_published_anew(
    checked: Practice, coordinator: User, second_coordinator: User, member: User
) -> None:
    score(second_coordinator, checked, all_of(3))
    Practice.objects.filter(pk=checked.pk).update(state="submitted")
    checked.draft.document = a_card()
    checked.draft.save()
    actions.publish_practice(actor=coordinator, practice_id=checked.pk)
    checked.refresh_from_db()
    assert (checked.label, checked.needs_score) == ("", False)
    Practice.objects.filter(pk=checked.pk).update(state="submitted")
    checked.draft.document = a_full_card()
    checked.draft.save()
    actions.publish_practice(actor=coordinator, practice_id=checked.pk)
    checked.refresh_from_db()
    assert (checked.label, checked.needs_score) == ("recommended", True)


@pytest.mark.django_db
def test_the_second_queue_holds_what_one_may_score(
    checked: Practice, practice_in: PracticeIn, personas: dict[str, Actor], second_coordinator: User
) -> None:
    practice_in("published")
    people = personas | {"second": second_coordinator}
    listed = {
        name: list(Practice.objects.needing_score_by(actor).values_list("pk", flat=True))
        for name, actor in people.items()
    }
    assert {name for name, found in listed.items() if found} == {"second"}
    assert listed["second"] == [checked.pk]


@pytest.mark.django_db
def test_scoring_without_a_script(checked: Practice, second_coordinator: User, signed_in: SignedIn) -> None:
    client, address = signed_in(second_coordinator), f"/bg/practices/{checked.pk}/score/"
    assert client.get(address).content.decode().count('type="radio"') == len(NAMES) * 4
    refused = client.post(address, dict.fromkeys(NAMES[1:], "3") | {"ethics": "7"})
    assert refused.status_code == 422
    assert refused.content.decode().count("field__error") == 2
    assert client.post(address, all_of(3)).status_code == 302
    assert client.post(address, all_of(3)).status_code == 302
    page = client.get(f"/bg/practices/{checked.pk}/").content.decode()
    assert "Препоръчана" in page
    assert "Recommended" in client.get("/en/practices/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["bg", "en"])
def test_everybody_can_read_the_thresholds(client: Client, language: str) -> None:
    response = client.get(f"/{language}/practices/labels/")
    body = response.content.decode()
    assert response.status_code == 200
    with override(language):
        for criterion in CRITERIA:
            assert f'<th scope="row">{criterion.label}' in body
            assert all(escape(str(hint)) in body for hint in criterion.hints)
    assert "16" in body


@pytest.mark.django_db
def test_the_second_queue_costs_the_same_whatever_its_length(
    signed_in: SignedIn, member: User, organisation: Organisation, coordinator: User, second_coordinator: User
) -> None:
    client = signed_in(second_coordinator)
    counts = []
    for number in (2, 18):
        for _made in range(number):
            make_practice(member, organisation, "published", coordinator=coordinator, card=a_full_card())
        client.get("/bg/practices/review/scores/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/bg/practices/review/scores/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
