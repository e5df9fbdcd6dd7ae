"""Links in posts to things of this site: recognised when written, shown as cards to those who may see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from core.links import MOST_LINKS, cards_of, links_in
from directory.models import Organisation
from forum import actions
from forum.models import Board
from tests.factories.people import OrganisationFactory
from tests.factories.practices import make_practice
from tests.forum.factories import make_reply, make_thread

pytestmark = [pytest.mark.django_db, pytest.mark.stack]

SITE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<p><a href="{site}/bg/practices/7/">карта</a></p>', [("practice", 7)]),
        ('<p><a href="/en/practices/7/">карта</a></p>', [("practice", 7)]),
        ("<p>Вижте {site}/bg/practices/7/.</p>", [("practice", 7)]),
        ("<p>Вижте {site}/bg/practices/7/?a=1&amp;b=2#top и {site}/en/practices/7/</p>", [("practice", 7)]),
        ("<p>{site}/bg/practices/7/card.pdf {site}/bg/practices/ {site}/practices/7/</p>", []),
        ("<p>https://example.org/bg/practices/7/ http://127.0.0.1:8000.example.org/bg/practices/7/</p>", []),
        ("<p>http://[broken/bg/practices/7/ {site}/bg/practices/99999999999999999999999/</p>", []),
        ("<p>{site}/bg/organisations/none/</p>", []),
        ("<p>/bg/practices/7/</p>", []),
    ],
)
def test_addresses_of_this_site_are_recognised(markup: str, found: list[tuple[str, int]]) -> None:
    assert links_in(markup.replace("{site}", SITE)) == found


def test_at_most_five_each_once_in_their_order() -> None:
    markup = " ".join(f"{SITE}/bg/practices/{number}/" for number in [9, 9, *range(1, 50)])
    assert links_in(markup) == [("practice", number) for number in (9, 1, 2, 3, 4)]
    assert len(links_in(markup)) == MOST_LINKS


def test_cards_are_shown_to_those_who_may_see_the_thing(
    member: User,
    coordinator: User,
    organisation: Organisation,
    board: Board,
    client: Client,
    signed_in: Callable[[Actor], Client],
) -> None:
    public = make_practice(member, organisation, "published", coordinator=coordinator)
    draft = make_practice(member, organisation, "draft", coordinator=coordinator)
    body = f"<p>{SITE}/bg/practices/{draft.pk}/ {SITE}{public.get_absolute_url()} {SITE}{organisation.get_absolute_url()}</p>"
    thread = make_thread(member, board, body=body)
    post = thread.posts.get()
    assert post.links == [["practice", draft.pk], ["practice", public.pk], ["organisation", organisation.pk]]
    for reader in (client, signed_in(member)):
        (item,) = reader.get(thread.get_absolute_url()).context["posts"]
        assert [card.title for card in item.cards] == [public.title, organisation.name]
    actions.edit_post(actor=member, post=post, body="<p>Без връзки.</p>")
    post.refresh_from_db()
    assert post.links == []


def test_what_a_hidden_post_links_to_is_shown_to_nobody(
    member: User, coordinator: User, organisation: Organisation, board: Board, client: Client
) -> None:
    thread = make_thread(member, board)
    reply = make_reply(member, thread, body=f"<p>{SITE}{organisation.get_absolute_url()}</p>")
    actions.hide_post(actor=coordinator, post=reply, reason="проба")
    page = client.get(thread.get_absolute_url())
    assert organisation.get_absolute_url() not in page.content.decode()


def test_a_page_asks_once_for_each_kind(
    member: User, coordinator: User, organisation: Organisation, board: Board, client: Client
) -> None:
    practices = [
        make_practice(member, organisation, "published", coordinator=coordinator) for _number in range(3)
    ]
    organisations = [OrganisationFactory.create() for _number in range(3)]
    links = [("practice", each.pk) for each in practices] + [
        ("organisation", each.pk) for each in organisations
    ]
    with CaptureQueriesContext(connection) as queries:
        assert len(cards_of(links, member)) == 6
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        assert cards_of([("handbook", 1)], member) == {}
    assert len(queries) == 0
