"""For my municipality: what fits it comes first, and says why; nothing is said for which there are no data."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from forum.enums import ThreadKind
from forum.models import Thread
from practices.models import Practice
from practices.ranking import SHOWN, WEIGHTS, Reason, practices_for, score
from taxonomy.models import Place, Tag
from tests.factories.practices import a_card, make_practice
from tests.forum.factories import BoardFactory, make_thread

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]


@pytest.fixture
def publish(member: User, organisation: Organisation, coordinator: User) -> Callable[..., Practice]:
    """A published practice that shares nothing with Хасково unless it is told to."""

    def make(**facts: Any) -> Practice:
        elsewhere = {
            "places": ["VAR06"],
            "target_groups": ["students"],
            "level": "national",
            "themes": ["data"],
        }
        return make_practice(
            member, organisation, "published", coordinator=coordinator, card=a_card(**(elsewhere | facts))
        )

    return make


def reasons_for(municipality: str, actor: Actor) -> dict[int, list[Reason]]:
    place = Place.objects.with_parents().get(code=municipality)
    return {ranked.practice.pk: ranked.reasons for ranked in practices_for(place, actor)}


def test_the_score_is_the_sum_of_the_weights() -> None:
    assert score([]) == 0
    assert score(Reason) == sum(WEIGHTS.values())
    assert set(WEIGHTS) == set(Reason)
    assert score([Reason.HERE, Reason.GROUPS]) > score([Reason.QUESTION])


def test_each_is_there_for_a_reason(publish: Callable[..., Practice], visitor: Actor) -> None:
    here = publish(places=["HKV34"], target_groups=["refugees"])
    oblast = publish(places=["HKV28"])
    whole_oblast = publish(places=["HKV"])
    groups = publish(target_groups=["refugees", "students"])
    level = publish(level="local")
    nothing = publish()
    found = reasons_for("HKV34", visitor)
    assert found[here.pk] == [Reason.HERE]
    assert found[oblast.pk] == found[whole_oblast.pk] == [Reason.OBLAST]
    assert found[groups.pk] == [Reason.GROUPS]
    assert found[level.pk] == [Reason.LEVEL]
    assert nothing.pk not in found
    assert list(found) == [whole_oblast.pk, oblast.pk, here.pk, groups.pk, level.pk]


def test_a_practice_in_a_district_is_in_its_municipality(
    publish: Callable[..., Practice], visitor: Actor
) -> None:
    district = Place.objects.filter(kind="district", parent__code="SOF46").first()
    assert district
    practice = publish(places=[district.code])
    assert reasons_for("SOF46", visitor)[practice.pk] == [Reason.HERE]


def test_budgets_of_one_size_meet_in_either_currency(
    publish: Callable[..., Practice], visitor: Actor
) -> None:
    publish(places=["HKV34"], target_groups=["refugees"], budget_amount="30000", budget_currency="EUR")
    alike = publish(level="local", budget_amount="60000", budget_currency="BGN")
    larger = publish(level="local", budget_amount="60000", budget_currency="EUR")
    without = publish(level="local")
    found = reasons_for("HKV34", visitor)
    assert Practice.objects.get(pk=alike.pk).budget_amount == Decimal("60000")
    assert found[alike.pk] == [Reason.LEVEL, Reason.BUDGET]
    assert found[larger.pk] == found[without.pk] == [Reason.LEVEL]


@pytest.fixture
def haskovo_asks(organisation: Organisation, member: User) -> Callable[..., Thread]:
    """An open question of somebody in Хасково about a practice or with a tag."""
    organisation.place = Place.objects.get(code="HKV34")
    organisation.save()

    def ask(**options: Any) -> Thread:
        board = options.pop("board", None) or BoardFactory(slug="public")
        tag = options.pop("tag", "")
        about = options.pop("about", None)
        thread = make_thread(member, board, **options)
        Thread.objects.filter(pk=thread.pk).update(
            kind=ThreadKind.QUESTION,
            **({"subject_kind": "practice", "subject_id": about.pk} if about else {}),
        )
        if tag:
            thread.tags.add(Tag.objects.get_or_create(name=tag, slug=tag)[0])
        return thread

    return ask


def test_what_people_there_ask_comes_first(
    publish: Callable[..., Practice], haskovo_asks: Callable[..., Thread], visitor: Actor
) -> None:
    asked_about = publish(themes=["housing"])
    same_theme = publish(themes=["housing", "health"])
    same_tag = publish(tags=["съседи"])
    haskovo_asks(about=asked_about)
    haskovo_asks(tag="съседи", board=BoardFactory(slug="second"))
    found = reasons_for("HKV34", visitor)
    for practice in (asked_about, same_theme, same_tag):
        assert Reason.QUESTION in found[practice.pk]
    assert reasons_for("VAR06", visitor)[asked_about.pk] == [Reason.HERE]


@pytest.mark.parametrize("way", ["closed", "hidden", "members", "pseudonymous", "discussion"])
def test_questions_that_may_not_be_seen_or_are_over_say_nothing(
    way: str, publish: Callable[..., Practice], haskovo_asks: Callable[..., Thread], visitor: Actor
) -> None:
    practice = publish(themes=["housing"], level="local")
    options: dict[str, Any] = {}
    if way == "members":
        options["board"] = BoardFactory(slug="members", members=True)
    if way == "pseudonymous":
        options["is_pseudonymous"] = True
    thread = haskovo_asks(about=practice, **options)
    changes = {
        "closed": {"is_locked": True},
        "hidden": {"state": "hidden"},
        "discussion": {"kind": "discussion"},
    }
    if way in changes:
        Thread.objects.filter(pk=thread.pk).update(**changes[way])
    assert Reason.QUESTION not in reasons_for("HKV34", visitor)[practice.pk]


def test_drafts_are_nowhere(member: User, organisation: Organisation) -> None:
    draft = make_practice(member, organisation, "draft")
    assert draft.pk not in reasons_for("HKV34", member)


def test_the_municipality_is_chosen_as_people_type_it(
    client: Client, signed_in: SignedIn, member: User, organisation: Organisation
) -> None:
    for typed in ("Хасково", "Haskovo (municipality, oblast Haskovo)", "HKV34"):
        response = client.get("/bg/practices/for/", {"place": typed})
        assert (response.status_code, response.headers.get("Location")) == (302, "/bg/practices/for/HKV34/")
    for typed in ("Атлантида", "Хасково (област)", "", "а" * 500, "\x00"):
        response = client.get("/bg/practices/for/", {"place": typed})
        assert response.status_code == 200
        assert "field--error" in response.content.decode()
    organisation.place = Place.objects.filter(kind="district", parent__code="SOF46").first()
    organisation.save()
    html = signed_in(member).get("/bg/practices/for/").content.decode()
    assert 'href="/bg/practices/for/SOF46/"' in html
    assert "/practices/for/SOF46/" not in client.get("/bg/practices/for/").content.decode()


@pytest.mark.parametrize("code", ["HKV", "BG", "XXX99", "hkv34"])
def test_there_are_pages_of_municipalities_alone(code: str, client: Client, db: None) -> None:
    assert client.get(f"/bg/practices/for/{code}/").status_code == 404


def test_the_page_says_why_in_both_languages(client: Client, publish: Callable[..., Practice]) -> None:
    publish(places=["HKV28"])
    assert "от същата област" in client.get("/bg/practices/for/HKV34/").content.decode()
    assert "from the same oblast" in client.get("/en/practices/for/HKV34/").content.decode()
    empty = client.get("/bg/practices/for/VID09/")
    assert empty.status_code == 200


def test_the_page_costs_the_same_whatever_its_length(
    signed_in: SignedIn,
    member: User,
    publish: Callable[..., Practice],
    haskovo_asks: Callable[..., Thread],
) -> None:
    call_command("setup_site", verbosity=0)  # a menu that is empty costs a query more
    client = signed_in(member)
    haskovo_asks(about=publish(themes=["housing"]))
    counts = []
    for number in (2, 18):
        for _made in range(number):
            publish(places=["HKV34"], level="local")
        client.get("/bg/practices/for/HKV34/")
        with CaptureQueriesContext(connection) as queries:
            html = client.get("/bg/practices/for/HKV34/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert html.count('class="card__title"') == SHOWN


def test_only_the_best_are_shown_and_the_latest_of_equals_first(
    publish: Callable[..., Practice], visitor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practices.ranking.SHOWN", 2)
    made = [publish(places=["HKV28"]) for _number in range(3)]
    oldest = made[-1]
    Practice.objects.filter(pk=oldest.pk).update(
        published_at=oldest.published_at - datetime.timedelta(days=9)  # type: ignore[operator]
    )
    assert list(reasons_for("HKV34", visitor)) == [made[1].pk, made[0].pk]
