"""Vocabularies as SKOS: the same statements in Turtle and JSON-LD, whatever stands in a name."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.test import Client

from taxonomy.models import Term
from taxonomy.skos import as_json_ld, as_turtle, language_of

pytestmark = pytest.mark.django_db
ROOT = "http://127.0.0.1:8000/api/v1/vocabularies"
STATEMENT = re.compile(
    r"""(?:@prefix\ \w+:\ <[^<>"\s]+>\ \.
    | <[^<>"\s]+>(?:\ |\n\ {4})a\ skos:\w+(?:\ ;\n\ {4}[a-z]+:\w+\ (?:OBJECT)(?:,\ (?:OBJECT))*)*\ \.)\n*""".replace(
        "OBJECT", r"""<[^<>"\s]+>|true|"(?:[^"\\\n]|\\["\\nrtbfu/])*"(?:@\w+|\^\^xsd:\w+)?"""
    ),
    re.VERBOSE,
)


def is_turtle(text: str) -> bool:
    """Of the part of Turtle's grammar that is written here, nothing is left over."""
    return STATEMENT.sub("", text).strip() == ""


@pytest.mark.parametrize(
    "code",
    [
        "theme",
        "target_group",
        "level",
        "organisation_type",
        "status",
        "evidence",
        "funding",
        "sdg",
        "licence",
    ],
)
def test_each_vocabulary_in_three_formats(client: Client, code: str) -> None:
    data = client.get(f"/api/v1/vocabularies/{code}").json()
    turtle = client.get(f"/api/v1/vocabularies/{code}.ttl")
    graph = json.loads(client.get(f"/api/v1/vocabularies/{code}.jsonld").content)["@graph"]
    assert turtle["Content-Type"].startswith("text/turtle")
    text = turtle.content.decode()
    assert is_turtle(text)
    assert len(data["terms"]) == data["term_count"] == len(graph) - 1 == text.count("a skos:Concept ")
    for term, concept in zip(data["terms"], graph[1:], strict=True):
        assert term["uri"] == concept["@id"]
        assert f"<{term['uri']}>" in text


def test_an_address_answers_in_the_format_that_is_asked_for(client: Client) -> None:
    address = "/api/v1/vocabularies/theme"
    assert client.get(address)["Content-Type"].startswith("application/json")
    turtle = client.get(address, HTTP_ACCEPT="text/turtle")
    assert turtle.content == client.get(f"{address}.ttl").content
    assert "Accept" in turtle["Vary"]
    linked = client.get(address, HTTP_ACCEPT="application/ld+json")
    assert linked["Content-Type"] == "application/ld+json"
    assert client.get("/api/v1/vocabularies/none", HTTP_ACCEPT="text/turtle").status_code == 404
    assert client.get("/api/v1/vocabularies/none.ttl").status_code == 404


def test_types_of_organisation_are_tied_to_iati(client: Client) -> None:
    graph = json.loads(client.get("/api/v1/vocabularies/organisation_type.jsonld").content)["@graph"]
    concepts = {node["@id"].partition("#")[2]: node for node in graph}
    iati = "https://iatistandard.org/en/iati-standard/203/codelists/organisationtype/#"
    assert concepts["multilateral"]["skos:exactMatch"] == [{"@id": iati + "40"}]
    assert concepts["municipality"]["skos:broadMatch"] == [{"@id": iati + "11"}]
    assert [one["@id"] for one in concepts["information-centre"]["skos:broadMatch"]] == [
        iati + "15",
        iati + "22",
    ]


def test_whatever_stands_in_a_name() -> None:
    term = Term(
        code="odd",
        name_bg='„Дом“ "\\" \n нов ред',
        name_en="a\tb . ; <x>",
        synonyms=["приют", "shelter"],
        retired_on=datetime.date(2026, 1, 2),
    )
    text = as_turtle(f"{ROOT}/theme", ("Теми", "Themes"), [term])
    assert is_turtle(text)
    assert "owl:deprecated true" in text
    assert '"2026-01-02"^^xsd:date' in text
    assert 'skos:altLabel "приют"@bg, "shelter"@en' in text
    (_scheme, concept) = json.loads(as_json_ld(f"{ROOT}/theme", ("Теми", "Themes"), [term]))["@graph"]
    assert concept["skos:prefLabel"][0] == {"@value": term.name_bg, "@language": "bg"}
    assert concept["owl:deprecated"] is True


def test_the_language_of_a_synonym() -> None:
    assert (language_of("жилище"), language_of("housing"), language_of("ESF+")) == ("bg", "en", "en")


def test_all_vocabularies(client: Client) -> None:
    rows = {row["code"]: row for row in client.get("/api/v1/vocabularies").json()}
    assert rows["theme"]["name"] == {"bg": "Теми", "en": "Themes"}
    assert rows["theme"]["turtle_url"] == f"{ROOT}/theme.ttl"
    assert rows["theme"]["term_count"] == Term.objects.of("theme").count()
