"""The open data API: what it says of a practice, what it never says, and how it is walked through."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from practices import actions
from practices.card import FIELDS, empty_texts
from practices.models import Practice
from tests.factories.practices import a_card, make_practice, make_update

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PRACTICES = "/api/v1/practices"


@pytest.fixture
def publish(member: User, organisation: Organisation, coordinator: User) -> Callable[..., Practice]:
    def make(**changes: Any) -> Practice:
        return make_practice(
            member, organisation, "published", coordinator=coordinator, card=a_card(**changes)
        )

    return make


Publish = Callable[..., Practice]


def full_card() -> dict[str, Any]:
    card = a_card(
        status="ongoing",
        evidence_level="3",
        sdgs=["10", "11"],
        starts_on="2024-03-01",
        is_ongoing=True,
        people_total="46",
        people_women="20",
        budget_amount="48000.50",
        budget_currency="EUR",
        partners=[{"name": "Община Хасково", "role": ""}],
        funding=[{"source": "amif", "contract": "BG-2026"}],
        results=[{"key": "r1", "baseline": "0", "value": "12", "measured_on": "2026-06-01"}],
        replicable="yes",
        links=["https://example.org/most"],
        tags=["наставник"],
        contact_name="Мария Мостова",
        contact_email="secret@example.org",
        contact_visibility="members",
    )
    card["texts"]["bg"]["results"] = {
        "r1": {"indicator": "Семейства с договор", "unit": "семейства", "source": ""}
    }
    card["texts"]["en"] = empty_texts() | {"title": "A flat with a mentor", "summary": "Not ready yet."}
    card["ready"] = ["bg"]
    return card


def test_a_practice_says_all_that_its_card_says(
    member: User, organisation: Organisation, coordinator: User, client: Client
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator, card=full_card())
    response = client.get(f"{PRACTICES}/{practice.pk}")
    data, kind = response.json(), organisation.kind
    assert data["state"] == "published"
    assert data["archived"] is None
    assert data["languages"] == ["bg"]
    assert data["original_language"] == "bg"
    assert data["texts"]["bg"]["title"] == "Квартира с наставник"
    assert data["texts"]["bg"]["results"] == [
        {
            "indicator": "Семейства с договор",
            "baseline": "0",
            "value": "12",
            "unit": "семейства",
            "measured_on": "2026-06-01",
            "source": "",
        }
    ]
    assert data["organisation"] == {
        "slug": "most",
        "name": {"bg": "Сдружение „Мост“", "en": "Bridge Association"},
        "type": {
            "code": kind.code,
            "name": {"bg": kind.name_bg, "en": kind.name_en},
            "iati": kind.extra["iati"],
        },
        "api_url": "http://127.0.0.1:8000/api/v1/organisations/most",
    }
    assert [(term["code"], term["name"]) for term in data["themes"]] == [
        ("housing", {"bg": "Жилище", "en": "Housing"}),
        ("employment", {"bg": "Заетост", "en": "Employment"}),
    ]
    assert data["themes"][0]["uri"] == "http://127.0.0.1:8000/api/v1/vocabularies/theme#housing"
    assert data["level"]["code"] == "local"
    assert data["places"] == [
        {
            "code": "HKV34",
            "kind": "municipality",
            "name": {"bg": "Хасково", "en": "Haskovo"},
            "nuts2": "BG42",
            "nuts3": "BG422",
        }
    ]
    assert data["people"] == {"total": 46, "women": 20, "children": None}
    assert data["budget"] == {"amount": "48000.50", "currency": "EUR"}
    assert data["funding"] == [{"source": "amif", "contract": "BG-2026"}]
    assert data["licence"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["contact_role"] == "координатор на проекта"
    assert data["url"] == {
        language: f"http://127.0.0.1:8000/{language}/practices/{practice.pk}/" for language in ("bg", "en")
    }
    for private in ("secret@example.org", "Мария Мостова", "Not ready yet", member.email):
        assert private not in response.content.decode()


def test_no_field_of_the_card_is_forgotten(publish: Publish, client: Client) -> None:
    data = client.get(f"{PRACTICES}/{publish().pk}").json()
    said = {*data, *data["texts"]["bg"], *(f"people_{name}" for name in data["people"])}
    elsewhere = {"budget_amount", "budget_currency"}
    private = {"contact_name", "contact_email", "contact_visibility"}
    assert {field.name for field in FIELDS} - said == elsewhere | private


def test_drafts_and_unpublished_updates_are_nowhere(
    member: User, organisation: Organisation, coordinator: User, signed_in: SignedIn
) -> None:
    draft = make_practice(member, organisation, card=a_card(title="канарче-1"))
    update = make_update(member, organisation, "submitted", coordinator=coordinator, summary="канарче-2")
    for actor in (member, coordinator):
        client = signed_in(actor)
        for address in (PRACTICES, f"{PRACTICES}/{draft.pk}", f"{PRACTICES}/{update.pk}"):
            assert "канарче" not in client.get(address).content.decode()
        assert client.get(f"{PRACTICES}/{draft.pk}").json() == {
            "errors": [{"parameter": "", "message": "There is no published practice of this number."}]
        }


def test_an_archived_practice_is_in_no_list_but_keeps_its_address(
    publish: Publish, member: User, client: Client
) -> None:
    practice, newer = publish(), publish()
    actions.archive_practice(
        actor=member, practice_id=practice.pk, reason="Приключи", replaced_by_id=newer.pk
    )
    assert [row["id"] for row in client.get(PRACTICES).json()["results"]] == [newer.pk]
    data = client.get(f"{PRACTICES}/{practice.pk}").json()
    assert data["state"] == "archived"
    assert data["archived"].pop("at").startswith(str(timezone.now().year))
    assert data["archived"] == {"reason": "Приключи", "replaced_by": newer.pk}


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("theme=housing", True),
        ("theme=health", False),
        ("theme=housing&target_group=families&level=local", True),
        ("theme=housing&target_group=women", False),
        ("place=HKV34", True),
        ("place=HKV", True),
        ("place=BG", True),
        ("place=VAR", False),
        ("organisation=most", True),
        ("organisation=prag", False),
        ("sdg=10", False),
        ("updated_since=2020-01-01", True),
        ("updated_since=2020-01-01T10:00:00%2B02:00", True),
        ("updated_since=2999-01-01", False),
    ],
)
def test_the_list_is_narrowed(
    publish: Publish, other_organisation: Organisation, client: Client, query: str, is_found: bool
) -> None:
    practice = publish()
    found = [row["id"] for row in client.get(f"{PRACTICES}?{query}").json()["results"]]
    assert found == ([practice.pk] if is_found else [])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("theme=none", "theme"),
        ("theme=%00", "theme"),
        ("target_group=housing", "target_group"),
        ("place=none", "place"),
        ("organisation=none", "organisation"),
        ("updated_since=yesterday", "updated_since"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=x", "page_size"),
        ("cursor=x", "cursor"),
        ("cursor=%D0%B0", "cursor"),
        ("cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTktMQ==", "cursor"),
        ("theme=" + "a" * 500, "theme"),
    ],
)
def test_what_is_wrong_is_said_at_its_parameter(client: Client, query: str, parameter: str) -> None:
    response = client.get(f"{PRACTICES}?{query}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == parameter
    assert error["message"]


def test_a_walk_misses_nothing_also_when_something_changes(
    publish: Publish, member: User, client: Client
) -> None:
    made = [publish().pk for _number in range(5)]
    seen: list[int] = []
    address = f"{PRACTICES}?page_size=2"
    cursor = ""
    for page in range(4):
        data = client.get(address + cursor).json()
        seen += [row["id"] for row in data["results"]]
        if page == 0:
            Practice.objects.filter(pk=made[0]).update(public_changed_at=timezone.now())
        if data["next_cursor"] is None:
            break
        cursor = f"&cursor={data['next_cursor']}"
    assert seen == [*made, made[0]]


def test_what_the_public_sees_changed_moves_updated_at(
    member: User, organisation: Organisation, coordinator: User, client: Client
) -> None:
    practice = make_practice(member, organisation, "published", coordinator=coordinator)

    def updated_at() -> str:
        return str(client.get(f"{PRACTICES}/{practice.pk}").json()["updated_at"])

    before = updated_at()
    actions.save_draft(actor=member, practice_id=practice.pk, document=a_card(summary="Ново"), version=1)
    actions.submit_practice(actor=member, practice_id=practice.pk)
    assert updated_at() == before
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    assert updated_at() > before


@pytest.mark.parametrize(
    "address",
    [
        f"{PRACTICES}?theme=housing&place=HKV&organisation=most&page_size=100",
        "/api/v1/organisations?page_size=100",
    ],
)
def test_lists_cost_the_same_whatever_their_length(publish: Publish, client: Client, address: str) -> None:
    counts = []
    for number in (2, 18):
        for _made in range(number):
            publish()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_an_organisation_has_its_iati_type_and_no_person(
    member: User, organisation: Organisation, client: Client
) -> None:
    response = client.get("/api/v1/organisations/most")
    data = response.json()
    assert data["name"] == {"bg": "Сдружение „Мост“", "en": "Bridge Association"}
    assert data["type"]["iati"]
    assert member.display_name not in response.content.decode()
    kind = data["type"]["code"]
    found = client.get(f"/api/v1/organisations?type={kind}").json()
    assert [row["slug"] for row in found["results"]] == ["most"]
    assert client.get("/api/v1/organisations?type=none").status_code == 400


# --- the frame of every answer --------------------------------------------------------------------------------------------


def test_an_answer_may_be_kept_and_read_by_other_sites(publish: Publish, client: Client) -> None:
    address = f"{PRACTICES}/{publish().pk}"
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies
    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    Organisation.objects.update(name_bg="Друго име")
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    assert client.head(address).status_code == 200


def test_nothing_is_written_through_it(publish: Publish, client: Client) -> None:
    for send in (client.post, client.put, client.patch, client.delete):
        assert send(PRACTICES).status_code == 405


def test_who_asks_too_often_waits(client: Client, settings: Any) -> None:
    settings.OPEN_DATA_REQUESTS_PER_MINUTE = 3
    # Seven requests lie within two windows at most: one of them comes after the third of its window.
    answers = [client.get("/api/v1/vocabularies", REMOTE_ADDR="192.0.2.7") for _time in range(7)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 200
    assert refused
    assert 0 < int(refused[0]["Retry-After"]) <= 60
    assert refused[0]["Access-Control-Allow-Origin"] == "*"
    assert refused[0].json()["errors"][0]["message"]
    assert client.get("/api/v1/vocabularies", REMOTE_ADDR="192.0.2.8").status_code == 200


# --- the description ------------------------------------------------------------------------------------------------------


def test_the_description_is_whole(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    described = response.json()
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"]
    ids = []
    for path, methods in described["paths"].items():
        assert list(methods) == ["get"], path
        operation = methods["get"]
        ids.append(operation["operationId"])
        assert operation["summary"]
        assert operation["responses"]
        in_path = {part["name"] for part in operation.get("parameters", []) if part["in"] == "path"}
        assert in_path == {part.partition("}")[0] for part in path.split("{")[1:]}
    assert len(ids) == len(set(ids))
    references = set(_references(described))
    assert references
    for reference in references:
        found: Any = described
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [one for value in node.values() for one in _references(value)]
    return [one for value in node for one in _references(value)] if isinstance(node, list) else []


def test_answers_have_the_fields_that_are_described(publish: Publish, client: Client) -> None:
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    data = client.get(f"{PRACTICES}/{publish().pk}").json()
    assert set(data) == set(schemas["PracticeOut"]["properties"])
    assert set(data["texts"]["bg"]) == set(schemas["PracticeTextsOut"]["properties"])


@pytest.mark.parametrize(("language", "heading"), [("bg", "Отворени данни"), ("en", "Open data")])
def test_the_page_for_people(client: Client, settings: Any, language: str, heading: str) -> None:
    settings.OPEN_DATA_REQUESTS_PER_MINUTE = 120
    body = client.get(f"/{language}/data/").content.decode()
    assert f"<h1>{heading}</h1>" in body
    assert "120" in body
    assert "/api/v1/vocabularies/organisation_type.ttl" in body
    assert f'href="/{language}/data/"' in client.get(f"/{language}/practices/").content.decode()


def test_moments_are_moments(publish: Publish, client: Client) -> None:
    data = client.get(f"{PRACTICES}/{publish().pk}").json()
    assert datetime.datetime.fromisoformat(data["published_at"]).tzinfo is not None
    json.dumps(data)
