"""Both languages are whole, and each is written as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.urls import get_resolver

from core.catalogue import allowed_latin_words, latin_words
from tests.architecture.sources import PACKAGES
from tests.content.texts import CYRILLIC, FILES, LANGUAGES, LATIN, PAIRED, ROOT, load, strings, texts, visible


@pytest.mark.parametrize("name", FILES)
def test_no_word_mixes_two_alphabets(name: str) -> None:
    mixed = [
        (path, word)
        for path, text in strings(load(name))
        for word in re.findall(r"\w+", text)
        if CYRILLIC.search(word) and LATIN.search(word)
    ]
    assert mixed == []


def test_bulgarian_has_no_latin_words() -> None:
    """Apart from the names and standards that the catalogue's own check allows."""
    allowed = allowed_latin_words(ROOT)
    foreign = [
        (path, word)
        for path, text in texts("bg")
        if not path.endswith((".url", ".contact_email", ".author", ".level", ".type"))
        for word in latin_words(visible(text))
        if word.casefold() not in allowed
    ]
    assert foreign == []


def test_english_has_no_cyrillic_words() -> None:
    foreign = [(path, text) for path, text in texts("en") if CYRILLIC.search(visible(text))]
    assert foreign == []


def own_forms(form: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    """Every form of this project's apps. The addresses lead to all of their modules."""
    for child in form.__subclasses__():
        yield from own_forms(child)
        if child.__module__.partition(".")[0] in PACKAGES:
            yield child


def test_forms_say_everything_in_the_language_of_the_page() -> None:
    """What was put together when its module was read stays in the language of that moment."""
    assert get_resolver().url_patterns
    fixed = {
        (form.__name__, name, text)
        for form in own_forms()
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        for text in (field.label, field.help_text, *field.error_messages.values())
        if isinstance(text, str) and CYRILLIC.search(text)
    }
    assert len(set(own_forms())) > 30
    assert fixed == set()


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("straight quotation marks", r"\""),
        ("English quotation marks", r"[”‘’«»]"),
        ("a hyphen for a dash", r"\s-\s|--"),
        ("an English dash", r"—"),
        ("three points for an ellipsis", r"\.\.\."),
        ("two spaces", r"\S {2,}\S"),
        ("a space before a mark", r"\w\s+[,;:!?.](?!\w)"),
        ("commas for quotation marks", r",,"),
    ],
)
def test_bulgarian_typography(what: str, pattern: str) -> None:
    # Markup holds straight quotation marks of its own: only what is read counts.
    wrong = [(path, text) for path, text in texts("bg") if re.search(pattern, re.sub(r"<[^>]+>", "", text))]
    assert wrong == [], what


def test_bulgarian_quotation_marks_come_in_pairs() -> None:
    wrong = [(path, text) for path, text in texts("bg") if text.count("„") != text.count("“")]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_padded_or_left_as_a_placeholder(language: str) -> None:
    marks = re.compile(r"lorem|todo|xxx|\bTBD\b", re.IGNORECASE)
    assert [path for path, text in texts(language) if text != text.strip() or marks.search(text)] == []


@pytest.mark.parametrize("name", ["terms", "organisations", "threads"])
def test_what_has_one_language_has_the_other(name: str) -> None:
    assert list(_missing_halves(load(name))) == []


def test_pages_are_the_same_in_both_languages() -> None:
    pages = load("pages")
    for page in [pages["home"], *pages["pages"]]:
        assert [block["type"] for block in page["bg"]["body"]] == [
            block["type"] for block in page["en"]["body"]
        ]
        assert page["bg"].keys() == page["en"].keys()
        assert all(page[language][key] for language in LANGUAGES for key in page[language])
    assert pages["site"]["bg"].keys() == pages["site"]["en"].keys()


def test_links_stay_in_their_language() -> None:
    for language, other in (("bg", "/en/"), ("en", "/bg/")):
        pages = load("pages")
        here = [
            pages["site"][language],
            pages["home"][language],
            *(page[language] for page in pages["pages"]),
        ]
        assert [text for _, text in strings(here) if other in text] == []


def test_the_red_cross_card_is_the_same_in_both_languages() -> None:
    bg, en = (load("red_cross")["texts"][language] for language in LANGUAGES)
    assert {key for key, value in bg.items() if value} == {key for key, value in en.items() if value}
    assert len(bg["activities"]) == len(en["activities"]) == 6
    assert len(bg["challenges"]) == len(en["challenges"]) == 2


def test_building_blocks_come_in_pairs() -> None:
    blocks = load("practice_blocks")
    for groups in [*blocks["kits"], blocks["pools"]]:
        for name in PAIRED & groups.keys():
            for pair in groups[name]:
                assert len(pair) == 2
                assert _slots(pair[0]) == _slots(pair[1]), pair


def _slots(value: Any) -> set[str]:
    return {slot for _, text in strings(value) for slot in re.findall(r"{\w+}", text)}


def _missing_halves(value: Any) -> Any:
    if isinstance(value, list):
        for part in value:
            yield from _missing_halves(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key.endswith("_bg") and bool(part) != bool(value[f"{key[:-3]}_en"]):
                yield key, part
            yield from _missing_halves(part)
