"""Following a practice, a theme, a place: one letter for each piece of news, as its reader may see it then, and a way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from directory.models import Organisation
from notifications import actions as following
from notifications.models import Subscription
from notifications.subscriptions import NEWS_TOPIC
from practices import actions
from practices.models import Practice
from taxonomy.models import Term
from tests.factories.people import UserFactory
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


def delivered() -> list[Any]:
    """The letters of the news, without those that authors and reviewers get."""
    outbox.drain(NEWS_TOPIC)
    outbox.drain("mail")
    found = [letter for letter in mail.outbox if "List-Unsubscribe" in letter.message()]
    mail.outbox.clear()
    return found


def one_click(letter: Any) -> str:
    """The address within the site that a mail program would post to."""
    header = letter.message()["List-Unsubscribe"]
    assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https?://[^/]+(/.+)>", header)
    assert found, header
    return found[1]


@pytest.mark.parametrize(
    ("kind", "key", "hears"),
    [
        ("theme", "housing", True),
        ("theme", "employment", True),
        ("theme", "health", False),
        ("place", "HKV34", True),
        ("place", "HKV", True),
        ("place", "BG", True),
        ("place", "VAR", False),
    ],
)
def test_a_new_practice_is_news_of_its_themes_and_places(
    kind: str, key: str, hears: bool, practice_in: PracticeIn, newcomer: User
) -> None:
    assert following.follow(actor=newcomer, kind=kind, key=key)
    practice = practice_in("published")
    letters = delivered()
    assert [letter.to for letter in letters] == ([[newcomer.email]] if hears else [])
    if hears:
        assert letters[0].subject == "Нова практика: Квартира с наставник"
        assert f"/bg/practices/{practice.pk}/" in letters[0].body
        assert "Спиране на тези писма:" in letters[0].body


def test_whoever_follows_it_in_several_ways_gets_one_letter(practice_in: PracticeIn, newcomer: User) -> None:
    for kind, key in (("theme", "housing"), ("theme", "employment"), ("place", "HKV34"), ("place", "HKV")):
        following.follow(actor=newcomer, kind=kind, key=key)
    practice_in("published")
    (letter,) = delivered()
    assert "една от темите" in letter.body
    assert delivered() == []


def test_the_letter_is_in_its_readers_language(practice_in: PracticeIn, newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(language="en")
    following.follow(actor=newcomer, kind="theme", key="housing")
    practice_in("published")
    (letter,) = delivered()
    assert letter.subject.startswith("A new practice:")
    assert one_click(letter).startswith("/en/notifications/unsubscribe/")


def test_who_made_the_news_is_told_by_nobody(
    practice_in: PracticeIn, member: User, coordinator: User
) -> None:
    for person in (member, coordinator):
        following.follow(actor=person, kind="theme", key="housing")
    practice_in("published")
    assert delivered() == []


def test_what_followers_of_a_practice_hear(
    practice_in: PracticeIn,
    member: User,
    newcomer: User,
    other_member: User,
    other_organisation: Organisation,
) -> None:
    practice = practice_in("published")
    following.follow(actor=newcomer, kind="practice", key=str(practice.pk))
    following.follow(actor=member, kind="practice", key=str(practice.pk))
    following.follow(actor=newcomer, kind="theme", key="housing")
    delivered()
    actions.mark_adaptation(actor=other_member, practice_id=practice.pk, organisation=other_organisation)
    (applied,) = delivered()  # the author has a letter of their own about it
    assert applied.to == [newcomer.email]
    assert "Фондация „Праг“" in applied.body
    assert "следите тази практика" in applied.body
    actions.archive_practice(actor=member, practice_id=practice.pk)
    (archived,) = delivered()
    assert archived.subject == "В архива: Квартира с наставник"


def test_an_adaptation_that_was_taken_back_is_no_news(
    practice_in: PracticeIn, newcomer: User, other_member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("published")
    following.follow(actor=newcomer, kind="practice", key=str(practice.pk))
    delivered()
    adaptation, _is_new = actions.mark_adaptation(
        actor=other_member, practice_id=practice.pk, organisation=other_organisation
    )
    actions.undo_adaptation(actor=other_member, adaptation_id=adaptation.pk)
    assert delivered() == []


def test_what_was_stopped_or_archived_meanwhile_brings_no_letter(
    practice_in: PracticeIn, member: User, newcomer: User, other_member: User
) -> None:
    for person in (newcomer, other_member):
        following.follow(actor=person, kind="theme", key="housing")
    practice = practice_in("published")
    outbox.drain(NEWS_TOPIC)  # the letters are queued, and not written yet
    following.unfollow(actor=newcomer, kind="theme", key="housing")
    mail.outbox.clear()
    assert [letter.to for letter in delivered()] == [[other_member.email]]
    practice_in("published")
    for one in Practice.objects.published().exclude(pk=practice.pk):
        actions.archive_practice(actor=member, practice_id=one.pk)
    assert delivered() == []


def test_imported_cards_are_no_news(organisation: Organisation, newcomer: User) -> None:
    following.follow(actor=newcomer, kind="theme", key="housing")
    actions.import_published_practice(
        author=None, organisation=organisation, document=a_card(), external_id="проба:1"
    )
    assert delivered() == []


def test_a_mail_program_stops_the_letters_with_one_post(
    client: Client, practice_in: PracticeIn, newcomer: User
) -> None:
    following.follow(actor=newcomer, kind="theme", key="housing")
    practice_in("published")
    (letter,) = delivered()
    strict = Client(enforce_csrf_checks=True)  # signed out, and without any cookie
    address = one_click(letter)
    shown = strict.get(address)
    assert shown.status_code == 200
    assert "Да спрем ли тези писма?" in shown.content.decode()
    assert Subscription.objects.count() == 1  # looking at it stops nothing
    for _time in range(2):
        response = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert "Няма да получавате повече" in response.content.decode()
    assert not Subscription.objects.exists()
    assert strict.get(address).status_code == 200
    assert strict.get("/bg/notifications/unsubscribe/измислено:123/").status_code == 404
    assert strict.post(address[:-3] + "xy/").status_code == 404


def test_nobody_stops_the_letters_of_others_by_guessing(client: Client, newcomer: User) -> None:
    following.follow(actor=newcomer, kind="theme", key="housing")
    number = Subscription.objects.get().pk
    assert client.post(f"/bg/notifications/unsubscribe/{number}/").status_code == 404
    assert Subscription.objects.exists()


def test_following_twice_is_following_once(newcomer: User) -> None:
    assert following.follow(actor=newcomer, kind="theme", key="housing")
    assert not following.follow(actor=newcomer, kind="theme", key="housing")
    assert following.unfollow(actor=newcomer, kind="theme", key="housing")
    assert not following.unfollow(actor=newcomer, kind="theme", key="housing")


@pytest.mark.parametrize(
    ("kind", "key"),
    [("theme", "no-such"), ("place", "XXX"), ("planet", "mars"), ("practice", "999999"), ("practice", "²")],
)
def test_what_is_not_there_cannot_be_followed(
    kind: str, key: str, newcomer: User, signed_in: SignedIn
) -> None:
    with pytest.raises(NotVisible):
        following.follow(actor=newcomer, kind=kind, key=key)
    assert signed_in(newcomer).get(f"/bg/notifications/follow/{kind}/{key}/").status_code == 404


def test_drafts_are_followed_by_nobody(practice_in: PracticeIn, member: User, coordinator: User) -> None:
    practice = practice_in("submitted")
    for actor in (member, coordinator):
        with pytest.raises(NotVisible):
            following.follow(actor=actor, kind="practice", key=str(practice.pk))


def test_there_is_an_end_to_what_one_can_follow(newcomer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MAX_SUBSCRIPTIONS", 1)
    following.follow(actor=newcomer, kind="theme", key="housing")
    with pytest.raises(NotAllowed):
        following.follow(actor=newcomer, kind="theme", key="health")


def test_the_button_on_the_card_follows_and_stops(
    practice_in: PracticeIn, signed_in: SignedIn, newcomer: User
) -> None:
    practice, client = practice_in("published"), signed_in(newcomer)
    card, address = f"/bg/practices/{practice.pk}/", f"/bg/notifications/follow/practice/{practice.pk}/"
    assert 'value="follow"' in client.get(card).content.decode()
    for _click in range(2):
        response = client.post(address, {"action": "follow", "next": card})
        assert (response.status_code, response.headers["Location"]) == (302, card)
    assert 'value="stop"' in client.get(card).content.decode()
    assert "Квартира с наставник" in client.get("/bg/notifications/following/").content.decode()
    for elsewhere in ("//evil.example/", "/\\evil.example/", "javascript:alert(1)", "nothing", "-1"):
        assert client.post(address, {"action": "stop", "next": elsewhere}).headers["Location"] == (
            "/bg/notifications/following/"
        )
    assert not Subscription.objects.exists()


def test_a_visitor_is_led_to_sign_in_and_back(client: Client, practice_in: PracticeIn) -> None:
    practice = practice_in("published")
    address = f"/bg/notifications/follow/practice/{practice.pk}/"
    assert f'href="{address}"' in client.get(f"/bg/practices/{practice.pk}/").content.decode()
    response = client.get(address)
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]


def test_the_list_offers_to_follow_what_it_is_narrowed_to(client: Client, db: None) -> None:
    html = client.get("/bg/practices/?theme=housing&place=HKV").content.decode()
    assert "/bg/notifications/follow/theme/housing/" in html
    assert "/bg/notifications/follow/place/HKV/" in html
    assert "/notifications/follow/" not in client.get("/bg/practices/").content.decode()


def test_what_is_gone_can_still_be_stopped(signed_in: SignedIn, newcomer: User) -> None:
    Subscription.objects.create(user=newcomer, kind="practice", key="999999")
    client = signed_in(newcomer)
    assert "вече го няма" in client.get("/bg/notifications/following/").content.decode()
    client.post("/bg/notifications/follow/practice/999999/", {"action": "stop"})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("address", ["/bg/notifications/following/", "/bg/accounts/profile/"])
def test_what_one_follows_costs_the_same_however_much_it_is(
    address: str,
    signed_in: SignedIn,
    newcomer: User,
    member: User,
    organisation: Organisation,
    coordinator: User,
) -> None:
    client = signed_in(newcomer)
    themes = list(Term.objects.of("theme").values_list("code", flat=True))
    counts = []
    for number in (2, 18):
        for _made in range(number):
            practice = make_practice(member, organisation, "published", coordinator=coordinator)
            following.follow(actor=newcomer, kind="practice", key=str(practice.pk))
            following.follow(actor=newcomer, kind="theme", key=themes.pop())
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_publishing_costs_the_same_however_many_follow(practice_in: PracticeIn, coordinator: User) -> None:
    actions.publish_practice(actor=coordinator, practice_id=practice_in("submitted").pk)
    counts = []
    for number in (0, 20):
        delivered()
        for _made in range(number):
            following.follow(actor=UserFactory(), kind="theme", key="housing")
        practice = practice_in("submitted")
        with CaptureQueriesContext(connection) as queries:
            actions.publish_practice(actor=coordinator, practice_id=practice.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(delivered()) == 20
