"""What is taken out and brought in again is the same, whatever stands in it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.card import FIELDS, LANGUAGES, CardField, Document, Kind, clean_card, empty_texts
from practices.exchange.cells import cell_of, value_in
from practices.exchange.json_cards import read_json, write_json
from practices.exchange.marks import marked_text, rich_text_in
from practices.exchange.sheets import CHUNK, Outgoing, write_spreadsheet
from practices.exchange.spreadsheets import read_spreadsheet
from practices.exchange.words import Words

pytestmark = pytest.mark.django_db


def through_a_sheet(document: Document, words: Words) -> Document:
    [item] = read_spreadsheet(write_spreadsheet([Outgoing("7", document)], words), words).items
    assert item.external_id == "7"
    return item.document


def through_json(document: Document) -> Document:
    [item] = read_json(
        write_json([Outgoing("7", document)], schema_url="https://megdan.example/schema")
    ).items
    assert item.external_id == "7"
    return item.document


def without_empty_languages(document: Document) -> Document:
    tidy = copy.deepcopy(document)
    written = {code: texts for code, texts in tidy["texts"].items() if texts != empty_texts()}
    return tidy | {"texts": written}


def test_the_demonstrations_card(red_cross: Document, words: Words) -> None:
    assert through_a_sheet(red_cross, words) == red_cross
    assert through_json(red_cross) == red_cross


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_with_everything(full_card: Document, words: Words, language: str) -> None:
    named = {
        field.name
        for field in FIELDS
        if full_card["facts"].get(field.name) or full_card["texts"]["bg"].get(field.name)
    }
    assert len(named) > 35, "the card of this test is meant to be full"
    with override(language):
        assert through_a_sheet(full_card, words) == full_card
    assert through_json(full_card) == full_card


def test_a_sheet_made_in_one_language_is_read_in_the_other(full_card: Document, words: Words) -> None:
    with override("bg"):
        data = write_spreadsheet([Outgoing("", full_card)], words)
    with override("en"):
        assert read_spreadsheet(data, words).items[0].document == full_card


def test_text_too_long_for_a_cell_goes_on_in_the_next(words: Words, full_card: Document) -> None:
    full_card["texts"]["bg"]["activities"] = [
        {"title": f"{number}", "text": "дълго " * 500} for number in range(30)
    ]
    document = clean_card(full_card)
    assert (
        len(
            str(
                cell_of(
                    next(f for f in FIELDS if f.name == "activities"),
                    document["texts"]["bg"]["activities"],
                    words,
                )
            )
        )
        > 2 * CHUNK
    )
    assert through_a_sheet(document, words) == document


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
HOSTILE = TEXT | st.sampled_from(
    [
        "=1+1",
        "-",
        "|",
        " | ",
        "\\",
        "\\n",
        "\\|",
        ";",
        "a;b",
        "1. x",
        "**",
        "<p>x",
        "_x000D_",
        "#r1",
        "–",
        "“",
        "\u2028a",
    ]
)
MARKUP = st.builds(
    "".join,
    st.lists(
        st.builds("<p>{}<strong>{}</strong>{}</p>".format, HOSTILE, HOSTILE, HOSTILE)
        | st.builds("<ul><li><p>{}</p></li><li>{}</li></ul>".format, HOSTILE, HOSTILE)
        | st.builds("<blockquote><p>{}<br>{}</p></blockquote><hr>".format, HOSTILE, HOSTILE)
        | HOSTILE,
        max_size=4,
    ),
)


def value_for(field: CardField) -> st.SearchStrategy[Any]:
    if field.kind is Kind.BOOLEAN:
        return st.booleans()
    if field.kind is Kind.RICH:
        return MARKUP
    if field.kind is Kind.GROUP:
        return st.lists(
            st.fixed_dictionaries({part.name: value_for(part) for part in field.parts}), max_size=3
        )
    if field.kind in {Kind.TERMS, Kind.PLACES, Kind.LINKS, Kind.TAGS}:
        return st.lists(HOSTILE, max_size=3)
    codes = [code for code, _label in field.choices]
    known = st.sampled_from([*codes, "2026-03-15", "12", "12.50", "0012", "1e5"])
    return HOSTILE | known


OF_FIELD = st.sampled_from(FIELDS).flatmap(lambda field: st.tuples(st.just(field), value_for(field)))


def card_of(values: list[tuple[CardField, Any]], language: str) -> Document:
    raw: Document = {"facts": {}, "texts": {"bg": {"title": "Име"}, "en": {}}}
    for field, value in values:
        if field.is_shared_group:
            raw["facts"][field.name] = [{**row, "key": f"k{number}"} for number, row in enumerate(value)]
            raw["texts"][language][field.name] = {f"k{number}": row for number, row in enumerate(value)}
        else:
            (raw["texts"][language] if field.is_text else raw["facts"])[field.name] = value
    return clean_card(raw)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    st.lists(
        st.builds(card_of, st.lists(OF_FIELD, max_size=6), st.sampled_from(LANGUAGES)), min_size=1, max_size=5
    ),
    st.sampled_from(LANGUAGES),
)
def test_whatever_a_draft_holds(words: Words, cards: list[Document], language: str) -> None:
    with override(language):
        read = read_spreadsheet(write_spreadsheet([Outgoing("", card) for card in cards], words), words).items
    assert list(map(without_empty_languages, (item.document for item in read))) == list(
        map(without_empty_languages, cards)
    )
    for card in cards:
        assert through_json(card) == card


@settings(deadline=None, max_examples=200)
@given(MARKUP)
def test_marks_say_the_same_as_the_markup(markup: str) -> None:
    cleaned = rich_text_in(markup)
    assert rich_text_in(marked_text(cleaned)) == cleaned


@pytest.mark.parametrize(
    ("typed", "markup"),
    [
        ("Едно\nдве\n\nтри", "<p>Едно<br>две</p><p>три</p>"),
        ("Ето:\n- а\n– б", "<p>Ето:</p><ul><li><p>а</p></li><li><p>б</p></li></ul>"),
        ("1. а\n2) б", "<ol><li><p>а</p></li><li><p>б</p></li></ol>"),
        ("**важно** и *леко*, 5 * 3 * 2", "<p><strong>важно</strong> и <em>леко</em>, 5 * 3 * 2</p>"),
        ("***и двете***", "<p><strong><em>и двете</em></strong></p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[тук](javascript:alert(1))", '<p><a rel="nofollow noopener ugc">тук</a>)</p>'),
        ("<p onclick=alert(1)>а</p>", "<p>а</p>"),
    ],
)
def test_marks_as_people_type_them(typed: str, markup: str) -> None:
    assert rich_text_in(typed) == markup


def test_marks_cost_no_more_than_their_length() -> None:
    for text in ("*a " * 30_000, "**a" * 30_000, "[" * 60_000, "](" * 30_000, "[](" * 20_000, "\\" * 60_000):
        rich_text_in(text)


def test_words_that_only_one_language_knows_are_understood_in_both(words: Words) -> None:
    field = next(field for field in FIELDS if field.name == "themes")
    said: list[Any] = []
    with override("en"):
        value = value_in(
            field, "ЖИЛИЩЕ; Employment;health", words, lambda message, **_values: said.append(message)
        )
    assert (value, said) == (["housing", "employment", "health"], [])


def test_json_is_readable(full_card: Document) -> None:
    content = json.loads(write_json([Outgoing("7", full_card)], schema_url="/schema"))
    assert (content["format"], content["version"]) == ("megdan-practices", 1)
    assert content["practices"][0]["card"]["texts"]["bg"]["title"] == "Квартира с наставник"
