"""The demo content fits the card, names only what exists, and holds no person."""

from __future__ import annotations

import re
from typing import Any

import pytest

from forum.invented import invented_threads
from practices.card import BY_NAME, FACT_FIELDS, TEXT_FIELDS, Kind, clean_card
from practices.invented import invented_organisations, invented_practices
from tests.content.texts import (
    LANGUAGES,
    load,
    organisation_keys,
    place_codes,
    rows,
    strings,
    term_codes,
    visible,
)  # fmt: skip

INVENTED = 300
"""As many as the figures of search are measured with."""


def _cards() -> list[tuple[str, dict[str, Any]]]:
    cards = [("red_cross", load("red_cross"))]
    return cards + [(f"invented {number}", card) for number, card in enumerate(invented_practices(INVENTED))]


def test_places_are_complete_and_linked() -> None:
    oblasts, municipalities, districts = rows("oblasts"), rows("municipalities"), rows("districts")
    assert (len(oblasts), len(municipalities), len(districts)) == (28, 265, 24 + 6 + 5)
    assert len(place_codes()) == 28 + 265 + 35
    assert {row["oblast"] for row in municipalities} == {row["code"] for row in oblasts}
    assert {row["municipality"] for row in districts} == {"SOF46", "PDV22", "VAR06"}


def test_vocabularies_are_complete() -> None:
    counts = {vocabulary: len(codes) for vocabulary, codes in term_codes().items()}
    assert counts == {
        "theme": 25, "target_group": 24, "level": 8, "organisation_type": 18, "status": 6, "evidence": 6,
        "funding": 26, "sdg": 17, "licence": 4,
    }  # fmt: skip
    terms = load("terms")
    assert len({(term["vocabulary"], term["code"]) for term in terms}) == len(terms)
    assert all(term["extra"]["iati"] for term in terms if term["vocabulary"] == "organisation_type")


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_keep_within_the_limits(language: str) -> None:
    for name, card in _cards():
        if language not in card["texts"]:
            continue
        for field in TEXT_FIELDS:
            value = card["texts"][language].get(field.name, "")
            if field.kind is Kind.GROUP:
                assert len(value) <= field.at_most, (name, field.name)
                for part in field.parts:
                    assert all(len(row[part.name]) <= part.max_length for row in value), (name, part.name)
            else:
                assert len(visible(value)) <= field.max_length, (name, field.name)


def test_cards_have_fields_of_the_schema_alone_and_are_clean() -> None:
    for name, card in _cards():
        cleaned = clean_card(card)
        assert set(card["facts"]) <= {field.name for field in FACT_FIELDS}, name
        assert card["facts"].items() <= cleaned["facts"].items(), name
        for language, text in card["texts"].items():
            assert text.items() <= cleaned["texts"][language].items(), name


def test_cards_name_only_what_exists() -> None:
    terms, places = term_codes(), place_codes()
    keys = organisation_keys() | {organisation["key"] for organisation in invented_organisations()}
    for name, card in _cards():
        facts = card["facts"]
        assert facts["organisation"] in keys, name
        assert set(facts["places"]) <= places, name
        for field in FACT_FIELDS:
            if field.vocabulary and (value := facts.get(field.name)):
                chosen = set(value) if isinstance(value, list) else {value}
                assert chosen <= terms[field.vocabulary], (name, field.name)
        assert len(facts["themes"]) <= BY_NAME["themes"].at_most, name


def test_what_the_source_of_the_red_cross_card_does_not_say_stays_empty() -> None:
    facts = load("red_cross")["facts"]
    unknown = ("status", "evidence_level", "starts_on", "ends_on", "contact_role", "contact_email")
    assert [facts[name] for name in unknown] == [""] * len(unknown)
    assert all(row["response"] == "" for row in load("red_cross")["texts"]["bg"]["challenges"])


def test_the_nine_contacts_are_marked_as_unconfirmed() -> None:
    contacts = [
        entry for entry in load("organisations")["organisations"] if "2015" in entry["source_note_en"]
    ]
    listed = [entry for entry in contacts if entry["key"] != "rso-maritsa"]
    assert len(listed) == 9
    assert not any(entry["is_confirmed"] or entry["confirmed_on"] for entry in contacts)
    assert all(entry["phone"] and entry["address_bg"] for entry in listed)


def test_organisations_name_only_what_exists() -> None:
    invented = {entry["key"]: entry for entry in invented_organisations()}
    listed = load("organisations")["organisations"]
    assert len({entry["key"] for entry in listed}) == len(listed)
    assert all(invented.get(entry["key"]) == (entry if entry["is_invented"] else None) for entry in listed)
    entries = [*listed, *invented.values()]
    for entry in entries:
        assert entry["kind"] in term_codes()["organisation_type"], entry["key"]
        assert entry["place"] is None or entry["place"] in place_codes(), entry["key"]
        assert max(len(entry["source_note_bg"]), len(entry["source_note_en"])) <= 240, entry["key"]
        assert len(entry["phone"]) <= 80, entry["key"]
    assert all(entry["is_invented"] for entry in invented_organisations())


def test_threads_name_only_what_exists() -> None:
    data = load("threads")
    boards = {board["slug"]: board for board in data["boards"]}
    assert {board["visibility"] for board in boards.values()} == {
        "public",
        "members",
        "coordinators",
        "access",
    }
    threads = [*data["threads"], *invented_threads(100)]
    assert len({thread["key"] for thread in threads}) == len(threads)
    for thread in threads:
        assert thread["board"] in boards
        assert {post["author"] for post in thread["posts"]} <= data["authors"].keys()
        assert thread["posts"][0]["hours_later"] == 0
        assert len(thread["title"]) <= 120


def test_only_coordinators_speak_on_the_coordinators_board() -> None:
    data = load("threads")
    closed = {board["slug"] for board in data["boards"] if board["visibility"] == "coordinators"}
    for thread in data["threads"]:
        if thread["board"] in closed:
            assert {data["authors"][post["author"]]["role"] for post in thread["posts"]} == {"coordinator"}


def test_series_are_distinct_and_repeatable() -> None:
    titles = [_first_title(card) for card in invented_practices(INVENTED)]
    assert len(set(titles)) == INVENTED
    assert len({thread["title"] for thread in invented_threads(INVENTED)}) == INVENTED
    assert list(invented_practices(20)) == list(invented_practices(INVENTED))[:20]
    assert list(invented_threads(20)) == list(invented_threads(INVENTED))[:20]
    assert list(invented_practices(20, seed=8)) != list(invented_practices(20))


@pytest.mark.parametrize("word", ["риб", "fish", "бчк", "червен кръст", "red cross"])
def test_invented_texts_leave_words_to_the_real_ones(word: str) -> None:
    everything = [
        list(invented_practices(INVENTED)),
        list(invented_threads(INVENTED)),
        invented_organisations(),
    ]
    assert [text for _, text in strings(everything) if word in text.casefold()] == []


@pytest.mark.parametrize("word", ["настаняван", "интеграц", "housing", "бежан"])
def test_invented_titles_use_the_subjects_own_words_sparingly(word: str) -> None:
    titles = [_first_title(card) for card in invented_practices(INVENTED)]
    titles += [thread["title"] for thread in invented_threads(INVENTED)]
    assert sum(word in title.casefold() for title in titles) <= INVENTED // 50


def test_no_person_can_be_reached_through_the_content() -> None:
    """Mailboxes are institutional, mobile phones appear only where a centre has no other line."""
    mail = re.compile(r"[\w.+-]+@[\w.-]+")
    institutional = {
        "info",
        "coordinator",
        "iomsofiaintegration",
        "airm",
        "bgrc",
        "haskovo",
        "caritas.bulgaria",
        "megdan",
    }
    for name in ("organisations", "red_cross", "pages", "threads", "practice_blocks", "thread_blocks"):
        for _, text in strings(load(name)):
            real = {address for address in mail.findall(text) if not address.endswith(".example")}
            assert {address.split("@")[0] for address in real} <= institutional
    mobile = [
        entry["key"]
        for entry in load("organisations")["organisations"]
        if re.search(r"(\+359 ?|0)8[789]", entry["phone"])
    ]
    assert mobile == ["immigrants-sunny-beach"]


def _first_title(card: dict[str, Any]) -> str:
    texts = card["texts"]
    title: str = texts[next(language for language in LANGUAGES if language in texts)]["title"]
    return title
