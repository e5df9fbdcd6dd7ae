"""Updates of published cards: the card stays as it is until the update is published; every version stays comparable."""

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
from core.access import Actor, NotAllowed
from core.models import OutboxItem
from directory.models import Organisation
from practices import actions
from practices.card import empty_texts
from practices.history import changes_between
from practices.models import Practice, PracticeRevision
from tests.factories.people import MembershipFactory
from tests.factories.practices import a_card, make_practice, make_update
from tests.practices.test_views import form_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
NEW = "Двайсет семейства намериха дом."


@pytest.fixture
def update_in(member: User, organisation: Organisation, coordinator: User) -> Callable[..., Practice]:
    def make(state: str, **changes: Any) -> Practice:
        return make_update(member, organisation, state, coordinator=coordinator, **changes)

    return make


UpdateIn = Callable[..., Practice]


def test_an_update_is_seen_by_nobody_else_until_it_is_published(
    update_in: UpdateIn, personas: dict[str, Actor], signed_in: SignedIn
) -> None:
    practice = update_in("draft", summary="канарче-5510")
    assert (practice.state, practice.update_state) == ("published", "draft")
    addresses = [
        f"/bg/practices/{practice.pk}/",
        f"/bg/practices/{practice.pk}/preview/",
        f"/bg/practices/{practice.pk}/update/",
        f"/bg/practices/{practice.pk}/review/",
        f"/bg/practices/{practice.pk}/edit/",
        f"/bg/practices/{practice.pk}/revisions/",
        "/bg/practices/",
        "/bg/practices/review/",
        "/bg/search/?q=канарче",
    ]
    for name, actor in personas.items():
        for address in addresses:
            body = signed_in(actor).get(address, follow=True).content.decode()
            is_theirs = name == "member" and re.search("preview|update|edit", address)
            assert ("канарче-5510" in body) == bool(is_theirs), (name, address)


def test_an_update_goes_through_review(
    update_in: UpdateIn, member: User, coordinator: User, signed_in: SignedIn, client: Client
) -> None:
    practice = update_in("draft")
    address = f"/bg/practices/{practice.pk}/update/"
    author = signed_in(member)
    page = author.get(address).content.decode()
    assert "<ins>" in page
    assert "Двайсет" in page
    sent = author.post(address, {"action": "send", "note": "Нови  числа <за 2026>"})
    assert sent.url == f"/bg/practices/{practice.pk}/"
    author.post(address, {"action": "send", "note": "пак"})
    practice.refresh_from_db()
    assert (practice.update_state, practice.review_round) == ("submitted", 2)
    assert practice.events.filter(action="submitted").count() == 2  # the card itself, and the update once
    assert NEW not in client.get(f"/bg/practices/{practice.pk}/").content.decode()

    desk = signed_in(coordinator)
    assert f"/bg/practices/{practice.pk}/review/" in desk.get("/bg/practices/review/").content.decode()
    assert NEW in desk.get(f"/bg/practices/{practice.pk}/review/").content.decode()
    assert "Нови числа &lt;за 2026&gt;" in desk.get(address).content.decode()
    desk.post(f"/bg/practices/{practice.pk}/review/", {"action": "return", "remark-summary": "Откъде?"})
    practice.refresh_from_db()
    assert (practice.state, practice.update_state) == ("published", "returned")
    assert "Откъде?" in author.get(f"/bg/practices/{practice.pk}/edit/").content.decode()
    actions.submit_practice(actor=member, practice_id=practice.pk, note="Нови числа")
    for _click in range(2):
        desk.post(f"/bg/practices/{practice.pk}/review/", {"action": "publish"})
    practice.refresh_from_db()
    assert (practice.state, practice.update_state, practice.update_note) == ("published", "", "")
    assert NEW in client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert list(practice.revisions.values_list("number", "note")) == [(1, ""), (2, "Нови числа")]


def test_letters_about_an_update(update_in: UpdateIn, member: User, coordinator: User) -> None:
    outbox.drain("mail")
    mail.outbox.clear()
    practice = update_in("submitted")
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    outbox.drain("mail")
    # The letters about the first round and about what waits have lost their reason by now.
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([member.email], "Новата ви версия е публикувана: Квартира с наставник")
    ]


def test_coordinators_are_told_of_an_update(update_in: UpdateIn, coordinator: User) -> None:
    practice = update_in("submitted")
    outbox.drain("mail")
    letter = next(letter for letter in mail.outbox if letter.to == [coordinator.email])
    assert letter.subject == "Нова версия чака преглед: Квартира с наставник"
    assert "Нови числа" in letter.body
    assert f"/bg/practices/{practice.pk}/review/" in letter.body


def test_the_first_save_begins_the_update_and_the_log_says_so_once(update_in: UpdateIn, member: User) -> None:
    practice = update_in("draft")
    actions.save_draft(
        actor=member, practice_id=practice.pk, document=a_card(summary="Още."), version=practice.draft.version
    )
    assert practice.events.filter(action="updating").count() == 1


def test_nothing_is_sent_when_nothing_was_changed(
    member: User, organisation: Organisation, coordinator: User
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator)
    rows = list(OutboxItem.objects.values_list("pk", "version"))
    assert actions.submit_practice(actor=member, practice_id=practice.pk) is False
    assert list(OutboxItem.objects.values_list("pk", "version")) == rows
    assert practice.events.filter(action="submitted").count() == 1


def test_a_trusted_organisations_update_appears_at_once(
    update_in: UpdateIn, member: User, organisation: Organisation, signed_in: SignedIn, client: Client
) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(is_trusted=True)
    practice = update_in("draft")
    address = f"/bg/practices/{practice.pk}/update/"
    for _click in range(2):
        assert signed_in(member).post(address, {"action": "send", "note": "Нови числа"}).status_code == 302
    assert NEW in client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert practice.events.filter(action="updated").count() == 1
    assert practice.revisions.last().number == 2
    practice.refresh_from_db()
    assert (practice.update_state, practice.review_round) == ("", 1)


def test_a_trusted_organisations_new_practice_is_reviewed(member: User, organisation: Organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(is_trusted=True)
    assert make_practice(member, organisation, "submitted").state == "submitted"


def test_an_update_that_lacks_something_is_not_sent(
    update_in: UpdateIn, member: User, signed_in: SignedIn
) -> None:
    practice = update_in("draft", summary="")
    response = signed_in(member).post(
        f"/bg/practices/{practice.pk}/update/", {"action": "send", "note": "Без резюме"}
    )
    assert response.status_code == 422
    body = response.content.decode()
    assert "Резюме:" in body
    assert "Без резюме" in body
    practice.refresh_from_db()
    assert practice.update_state == "draft"


def test_a_note_that_is_too_long_stays_in_its_field(
    update_in: UpdateIn, member: User, signed_in: SignedIn
) -> None:
    practice = update_in("draft")
    response = signed_in(member).post(
        f"/bg/practices/{practice.pk}/update/", {"action": "send", "note": "дълго " * 50}
    )
    assert response.status_code == 422
    assert "дълго дълго" in response.content.decode()


def test_a_dropped_update_leaves_the_published_card(
    update_in: UpdateIn, member: User, signed_in: SignedIn
) -> None:
    practice = update_in("returned")
    address = f"/bg/practices/{practice.pk}/update/"
    for _click in range(2):
        assert signed_in(member).post(address, {"action": "drop"}).status_code == 302
    practice.refresh_from_db()
    assert practice.update_state == ""
    assert practice.draft.document == practice.revisions.get().document
    assert practice.events.filter(action="dropped").count() == 1
    # A window that still has the dropped text is told so, and doesn't bring it back unseen.
    with pytest.raises(actions.DraftConflictError):
        actions.save_draft(actor=member, practice_id=practice.pk, document=a_card(summary=NEW), version=2)


def test_what_waits_for_review_is_not_dropped(update_in: UpdateIn, member: User) -> None:
    practice = update_in("submitted")
    with pytest.raises(NotAllowed):
        actions.drop_update(actor=member, practice_id=practice.pk)


def test_an_update_does_not_move_a_card_to_another_organisation(
    member: User, organisation: Organisation, other_organisation: Organisation, coordinator: User
) -> None:
    MembershipFactory(user=member, organisation=other_organisation)
    practice = make_update(
        member, organisation, coordinator=coordinator, card=a_card(organisation=other_organisation.slug)
    )
    assert practice.draft.document["facts"]["organisation"] == "most"
    assert practice.organisation.slug == "most"


def test_the_form_leads_to_what_the_update_changes(
    update_in: UpdateIn, member: User, signed_in: SignedIn
) -> None:
    practice = update_in("draft")
    client = signed_in(member)
    address = f"/bg/practices/{practice.pk}/edit/"
    response = client.post(address, form_of(client.get(address)) | {"action": "submit"})
    assert response.url == f"/bg/practices/{practice.pk}/update/"


def test_the_queue_marks_updates(update_in: UpdateIn, coordinator: User, signed_in: SignedIn) -> None:
    update_in("submitted")
    assert (
        'class="badge badge--blue">Нова версия<'
        in signed_in(coordinator).get("/bg/practices/review/").content.decode()
    )


# --- revisions ------------------------------------------------------------------------------------------------------------


def publish_again(practice: Practice, member: User, coordinator: User, **changes: Any) -> None:
    practice.draft.refresh_from_db()
    actions.save_draft(
        actor=member, practice_id=practice.pk, document=a_card(**changes), version=practice.draft.version
    )
    actions.submit_practice(actor=member, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)


@pytest.mark.parametrize(("language", "words"), [("bg", "Теми"), ("en", "Themes")])
def test_two_versions_are_compared_in_words(
    member: User, organisation: Organisation, coordinator: User, client: Client, language: str, words: str
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator)
    publish_again(
        practice,
        member,
        coordinator,
        summary=NEW,
        themes=["housing", "health"],
        contact_email="nobody@example.org",
        contact_visibility="members",
        activities=[{"title": "Търсене", "text": "Обикаляме <script>alert(1)</script> обявите заедно."}],
    )
    response = client.get(f"/{language}/practices/{practice.pk}/revisions/compare/?older=2&newer=1")
    body = response.content.decode()
    assert response.status_code == 200
    assert words in body
    assert "<ins>" in body
    assert "<del>" in body
    assert "<script>alert(1)" not in body
    assert "nobody@example.org" not in body
    text = re.sub(r"<[^>]+>", "", body)
    assert ("Здраве" if language == "bg" else "Health") in text
    assert ("Заетост" if language == "bg" else "Employment") in text
    assert "housing" not in text


def test_no_page_of_the_history_has_what_is_not_public(
    member: User, organisation: Organisation, coordinator: User, client: Client
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator)
    for address in ("one@example.org", "two@example.org"):
        publish_again(practice, member, coordinator, contact_email=address, summary=address.partition("@")[0])
    for older in (1, 2, 3):
        body = client.get(
            f"/bg/practices/{practice.pk}/revisions/compare/?older={older}&newer=3"
        ).content.decode()
        assert "@example.org" not in body
        assert member.display_name not in body
    assert "@example.org" not in client.get(f"/bg/practices/{practice.pk}/revisions/").content.decode()


def test_a_language_that_is_not_ready_stays_out_of_the_history(
    member: User, organisation: Organisation, coordinator: User, client: Client
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator)
    card = a_card(
        summary=NEW,
        funding=[{"source": "amif", "contract": "BG-2026"}],
        results=[{"key": "r1", "baseline": "0", "value": "12"}],
    )
    card["texts"]["bg"]["results"] = {"r1": {"indicator": "Семейства с договор", "unit": "", "source": ""}}
    card["texts"]["en"] = empty_texts() | {"title": "Not ready yet", "summary": "canary-771"}
    card["ready"] = ["bg"]
    actions.save_draft(actor=member, practice_id=practice.pk, document=card, version=practice.draft.version)
    own = changes_of(practice)
    assert "canary-771" in own
    actions.submit_practice(actor=member, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    body = client.get(f"/bg/practices/{practice.pk}/revisions/compare/?older=1&newer=2").content.decode()
    assert "canary-771" not in body
    assert "Семейства с договор" in body
    assert "ФУМИ" in body


def changes_of(practice: Practice) -> str:
    """What the authors see of their update."""
    published = practice.revisions.last()
    practice.draft.refresh_from_db()
    return str(changes_between(published.document, practice.draft.document, with_private=True))


def test_publishing_the_same_again_adds_no_version(organisation: Organisation) -> None:
    for _time in range(2):
        practice = actions.import_published_practice(
            author=None, organisation=organisation, document=a_card(), external_id="test:same"
        )
    assert practice.revisions.count() == 1


@pytest.mark.parametrize(
    "query", ["", "older=1", "older=x&newer=1", "older=0&newer=1", "older=1&newer=99999999999"]
)
def test_versions_that_are_not_there(
    member: User, organisation: Organisation, coordinator: User, client: Client, query: str
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator)
    assert client.get(f"/bg/practices/{practice.pk}/revisions/compare/?{query}").status_code == 404


def test_a_long_history_goes_on_without_gaps_at_equal_cost(
    member: User, organisation: Organisation, coordinator: User, client: Client
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator)
    document = practice.draft.document
    address = f"/bg/practices/{practice.pk}/revisions/"
    counts = []
    for until in (2, 45):
        first = practice.revisions.last().number + 1
        PracticeRevision.objects.bulk_create(
            PracticeRevision(practice=practice, number=number, document=document)
            for number in range(first, until + 1)
        )
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    seen: list[int] = []
    query = ""
    for _page in range(4):
        body = client.get(address + query).content.decode()
        seen += [int(number) for number in re.findall(r'<th scope="row"[^>]*>Версия (\d+)<', body)]
        following = re.search(r'href="(\?before=[^"]+)" rel="next"', body)
        if not following:
            break
        query = following[1]
    assert seen == list(range(45, 0, -1))


def test_pages_of_an_update_cost_few_queries(
    update_in: UpdateIn, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    practice = update_in("submitted", themes=["health"], places=["VAR"], summary=NEW)
    for actor, address in (
        (member, f"/bg/practices/{practice.pk}/"),
        (member, f"/bg/practices/{practice.pk}/update/"),
        (coordinator, f"/bg/practices/{practice.pk}/update/"),
        (coordinator, f"/bg/practices/{practice.pk}/review/"),
    ):
        client = signed_in(actor)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 12, (address, [query["sql"] for query in queries.captured_queries])
