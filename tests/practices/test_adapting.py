"""„Ще го приложим“: an organisation marks that it applies a practice, tells of it, and stands in the card's lineage."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from directory.memberships import forget_memberships
from directory.models import Organisation
from notifications.actions import follow
from notifications.subscriptions import NEWS_TOPIC
from practices import actions
from practices.actions.adapting import MAX_CHANGES_A_DAY
from practices.models import Adaptation, Practice
from practices.small_forms import AdaptationForm
from taxonomy.models import Place
from taxonomy.place_labels import PlaceFinder
from tests.factories.people import MembershipFactory, OrganisationFactory
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


def marked(practice: Practice, actor: User, organisation: Organisation, **more: Any) -> Adaptation:
    adaptation, _is_new = actions.mark_adaptation(
        actor=actor, practice_id=practice.pk, organisation=organisation, **more
    )
    return adaptation


def told(adaptation: Adaptation, actor: User, **values: Any) -> bool:
    given = {"state": "running", "language": "bg", "changes": "Вместо наставник – съсед."} | values
    return actions.tell_adaptation(actor=actor, adaptation_id=adaptation.pk, **given)


def test_marking_twice_is_one_mark_and_one_letter(
    practice_in: PracticeIn, member: User, other_member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("published")
    outbox.drain("mail")
    mail.outbox.clear()
    first, is_first = actions.mark_adaptation(
        actor=other_member, practice_id=practice.pk, organisation=other_organisation
    )
    before = OutboxItem.objects.count()
    again, is_new = actions.mark_adaptation(
        actor=other_member, practice_id=practice.pk, organisation=other_organisation
    )
    assert (is_first, is_new, again) == (True, False, first)
    assert OutboxItem.objects.count() == before
    assert practice.events.filter(action="adapted").count() == 1
    outbox.drain("mail")
    assert [letter.to for letter in mail.outbox] == [[member.email]]
    assert "Фондация „Праг“" in mail.outbox[0].body
    assert f"/bg/practices/{practice.pk}/#applied" in mail.outbox[0].body


def test_the_letter_speaks_the_language_of_its_reader(
    practice_in: PracticeIn, member: User, other_member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("published")
    outbox.drain("mail")
    mail.outbox.clear()
    User.objects.filter(pk=member.pk).update(language="en")
    marked(practice, other_member, other_organisation)
    outbox.drain("mail")
    assert mail.outbox[0].subject.startswith("Threshold Foundation applies your practice")
    assert "/en/practices/" in mail.outbox[0].body


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "archived"])
def test_only_what_is_published_is_applied(
    state: str, practice_in: PracticeIn, other_member: User, other_organisation: Organisation
) -> None:
    expected = NotAllowed if state == "archived" else NotVisible
    with pytest.raises(expected):
        marked(practice_in(state), other_member, other_organisation)
    assert not Adaptation.objects.exists()


def test_nobody_speaks_for_an_organisation_of_others(
    practice_in: PracticeIn,
    member: User,
    newcomer: User,
    coordinator: User,
    organisation: Organisation,
    other_organisation: Organisation,
) -> None:
    practice = practice_in("published")
    for actor in (newcomer, coordinator, member):
        with pytest.raises(NotAllowed):
            marked(practice, actor, other_organisation)
    with pytest.raises(NotAllowed):  # their own practice
        marked(practice, member, organisation)


def test_the_account_is_kept_by_the_organisation_alone(
    practice_in: PracticeIn,
    personas: dict[str, Actor],
    signed_in: SignedIn,
    other_member: User,
    other_organisation: Organisation,
) -> None:
    adaptation = marked(practice_in("published"), other_member, other_organisation)
    address = f"/bg/practices/adaptations/{adaptation.pk}/"
    for name, actor in personas.items():
        client = signed_in(actor)
        expected = 200 if name == "other_member" else 302 if name == "visitor" else 404
        assert client.get(address).status_code == expected, name
        if name not in ("other_member", "visitor"):
            assert client.post(address, {"state": "ended"}).status_code == 404, name
            assert client.post(f"{address}undo/").status_code == 404, name
    adaptation.refresh_from_db()
    assert adaptation.state == "planned"


def test_saving_the_same_account_again_writes_nothing(
    practice_in: PracticeIn, other_member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("published")
    adaptation = marked(practice, other_member, other_organisation)
    assert told(adaptation, other_member, cost=Decimal("1200.50"), cost_currency="BGN")
    before = list(OutboxItem.objects.values_list("pk", "version"))
    assert not told(adaptation, other_member, cost=Decimal("1200.50"), cost_currency="BGN", language="en")
    assert list(OutboxItem.objects.values_list("pk", "version")) == before
    assert practice.events.filter(action="adapt_told").count() == 1


def test_the_authors_hear_of_the_first_account_and_of_the_end_and_of_nothing_between(
    practice_in: PracticeIn, member: User, other_member: User, other_organisation: Organisation
) -> None:
    adaptation = marked(practice_in("published"), other_member, other_organisation)
    letters = []
    for values in (
        {},
        {"changes": "Вместо наставник – двама съседи."},
        {"state": "ended", "outcome": "Шест семейства."},
        {"state": "ended", "outcome": "Седем семейства."},
    ):
        outbox.drain("mail")
        mail.outbox.clear()
        told(adaptation, other_member, **values)
        outbox.drain("mail")
        letters.append([letter.to for letter in mail.outbox])
    assert letters == [[[member.email]], [], [[member.email]], []]


def test_a_mistaken_mark_is_taken_back_until_something_was_told(
    practice_in: PracticeIn, member: User, other_member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("published")
    outbox.drain("mail")
    mail.outbox.clear()
    adaptation = marked(practice, other_member, other_organisation)
    assert actions.undo_adaptation(actor=other_member, adaptation_id=adaptation.pk)
    assert not actions.undo_adaptation(actor=other_member, adaptation_id=adaptation.pk)
    outbox.drain("mail")
    assert mail.outbox == []  # the letter that waited has no reason any more
    adaptation = marked(practice, other_member, other_organisation)
    told(adaptation, other_member)
    with pytest.raises(NotAllowed):
        actions.undo_adaptation(actor=other_member, adaptation_id=adaptation.pk)


def test_the_card_shows_who_applied_it_and_where_it_came_from(
    client: Client,
    practice_in: PracticeIn,
    coordinator: User,
    other_member: User,
    other_organisation: Organisation,
) -> None:
    practice = practice_in("published")
    own = make_practice(
        other_member, other_organisation, "published", coordinator=coordinator,
        card=a_card(title="Съсед вместо наставник", organisation="prag"),
    )  # fmt: skip
    place = Place.objects.get(code="HKV34")
    adaptation = marked(practice, other_member, other_organisation, place=place)
    html = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert "Кой го приложи" in html
    assert "Фондация „Праг“" in html
    assert "Още не са разказали" in html
    told(
        adaptation, other_member, outcome="<b>Шест</b> семейства.", cost=Decimal("1500"), cost_currency="EUR",
        own_practice=own, place=place,
    )  # fmt: skip
    html = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert "&lt;b&gt;Шест&lt;/b&gt;" in html
    assert "1500" in html.replace("\u00a0", "").replace(" ", "")
    assert f'href="/bg/practices/{own.pk}/"' in html
    english = client.get(f"/en/practices/{practice.pk}/").content.decode()
    assert "Who applied it" in english
    assert 'lang="bg">Вместо наставник' in english
    above = client.get(f"/bg/practices/{own.pk}/").content.decode()
    assert "Адаптирана от" in above
    assert f'href="/bg/practices/{practice.pk}/"' in above


def test_a_card_that_names_its_original_stands_in_its_lineage(
    client: Client,
    practice_in: PracticeIn,
    coordinator: User,
    other_member: User,
    other_organisation: Organisation,
) -> None:
    practice = practice_in("published")
    card = a_card(title="Съсед вместо наставник", organisation="prag", adapted_from=str(practice.pk))
    own = make_practice(other_member, other_organisation, "published", coordinator=coordinator, card=card)
    adaptation = Adaptation.objects.get()
    assert (adaptation.practice, adaptation.own_practice) == (practice, own)
    assert "Съсед вместо наставник" in client.get(f"/bg/practices/{practice.pk}/").content.decode()


def test_a_card_of_somebody_else_cannot_be_claimed(
    practice_in: PracticeIn, other_member: User, other_organisation: Organisation
) -> None:
    adaptation = marked(practice_in("published"), other_member, other_organisation)
    with pytest.raises(NotAllowed):
        told(adaptation, other_member, own_practice=practice_in("published"))


def test_the_pages_work_without_a_script(
    signed_in: SignedIn, practice_in: PracticeIn, other_member: User, other_organisation: Organisation
) -> None:
    practice = practice_in("published")
    client = signed_in(other_member)
    address = f"/bg/practices/{practice.pk}/apply/"
    assert "Фондация „Праг“" in client.get(address).content.decode()
    data = {"organisation": other_organisation.pk, "state": "running", "place": "Хасково"}
    refused = client.post(address, data | {"place": "Атлантида"})
    assert refused.status_code == 422
    assert "Атлантида" in refused.content.decode()
    for _click in range(2):
        response = client.post(address, data)
        assert response.status_code == 302
        assert response.url == f"/bg/practices/{practice.pk}/#applied"
    adaptation = Adaptation.objects.get()
    assert (adaptation.state, adaptation.place.code) == ("running", "HKV34")  # type: ignore[union-attr]
    account = client.get(address).url  # type: ignore[attr-defined] # whoever has said so goes on to tell
    wrong = {"state": "ended", "cost": "много", "cost_currency": "EUR", "changes": "Друго"}
    refused = client.post(account, wrong)
    assert refused.status_code == 422
    assert 'value="много"' in refused.content.decode()
    assert client.post(account, wrong | {"cost": "12 500,5"}).status_code == 302
    adaptation.refresh_from_db()
    assert (adaptation.cost, adaptation.cost_currency) == (Decimal("12500.50"), "EUR")
    assert 'value="12500,50"' in client.get(account).content.decode()


@pytest.mark.parametrize(
    ("typed", "cost"),
    [
        ("", None),
        ("1200", Decimal("1200")),
        ("12 500", Decimal("12500")),
        ("12.500", Decimal("12500")),
        ("1,250,000", Decimal("1250000")),
        ("899,90", Decimal("899.90")),
        ("899.9", Decimal("899.90")),
        ("0", Decimal("0")),
        ("-5", False),
        ("NaN", False),
        ("Infinity", False),
        ("1e99", False),
        ("9" * 29, False),
        ("12 лв.", False),
    ],
)
def test_sums_are_read_as_people_write_them(
    typed: str,
    cost: Decimal | bool | None,
    practice_in: PracticeIn,
    other_member: User,
    other_organisation: Organisation,
) -> None:
    adaptation = marked(practice_in("published"), other_member, other_organisation)
    data = {"state": "running", "cost": typed, "cost_currency": "EUR"}
    form = AdaptationForm(data, adaptation=adaptation, places=PlaceFinder())
    assert form.is_valid() is (cost is not False), form.errors
    if cost is not False:
        assert form.cleaned_data["cost"] == cost


def test_who_belongs_nowhere_is_shown_the_way(
    signed_in: SignedIn, practice_in: PracticeIn, newcomer: User, member: User
) -> None:
    practice = practice_in("published")
    html = signed_in(newcomer).get(f"/bg/practices/{practice.pk}/apply/").content.decode()
    assert "/bg/organisations/" in html
    assert 'name="state"' not in html
    assert signed_in(newcomer).post(f"/bg/practices/{practice.pk}/apply/", {}).status_code == 403
    assert signed_in(member).get(f"/bg/practices/{practice.pk}/apply/").status_code == 403


def test_a_card_costs_the_same_however_many_apply_it(
    signed_in: SignedIn, practice_in: PracticeIn, member: User
) -> None:
    call_command("setup_site", verbosity=0)  # a menu that is empty costs a query more
    practice, client = practice_in("published"), signed_in(member)
    place = Place.objects.get(code="HKV34")
    counts = []
    for number in (2, 18):
        for _made in range(number):
            organisation = OrganisationFactory()
            person = MembershipFactory(organisation=organisation).user
            forget_memberships(person)
            marked(practice, person, organisation, place=place)
        client.get(f"/bg/practices/{practice.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/bg/practices/{practice.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_marking_and_taking_back_by_turns_floods_nobody(
    practice_in: PracticeIn,
    other_member: User,
    other_organisation: Organisation,
    newcomer: User,
) -> None:
    practice = practice_in("published")
    follow(actor=newcomer, kind="practice", key=str(practice.pk))
    for topic in ("mail", NEWS_TOPIC, "mail"):
        outbox.drain(topic)
    mail.outbox.clear()
    for _turn in range(MAX_CHANGES_A_DAY + 5):
        adaptation, is_new = actions.mark_adaptation(
            actor=other_member, practice_id=practice.pk, organisation=other_organisation
        )
        assert is_new
        for topic in ("mail", NEWS_TOPIC, "mail"):
            outbox.drain(topic)
        actions.undo_adaptation(actor=other_member, adaptation_id=adaptation.pk)
    assert len(mail.outbox) == 2 * MAX_CHANGES_A_DAY, "the author and the follower"


def test_ending_and_beginning_again_by_turns_floods_nobody(
    practice_in: PracticeIn,
    other_member: User,
    other_organisation: Organisation,
) -> None:
    practice = practice_in("published")
    adaptation, _is_new = actions.mark_adaptation(
        actor=other_member, practice_id=practice.pk, organisation=other_organisation
    )
    outbox.drain("mail")
    mail.outbox.clear()
    for turn in range(3 * MAX_CHANGES_A_DAY):
        state = ("ended", "running")[turn % 2]
        actions.tell_adaptation(actor=other_member, adaptation_id=adaptation.pk, state=state, language="bg")
        outbox.drain("mail")
    assert 0 < len(mail.outbox) <= MAX_CHANGES_A_DAY
