"""Browsing: what narrows, what is counted, how it is shown and sorted, with the engine and without it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from directory.signals import organisation_changed
from practices import actions
from practices.models import Practice
from practices.sorting import LABEL_RANKS, SORTS, opposite_of
from tests.factories.people import OrganisationFactory
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
LIST = "/bg/practices/"
SignedIn = Callable[[Actor], Client]
Publish = Callable[..., Practice]


@pytest.fixture
def publish(
    member: User, organisation: Organisation, coordinator: User, index_all: Callable[[], None]
) -> Publish:
    """A published practice with these facts and texts, in the index."""

    def make(language: str = "bg", **changes: Any) -> Practice:
        practice = make_practice(
            member, organisation, "published", coordinator=coordinator, card=a_card(language, **changes)
        )
        index_all()
        return practice

    return make


def shown(body: str) -> list[int]:
    """The practices of a page in order."""
    return [
        int(pk)
        for pk in re.findall(r'(?:card__title|scope="row"[^>]*)"?><a href="/\w\w/practices/(\d+)/', body)
    ]


def facet(body: str, title: str) -> dict[str, str]:
    """Label → count of one facet, in order."""
    for section in body.split('<section class="facet">')[1:]:
        if f'facet__title">{title}<' in section:
            return dict(
                re.findall(
                    r'<span>([^<]+)</span><span class="facet__count">(\d+)<', section.split("</section>")[0]
                )
            )
    return {}


def test_every_facet_narrows_the_list_and_is_counted(client: Client, publish: Publish) -> None:
    one = publish(sdgs=["4", "10"], starts_on="2021-03-01", target_groups=["women"])
    other = publish(themes=["health"], level="national", places=["BG"], starts_on="2019-03-01")
    body = client.get(LIST).content.decode()
    assert shown(body) == [other.pk, one.pk]
    assert "<strong>2</strong> практики" in body
    assert facet(body, "Тема") == {"Жилище": "1", "Заетост": "1", "Здраве": "1"}
    assert facet(body, "Място") == {"Хасково": "1", "Цялата страна": "1"}
    assert facet(body, "Организация") == {organisation_name(): "2"}
    assert facet(body, "Ниво") == {"Местно": "1", "Национално": "1"}
    assert list(facet(body, "Цел за устойчиво развитие")) == [
        "4. Качествено образование",
        "10. Намаляване на неравенствата",
    ]
    assert facet(body, "Начална година") == {"2021": "1", "2019": "1"}
    for query in (
        "theme=housing",
        "target_group=women",
        "place=HKV",
        "place=HKV34",
        "level=local",
        "sdg=10",
        "year=2021",
        "year=2021&year=1999&organisation=most",
    ):
        assert shown(client.get(f"{LIST}?{query}").content.decode()) == [one.pk], query
    assert shown(client.get(f"{LIST}?place=BG").content.decode()) == [other.pk]
    assert shown(client.get(f"{LIST}?theme=health&theme=housing").content.decode()) == [other.pk, one.pk]
    assert shown(client.get(f"{LIST}?theme=health&level=local").content.decode()) == []


def organisation_name() -> str:
    with override("bg"):
        return Organisation.objects.get(slug="most").name


def test_a_facet_is_counted_under_the_choices_of_the_others(client: Client, publish: Publish) -> None:
    publish(themes=["housing"], level="local")
    publish(themes=["health"], level="national")
    body = client.get(f"{LIST}?theme=housing").content.decode()
    assert "<strong>1</strong> практика" in body
    assert facet(body, "Тема") == {"Жилище": "1", "Здраве": "1"}
    assert facet(body, "Ниво") == {"Местно": "1"}
    options = body.split('facet__title">Тема<')[1].split("</section>")[0]
    assert 'href="?theme=housing&amp;theme=health"' in options
    assert re.search(r'href="\?" rel="nofollow" aria-current="true"', options)


def test_a_chosen_oblast_offers_its_municipalities(client: Client, publish: Publish) -> None:
    publish(places=["HKV34"])
    body = client.get(f"{LIST}?place=HKV").content.decode()
    assert facet(body, "Място") == {"Хасково": "1", "община Хасково": "1"}
    assert facet(client.get(LIST).content.decode(), "Място") == {"Хасково": "1"}


def test_only_what_is_published_is_counted(
    client: Client, publish: Publish, member: User, index_all: Callable[[], None]
) -> None:
    practice = publish()
    assert "<strong>1</strong> практика" in client.get(LIST).content.decode()
    actions.archive_practice(actor=member, practice_id=practice.pk)
    index_all()
    body = client.get(LIST).content.decode()
    assert "<strong>0</strong> практики" in body
    assert facet(body, "Тема") == {}


def test_without_the_engine_everything_can_still_be_chosen(
    client: Client, publish: Publish, settings: Any, tmp_path: Path
) -> None:
    practice = publish()
    settings.SEARCH_EMBEDDED_PATH = tmp_path  # a folder can't be opened as an index
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # where nobody listens
    for view in ("cards", "table", "map"):
        body = client.get(f"{LIST}?view={view}&theme=housing&organisation=most").content.decode()
        assert "не можем да ги преброим" in body
        assert "facet__count" not in body
        assert "theme=housing&amp;theme=health" in body
        assert "place=HKV&amp;organisation=most" in body
        if view != "map":
            assert shown(body) == [practice.pk]
    assert "oblast-map__count" not in body


@pytest.mark.parametrize(
    "query",
    [
        "theme=no-such&theme=%00&place=%D0%B0&organisation=' OR 1=1&year=99999999999999999999&year=-1",
        "view=hologram&sort=password",
        "theme=" + "x" * 5000,
        "&".join(f"theme={number}" for number in range(500)),
        "year=%D9%A2%D9%A0%D9%A2%D9%A1",
    ],
)
def test_what_does_not_exist_is_as_if_not_there(client: Client, publish: Publish, query: str) -> None:
    practice = publish()
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert shown(response.content.decode()) == [practice.pk]
    assert (
        'class="chip chip--chosen" href="/bg/practices/"'
        not in response.content.decode().split("results-bar")[0]
    )


@pytest.mark.parametrize(
    "cursor", ["before=x", "after=1-2-3-4", "following=-1&sort=title", "preceding=1e9&sort=title"]
)
def test_a_broken_cursor_is_not_found(client: Client, publish: Publish, cursor: str) -> None:
    publish()
    assert client.get(f"{LIST}?{cursor}").status_code == 404


@pytest.mark.parametrize("cursor", ["before=0-1", "following=999999&sort=title"])
def test_behind_the_last_one_the_list_begins_anew(client: Client, publish: Publish, cursor: str) -> None:
    publish()
    response = client.get(f"{LIST}?theme=housing&{cursor}")
    assert response.status_code == 302
    assert response.url.startswith("/bg/practices/?theme=housing")
    assert client.get(response.url).status_code == 200


def test_each_choice_can_be_taken_off_and_the_view_stays(client: Client, publish: Publish) -> None:
    body = client.get(f"{LIST}?theme=housing&place=HKV&view=table&sort=title").content.decode()
    chips = body.split('class="chips"')[1].split("</ul>")[0]
    assert 'href="/bg/practices/?place=HKV&amp;view=table&amp;sort=title"' in chips
    assert 'href="/bg/practices/?theme=housing&amp;view=table&amp;sort=title"' in chips
    assert 'href="/bg/practices/?view=table&amp;sort=title"' in chips
    assert "област Хасково" in chips


class TestTable:
    def test_it_is_sorted_by_title_whatever_the_quotes_and_cases(
        self, client: Client, publish: Publish
    ) -> None:
        made = {
            title: publish(title=title).pk
            for title in ("язовир", "„Дом“ за всички", "БРЯГ", "Ателие", "йога")
        }
        order = [made[title] for title in ("Ателие", "БРЯГ", "„Дом“ за всички", "йога", "язовир")]
        body = client.get(f"{LIST}?view=table&sort=title").content.decode()
        assert shown(body) == order
        assert 'aria-sort="ascending"' in body
        assert 'href="/bg/practices/?view=table&amp;sort=-title"' in body
        assert shown(client.get(f"{LIST}?view=table&sort=-title").content.decode()) == order[::-1]

    def test_each_language_is_sorted_by_what_it_shows(self, client: Client, publish: Publish) -> None:
        card = a_card(title="Яна")
        card["texts"]["en"] = card["texts"]["bg"] | {"title": "Anna"}
        card["ready"] = ["bg", "en"]
        first = publish(title="Борис")
        second = actions.import_published_practice(
            author=None, organisation=first.organisation, document=card, external_id="x"
        )
        query = "practices/?view=table&sort=title"
        assert shown(client.get(f"/bg/{query}").content.decode()) == [first.pk, second.pk]
        assert shown(client.get(f"/en/{query}").content.decode()) == [second.pk, first.pk]

    def test_a_title_that_is_not_ready_sorts_nothing(self, client: Client, publish: Publish) -> None:
        card = a_card(title="Яна")
        card["texts"]["en"] = card["texts"]["bg"] | {"title": "Anna"}
        card["ready"] = ["bg"]
        first = publish(title="Борис")
        actions.import_published_practice(
            author=None, organisation=first.organisation, document=card, external_id="x"
        )
        assert shown(client.get("/en/practices/?view=table&sort=title").content.decode())[0] == first.pk

    def test_each_order_goes_on_and_back_without_gaps(self, client: Client, publish: Publish) -> None:
        levels = ("local", "neighbourhood", "global")
        made = [
            publish(
                title=f"Еднакво {number % 7}",
                level=levels[number % 3],
                starts_on=f"{2019 + number % 4}-01-01" if number % 5 else "",
            ).pk
            for number in range(32)
        ]
        for sort in SORTS:
            address = f"{LIST}?view=table&sort={sort}"
            seen: list[int] = []
            for _page in range(5):
                body = client.get(address).content.decode()
                seen += shown(body)
                following = re.search(r'href="\?([^"]+)" rel="next"', body)
                if following is None:
                    break
                address = f"{LIST}?{following[1].replace('&amp;', '&')}"
            assert sorted(seen) == sorted(made), sort
            back = re.search(r'href="\?([^"]+)" rel="prev"', body)
            assert back, sort
            body = client.get(f"{LIST}?{back[1].replace('&amp;', '&')}").content.decode()
            assert shown(body) == seen[15:30], sort

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("organisation", [1, 2, 0]),
            ("-organisation", [0, 2, 1]),
            ("-year", [2, 0, 1]),  # an unknown year is the oldest
            ("year", [1, 0, 2]),
            ("level", [2, 0, 1]),
            ("-level", [1, 0, 2]),
            ("-label", [0, 2, 1]),
            ("label", [1, 2, 0]),
        ],
    )
    def test_each_column_sorts_by_what_it_means(
        self, client: Client, publish: Publish, coordinator: User, sort: str, order: list[int]
    ) -> None:
        made = [
            publish(level="local", starts_on="2019-05-01"),
            publish(level="global"),
            publish(level="neighbourhood", starts_on="2021-01-01"),
        ]
        for practice, name in zip(made, ("„Яворов“", "Асоциация", "фондация „Бряг“"), strict=True):
            organisation_id = OrganisationFactory(name_bg=name, name_en="").pk  # type: ignore[attr-defined]
            Practice.objects.filter(pk=practice.pk).update(organisation=organisation_id)
            organisation_changed.send(sender=None, organisation_id=organisation_id)
        for practice, label in zip(made, ("recommended", "", "checked"), strict=True):
            Practice.objects.filter(pk=practice.pk).update(label=label, label_rank=LABEL_RANKS[label])
        body = client.get(f"{LIST}?view=table&sort={sort}").content.decode()
        assert shown(body) == [made[number].pk for number in order]
        assert body.count("aria-sort") == 1
        assert f'href="/bg/practices/?view=table&amp;sort={opposite_of(sort)}"' in body

    def test_a_label_sorts_as_it_is_given(self, publish: Publish) -> None:
        practice = publish()
        assert LABEL_RANKS[practice.label] == practice.label_rank

    def test_headings_and_captions_tell_what_stands_where(self, client: Client, publish: Publish) -> None:
        publish(starts_on="2019-01-01", ends_on="2021-01-01", level="local")
        body = client.get(f"{LIST}?view=table").content.decode()
        assert body.count('scope="col"') == 8
        assert "<caption" in body
        for text in ("2019–2021", "Местно", "Хасково", "Жилище, Заетост"):
            assert text in body


class TestMap:
    def test_each_oblast_leads_to_its_practices(self, client: Client, publish: Publish) -> None:
        practice = publish(places=["HKV34"])
        publish(places=["BG"])
        body = client.get(f"{LIST}?view=map&level=local").content.decode()
        drawing = body.split('class="oblast-map"')[1].split("</ul>")[0]
        assert drawing.count("<li") == 28
        tile = re.search(
            r'oblast-map__tile--4" href="([^"]+)"[^>]*><span class="oblast-map__name">Хасково<', drawing
        )
        assert tile
        address = LIST + tile[1].replace("&amp;", "&")
        assert shown(client.get(address).content.decode()) == [practice.pk]
        assert re.search(r"Цялата страна</a>: <strong>1<", body)
        assert shown(body) == []

    def test_it_is_counted_while_a_place_is_chosen(self, client: Client, publish: Publish) -> None:
        publish(places=["HKV34"])
        publish(places=["VAR"])
        body = client.get(f"{LIST}?view=map&place=VAR").content.decode()
        assert body.count('<span class="visually-hidden">: </span>1<') == 2
        assert "oblast-map__tile--chosen" in body


@pytest.mark.parametrize("view", ["cards", "table", "map"])
def test_a_view_costs_the_same_whatever_there_is_and_however_it_is_narrowed(
    signed_in: SignedIn, member: User, publish: Publish, view: str
) -> None:
    client = signed_in(member)
    counts = []
    for number in (2, 18):
        for _made in range(number):
            publish(starts_on="2020-01-01", sdgs=["4"])
        for query in (
            "",
            "&theme=housing&place=HKV&organisation=most&level=local&sdg=4&year=2020&sort=title",
        ):
            client.get(f"{LIST}?view={view}{query}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{LIST}?view={view}{query}")
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12, "\n".join(query["sql"] for query in queries.captured_queries)


def test_crawlers_are_kept_out_of_combinations(client: Client, publish: Publish) -> None:
    assert 'name="robots"' not in client.get(LIST).content.decode()
    body = client.get(f"{LIST}?theme=housing").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in body
    assert re.search(r'rel="canonical" href="[^"?]+/bg/practices/"', body)
    assert "Disallow: /en/practices/?" in client.get("/robots.txt").content.decode()


def test_no_mistake_of_the_address_reaches_the_page(client: Client, publish: Publish) -> None:
    publish()
    body = client.get(f'{LIST}?theme="><script>alert(1)</script>&view="><b>').content.decode()
    assert "<script>alert" not in body
    assert "<b>" not in body
