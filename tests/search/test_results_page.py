"""The results page and the API, over the site's own documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import outbox
from search.contract import Engine
from search.engines import engine_named
from search.indexing import topic_of
from tests.search.conftest import new_organisation

pytestmark = pytest.mark.django_db

API = "/api/v1/search/"
PAGE = "/bg/search/"


@pytest.fixture(autouse=True)
def engine(settings: Any, tmp_path: Path) -> Engine:
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_EMBEDDED_PATH = tmp_path / "search.sqlite3"
    engine = engine_named("embedded")
    engine.prepare()
    return engine


def organisations(*names: str) -> None:
    from django.db import transaction

    from search.indexing import request_index_many

    made = [new_organisation(name_bg=name, name_en=f"{name} (en)") for name in names]
    with transaction.atomic():
        request_index_many("organisation", [organisation.pk for organisation in made])
    outbox.drain(topic_of("embedded"))


def test_the_api_answers_as_it_is_documented(client: Client) -> None:
    organisations("Сдружение Мост", "Фондация Праг")
    response = client.get(API, {"q": "мостът", "lang": "bg"})
    assert response.status_code == 200
    body = response.json()
    assert body["total"] == 1
    assert body["engine"] == "embedded"
    assert isinstance(body["took_ms"], int)
    (result,) = body["results"]
    assert set(result) == {"kind", "id", "external_id", "url", "title", "snippet", "language", "score"}
    assert (result["kind"], result["title"], result["language"]) == ("organisation", "Сдружение Мост", "bg")
    assert result["url"].startswith("/bg/organisations/")
    assert body["facets"]["kind"] == [{"value": "organisation", "label": "Организации", "count": 1}]
    assert body["suggestion"] == ""
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({"page": "0"}, {"page"}),
        ({"page": str(10**9)}, {"page"}),
        ({"page": "два", "page_size": "1000"}, {"page", "page_size"}),
        ({"page": "²"}, {"page"}),
        ({"page_size": "50", "page": "21"}, {"page"}),
        ({"lang": "de"}, {"lang"}),
        ({"kind": "dragon"}, {"kind"}),
        ({"q": "а" * 10_000}, {"q"}),
    ],
)
def test_the_api_says_what_is_wrong(client: Client, parameters: dict[str, str], wrong: set[str]) -> None:
    response = client.get(API, parameters)
    assert response.status_code == 400
    assert {error["parameter"] for error in response.json()["errors"]} == wrong
    assert all(error["message"] for error in response.json()["errors"])


@pytest.mark.parametrize("q", ["", "на и за", '" OR *', "\x00\u202e", "риболов", "жена " * 90])
def test_the_api_takes_any_question(client: Client, q: str) -> None:
    organisations("Сдружение Мост")
    assert client.get(API, {"q": q, "theme": "няма такава"}).status_code == 200


def test_the_page_shows_results_facets_and_marks(client: Client) -> None:
    organisations("Сдружение Мост", "Фондация Праг")
    html = client.get(PAGE, {"q": "мост"}).content.decode()
    assert "<mark>Мост</mark>" in html
    assert "Праг" not in html.split('class="results"')[1].split("</ol>")[0]
    assert "kind=organisation" in html
    assert 'name="robots" content="noindex' in html


def test_a_chosen_facet_can_be_taken_off(client: Client) -> None:
    organisations("Сдружение Мост")
    html = client.get(PAGE, {"q": "мост", "kind": "organisation"}).content.decode()
    assert 'href="?q=%D0%BC%D0%BE%D1%81%D1%82"' in html
    assert "aria-current" in html
    empty = client.get(PAGE, {"q": "мост", "kind": "practice"})
    assert empty.status_code == 200
    assert "<mark>" not in empty.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "два", "²", "", "3", str(10**9), "9" * 40])
def test_nonsense_pages_lead_to_real_ones(client: Client, page: str) -> None:
    organisations("Сдружение Мост")
    response = client.get(PAGE, {"q": "мост", "page": page}, follow=True)
    assert response.status_code == 200
    assert "<mark>Мост</mark>" in response.content.decode()


def test_pages_are_linked(client: Client) -> None:
    organisations(*(f"Сдружение Мост {number}" for number in range(45)))
    second = client.get(PAGE, {"q": "мост", "page": "2"}).content.decode()
    assert "page=3" in second
    assert 'start="11"' in second


@pytest.mark.parametrize("q", ["<script>alert(1)</script>", '"><img src=x>', "а" * 10_000, "\x00", "риболов"])
def test_any_question_makes_a_harmless_page(client: Client, q: str) -> None:
    organisations("<script>alert(2)</script> Мост")
    for text in (q, "мост"):
        response = client.get(PAGE, {"q": text})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
        assert "<img src=x" not in response.content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, django_assert_max_num_queries: Any, member: Any
) -> None:
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    organisations(*(f"Мост {number}" for number in range(2)))
    client.get(PAGE, {"q": "мост"})
    with django_assert_max_num_queries(12) as few:
        client.get(PAGE, {"q": "мост"})
    organisations(*(f"Мост {number}" for number in range(20)))
    with django_assert_max_num_queries(12) as many:
        client.get(PAGE, {"q": "мост"})
    assert len(few) == len(many)
