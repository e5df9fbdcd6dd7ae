"""The card's page: what stands around the card, what search machines are told, and what it costs."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.models import User
from core import panels
from core.access import Actor
from core.panels import Panel, register_panel
from directory.models import Organisation
from practices import actions
from practices.models import Practice
from practices.words import words_of
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


def html_of(client: Client, practice: Practice, language: str = "bg") -> str:
    return client.get(f"/{language}/practices/{practice.pk}/").content.decode()


def test_the_words_are_those_of_the_rows(practice_in: PracticeIn) -> None:
    practice = practice_in(
        "published", card=a_card(tags=["наставник", "Ключ"], places=["HKV34", "SOF46-17"], sdgs=["11"])
    )
    rows = Practice.objects.for_cards().get(pk=practice.pk)
    words = words_of(practice.pk)
    assert [(term.vocabulary, term.code) for term in words.terms] == [
        (link.term.vocabulary, link.term.code) for link in rows.practice_terms.all()
    ]
    assert {place.code: place.label for place in words.places} == {
        place.code: place.label for place in rows.places.all()
    }
    assert [place.with_ancestors()[:3] for place in words.places] == [
        place.with_ancestors()[:3] for place in rows.places.all()
    ]
    assert set(words.tags) == {"наставник", "Ключ"}
    assert next(iter(words.terms_of("licence"))).extra["url"].startswith("https://creativecommons.org/")


def test_similar_practices_stand_beside_it_the_nearest_first(
    client: Client, practice_in: PracticeIn, index_all: Callable[[], None]
) -> None:
    practice = practice_in("published")
    far = practice_in("published", card=a_card(title="Кухня на общността", themes=["housing"]))
    near = practice_in("published", card=a_card(title="Квартира с наставник и ключ"))
    other_theme = practice_in("published", card=a_card(title="Квартира с наставник", themes=["health"]))
    index_all()
    part = html_of(client, practice).split('id="similar"')[1].split("</section>")[0]
    assert part.index(f"/practices/{near.pk}/") < part.index(f"/practices/{far.pk}/")
    assert f"/practices/{practice.pk}/" not in part
    assert f"/practices/{other_theme.pk}/" not in part


def test_what_was_archived_since_is_no_longer_similar(
    client: Client, member: User, practice_in: PracticeIn, index_all: Callable[[], None]
) -> None:
    practice, near = practice_in("published"), practice_in("published")
    index_all()
    assert 'id="similar"' in html_of(client, practice)
    actions.archive_practice(actor=member, practice_id=near.pk)
    assert 'id="similar"' not in html_of(client, practice)


def test_without_the_search_the_card_is_whole(client: Client, practice_in: PracticeIn, tmp_path: Any) -> None:
    practice = practice_in("published")
    practice_in("published")
    folder = tmp_path / "no-index"
    folder.mkdir()
    # A folder can't be opened as a file, and at that port nobody listens.
    with override_settings(SEARCH_EMBEDDED_PATH=folder, ELASTICSEARCH_URL="http://127.0.0.1:9"):
        response = client.get(f"/bg/practices/{practice.pk}/")
    assert response.status_code == 200
    assert 'id="similar"' not in response.content.decode()
    assert "Дванайсет семейства имат дом." in response.content.decode()


def test_the_organisation_stands_beside_it(client: Client, practice_in: PracticeIn) -> None:
    practice = practice_in("published")
    assert "техни практики" not in html_of(client, practice)
    practice_in("published")
    practice_in("published")
    practice_in("draft")
    assert "Още 2 техни практики" in html_of(client, practice)
    assert "2 other practices of theirs" in html_of(client, practice, "en")
    assert 'href="/bg/organisations/most/#practices"' in html_of(client, practice)


def test_the_outline_leads_to_each_section(client: Client, practice_in: PracticeIn) -> None:
    html = html_of(client, practice_in("published"))
    outline = html.split('class="outline-fold"')[1].split("</details>")[0]
    anchors = re.findall(r'href="#([\w-]+)"', outline)
    assert anchors == ["summary", "activities", "origin", "challenges", "impact"]
    for anchor in anchors:
        assert f'id="{anchor}"' in html


def test_headings_are_in_order(
    client: Client, practice_in: PracticeIn, index_all: Callable[[], None]
) -> None:
    practice = practice_in("published")
    practice_in("published")
    index_all()
    levels = [int(level) for level in re.findall(r"<h([1-6])", html_of(client, practice).split("<main")[1])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_oblasts_are_marked_on_the_drawing(client: Client, practice_in: PracticeIn) -> None:
    html = html_of(client, practice_in("published", card=a_card(places=["HKV34", "SOF46-17"])))
    assert html.count("oblast-map__tile--chosen") == 2
    assert "Рисунка на България по области. Отбелязани: София (столица), Хасково" in html


def test_other_parts_of_the_site_add_to_the_page(
    client: Client, practice_in: PracticeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = practice_in("published")

    def panel(shown: Practice, actor: Actor) -> Panel | None:
        if shown.pk != practice.pk:
            return None
        return Panel("practices/organisation_panel.html", {"cards": [{"title": "Из друг край", "url": "#x"}]})

    # A registry of its own for this test: what is registered stays for as long as the process lives.
    monkeypatch.setattr(panels, "_providers", {})
    register_panel("practice", panel)
    assert "Из друг край" in html_of(client, practice)


def ld_json(html: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found
    graph: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return graph


def test_search_machines_are_told_what_it_is(client: Client, practice_in: PracticeIn) -> None:
    article, breadcrumbs = ld_json(html_of(client, practice_in("published")))
    assert article["@type"] == "Article"
    assert article["headline"] == "Квартира с наставник"
    assert article["author"]["name"] == "Сдружение „Мост“"
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["inLanguage"] == "bg"
    assert article["url"].startswith("http")
    assert [step["position"] for step in breadcrumbs["itemListElement"]] == [1, 2]


def test_no_text_ends_the_script_that_it_stands_in(client: Client, practice_in: PracticeIn) -> None:
    hostile = "</script><script>alert(1)</script> <!-- & „кавички“"
    html = html_of(client, practice_in("published", card=a_card(title=hostile, summary=hostile)))
    assert "<script>alert(1)" not in html
    assert ld_json(html)[0]["headline"] == hostile


def test_a_preview_has_nothing_for_others(signed_in: SignedIn, member: User, practice_in: PracticeIn) -> None:
    practice = practice_in("draft")
    html = signed_in(member).get(f"/bg/practices/{practice.pk}/preview/").content.decode()
    assert "application/ld+json" not in html
    assert "card.pdf" not in html
    assert 'id="cite"' not in html
    assert "Дванайсет семейства имат дом." in html


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_the_card_costs_the_same_beside_few_and_many(
    who: str,
    signed_in: SignedIn,
    personas: dict[str, Actor],
    member: User,
    organisation: Organisation,
    coordinator: User,
    index_all: Callable[[], None],
) -> None:
    client = signed_in(personas[who])
    practice = make_practice(member, organisation, "published", coordinator=coordinator)
    counts = []
    for number in (2, 18):
        for _made in range(number):
            make_practice(member, organisation, "published", coordinator=coordinator)
        index_all()
        client.get(f"/bg/practices/{practice.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/bg/practices/{practice.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_contact_person_is_named_to_members_alone(
    signed_in: Callable[[Actor], Client], practice_in: PracticeIn, other_member: User, newcomer: User
) -> None:
    card = a_card(
        contact_name="Лицето за връзка", contact_email="office@example.org", contact_visibility="members"
    )
    address = f"/bg/practices/{practice_in('published', card=card).pk}/"
    assert "Лицето за връзка" in signed_in(other_member).get(address).content.decode()
    for client in (Client(), signed_in(newcomer)):
        body = client.get(address).content.decode()
        assert "Лицето за връзка" not in body
        assert "office@example.org" not in body
