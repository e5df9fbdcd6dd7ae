"""What texts become: the golden file, the reviewed lists, and the corners that a text can have."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse, words_in
from search.analysis.dictionary import read_overrides
from search.analysis.stemming import light_stem
from search.vocabulary import read_synonyms, stop_words, synonyms


def golden_lines() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("analysis_golden.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" → ") for line in lines if line.strip() and not line.startswith("#")]
    return [(text, terms) for text, terms in pairs]


@pytest.mark.parametrize(("text", "terms"), golden_lines())
def test_golden(text: str, terms: str) -> None:
    assert " ".join(analyse(text)) == terms


@given(st.text(max_size=200))
def test_any_text_is_analysed_into_letters_and_digits(text: str) -> None:
    words = list(words_in(text))
    for word in words:
        assert text[word.start : word.end] == word.text
        assert word.term
        assert " " not in word.term
    assert [word.start for word in words] == sorted(word.start for word in words)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъьюя", min_size=1, max_size=20))
def test_a_light_stem_never_vanishes(word: str) -> None:
    assert len(light_stem(word)) >= min(len(word), 3)


def test_a_form_with_two_lemmas_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "overrides.txt"
    path.write_text("дете: деца\nдецата: деца\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"overrides\.txt:2: “деца” already belongs to “дете”"):
        read_overrides(path)


def test_a_synonym_line_without_a_sign_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("# comment\nдете дечица\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"synonyms\.txt:2: write “one = other”"):
        read_synonyms(path)


def test_the_reviewed_synonyms_go_where_they_should() -> None:
    assert ("български", "червен", "кръст") in synonyms().of(("бчк",))
    assert ("хасково",) in synonyms().of(("хасковски",))
    assert ("жилище",) in synonyms().of(("hous",))
    assert "на" in stop_words()
