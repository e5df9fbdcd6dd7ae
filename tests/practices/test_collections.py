"""Collections: kept by one person, put in order, and read by others only through an address that was shared."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor, NotAllowed, NotVisible
from directory.models import Organisation
from practices import actions
from practices.models import Bookmark, Collection, Practice
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


def start(owner: User, title: str = "Идеи за Хасково") -> Collection:
    return actions.start_collection(actor=owner, title=title)[0]


def keep(owner: User, practice: Practice, *collections: Collection, **more: str) -> bool:
    return actions.keep_practice(
        actor=owner, practice_id=practice.pk, collection_ids=[one.pk for one in collections], **more
    )


def share(collection: Collection, *, is_shared: bool = True) -> str:
    actions.update_collection(
        actor=collection.owner,
        collection_id=collection.pk,
        title=collection.title,
        note="",
        is_shared=is_shared,
    )
    return f"/bg/practices/shared/{collection.share_key}/"


def order_of(collection: Collection) -> list[int]:
    return list(collection.bookmarks.values_list("practice", flat=True))


def test_the_same_title_is_the_same_collection(newcomer: User, other_member: User) -> None:
    first, is_first = actions.start_collection(actor=newcomer, title="Идеи  за Хасково ")
    again, is_new = actions.start_collection(actor=newcomer, title="ИДЕИ ЗА ХАСКОВО")
    assert (is_first, is_new, again) == (True, False, first)
    assert start(other_member) != first


def test_keeping_twice_is_keeping_once(newcomer: User, practice_in: PracticeIn) -> None:
    practice, collection = practice_in("published"), start(newcomer)
    assert keep(newcomer, practice, collection)
    assert not keep(newcomer, practice, collection)
    assert keep(newcomer, practice, collection, new_title="За срещата")
    assert Bookmark.objects.count() == 2
    assert keep(newcomer, practice)  # no tick anywhere takes it out of all
    assert not Bookmark.objects.exists()


def test_nobody_puts_anything_into_the_collections_of_others(
    newcomer: User, other_member: User, practice_in: PracticeIn
) -> None:
    theirs = start(other_member)
    with pytest.raises(NotVisible):
        keep(newcomer, practice_in("published"), theirs)
    with pytest.raises(NotVisible):
        actions.delete_collection(actor=newcomer, collection_id=theirs.pk)
    with pytest.raises(NotVisible):
        actions.update_collection(
            actor=newcomer, collection_id=theirs.pk, title="Мое", note="", is_shared=True
        )
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_only_what_is_public_is_kept(state: str, member: User, practice_in: PracticeIn) -> None:
    with pytest.raises(NotVisible):
        keep(member, practice_in(state), start(member))


def test_there_is_an_end_to_collections_and_to_what_is_in_them(
    newcomer: User, practice_in: PracticeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Collection, "MAX_COLLECTIONS", 1)
    monkeypatch.setattr(Collection, "MAX_BOOKMARKS", 1)
    collection = start(newcomer)
    with pytest.raises(NotAllowed):
        start(newcomer, "Още една")
    keep(newcomer, practice_in("published"), collection)
    with pytest.raises(NotAllowed):
        keep(newcomer, practice_in("published"), collection)


def test_a_place_and_not_a_direction_so_that_a_double_click_moves_once(
    newcomer: User, practice_in: PracticeIn
) -> None:
    collection = start(newcomer)
    made = [practice_in("published") for _number in range(3)]
    for practice in made:
        keep(newcomer, practice, collection)
    first, second, third = (practice.pk for practice in made)

    def place(practice_id: int, place: int) -> bool:
        return actions.place_practice(
            actor=newcomer, collection_id=collection.pk, practice_id=practice_id, place=place
        )

    assert place(third, 1)
    assert not place(third, 1)
    assert order_of(collection) == [third, first, second]
    assert place(third, 99)
    assert order_of(collection) == [first, second, third]
    assert actions.drop_practice(actor=newcomer, collection_id=collection.pk, practice_id=second)
    assert not actions.drop_practice(actor=newcomer, collection_id=collection.pk, practice_id=second)
    assert place(third, 1)
    assert order_of(collection) == [third, first]


def test_the_address_is_read_only_while_it_is_shared(
    client: Client, newcomer: User, practice_in: PracticeIn, signed_in: SignedIn
) -> None:
    practice, collection = practice_in("published"), start(newcomer)
    keep(newcomer, practice, collection)
    address = f"/bg/practices/shared/{collection.share_key}/"
    assert client.get(address).status_code == 404
    assert signed_in(newcomer).get(address).status_code == 404
    share(collection)
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Идеи за Хасково" in html
    assert "Квартира с наставник" in html
    assert newcomer.display_name not in html
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "noindex" in html
    assert client.get(f"/bg/practices/collections/{collection.pk}/").status_code == 302
    share(collection, is_shared=False)
    assert client.get(address).status_code == 404
    share(collection)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_readers_see_only_what_they_may_see_now(
    client: Client, newcomer: User, practice_in: PracticeIn
) -> None:
    practice, collection = practice_in("published", card=a_card(title="Скоро я няма")), start(newcomer)
    keep(newcomer, practice, collection)
    address = share(collection)
    assert "Скоро я няма" in client.get(address).content.decode()
    Practice.objects.filter(pk=practice.pk).update(state="returned")
    assert "Скоро я няма" not in client.get(address).content.decode()


def test_the_pages_work_without_a_script(
    signed_in: SignedIn, newcomer: User, practice_in: PracticeIn
) -> None:
    client = signed_in(newcomer)
    practices = [practice_in("published"), practice_in("published")]
    for practice in practices:
        address = f"/bg/practices/{practice.pk}/keep/"
        assert client.get(address).status_code == 200
        for _click in range(2):
            response = client.post(address, {"new_title": "Идеи <b>за</b> Хасково"})
            assert response.headers["Location"] == f"/bg/practices/{practice.pk}/"
    collection = Collection.objects.get()
    assert "В колекциите ви" in client.get(f"/bg/practices/{practices[0].pk}/").content.decode()
    own = f"/bg/practices/collections/{collection.pk}/"
    html = client.get(own).content.decode()
    assert "Идеи &lt;b&gt;за&lt;/b&gt; Хасково" in html
    arrange = f"{own}arrange/"
    for _click in range(2):
        client.post(arrange, {"practice": practices[1].pk, "place": 1})
    assert order_of(collection) == [practices[1].pk, practices[0].pk]
    assert client.post(arrange, {"practice": "x", "place": 1}).status_code == 404
    assert client.post(arrange, {"practice": practices[1].pk, "place": "x"}).status_code == 404
    client.post(arrange, {"practice": practices[1].pk, "action": "drop"})
    assert order_of(collection) == [practices[0].pk]
    start(newcomer, "Друга")
    taken = client.post(own, {"title": "Друга", "note": "бележка"})
    assert taken.status_code == 422
    assert "бележка" in taken.content.decode()
    assert client.post(own, {"title": "Нова", "note": "бележка", "is_shared": "on"}).status_code == 302
    collection.refresh_from_db()
    assert (collection.title, collection.note, collection.is_shared) == ("Нова", "бележка", True)
    assert f"/bg/practices/shared/{collection.share_key}/" in client.get(own).content.decode()
    for _click in range(2):
        assert client.post(f"{own}delete/").status_code == 302
    assert client.get(own).status_code == 404
    assert Practice.objects.published().count() == 2


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "а" * 101])
def test_a_title_has_letters_and_an_end(title: str, signed_in: SignedIn, newcomer: User) -> None:
    client = signed_in(newcomer)
    assert client.post("/bg/practices/collections/", {"title": title}).status_code == 422
    assert not Collection.objects.exists()


def test_a_tick_for_a_collection_of_others_is_refused(
    signed_in: SignedIn, newcomer: User, other_member: User, practice_in: PracticeIn
) -> None:
    start(newcomer)
    theirs, practice = start(other_member), practice_in("published")
    client = signed_in(newcomer)
    answer = client.post(f"/bg/practices/{practice.pk}/keep/", {"collections": [theirs.pk]})
    assert answer.status_code == 422
    assert not Bookmark.objects.exists()


def test_the_pages_cost_the_same_whatever_their_length(
    signed_in: SignedIn, newcomer: User, member: User, organisation: Organisation, coordinator: User
) -> None:
    collection, client = start(newcomer), signed_in(newcomer)
    addresses = [
        "/bg/practices/collections/",
        f"/bg/practices/collections/{collection.pk}/",
        share(collection),
    ]
    counts: dict[str, list[int]] = {address: [] for address in addresses}
    for number in (2, 18):
        for _made in range(number):
            practice = make_practice(member, organisation, "published", coordinator=coordinator)
            keep(newcomer, practice, collection, new_title=f"Колекция {practice.pk}")
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts[address].append(len(queries))
    for address, (few, many) in counts.items():
        assert few == many <= 12, address
