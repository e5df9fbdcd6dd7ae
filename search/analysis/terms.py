"""Splitting a text into words and each word into its term."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from core.folding import fold
from search.analysis.dictionary import dictionary_lemma, overrides
from search.analysis.stemming import english_stem, light_stem

MAX_TERM_LENGTH = 64  # characters; longer strings are encoded data or noise, and engines cut them differently

# Б.Ч.К. is one word; otherwise letters and digits, with the marks that stand on them, make a word.
_WORD = re.compile(r"(?:[А-ЯA-Z]\.){2,}|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
# „НПО-то“, „БЧК-та“: an article that hangs on an abbreviation is no word.
_HANGING_ARTICLE = re.compile(r"(?<=[А-ЯA-Z0-9])-(?:та|то|те|ът|ят|а|я)\b")
# „2024г“, „16годишни“: digits stuck to a Bulgarian word; contract numbers (BG05M9OP001) stay whole.
_DIGITS_THEN_CYRILLIC = re.compile(r"^([0-9]+)([а-я]+)$")

_CYRILLIC = re.compile("[\u0400-\u04ff]")
# Typed with the wrong keyboard inside a Cyrillic word.
_LATIN_LOOKALIKES = str.maketrans("aceopxyk", "асеорхук")


class Word(NamedTuple):
    """One word of a text: as it stands there, where, and the term that it is searched by."""

    text: str
    start: int
    end: int
    term: str


@lru_cache(maxsize=200_000)
def written_form(word: str) -> str:
    """The word folded for comparing, in one script, without marks on Latin letters; letters and digits alone."""
    folded = fold(word).replace(".", "")
    if _CYRILLIC.search(folded):
        return folded.translate(_LATIN_LOOKALIKES)
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if c.isalnum()).casefold()


@lru_cache(maxsize=200_000)  # a term is some 200 bytes with its key: 40 MB at the very most
def term_of(form: str) -> str:
    """The term of a written form: dictionary form or light stem in Cyrillic, Snowball stem in Latin letters."""
    form = form[:MAX_TERM_LENGTH]
    if _CYRILLIC.search(form):
        return dictionary_lemma(form) or light_stem(form)
    if form in overrides():
        return overrides()[form]
    if form.isascii() and form.isalpha():
        return english_stem(form)
    return form


@lru_cache(maxsize=200_000)
def _pieces(word: str) -> tuple[tuple[int, str], ...]:
    """The words that a stretch of letters and digits makes, each with its length in the text and its term."""
    form = written_form(word)
    if split := _DIGITS_THEN_CYRILLIC.match(form):
        digits, letters = split.groups()
        return (len(digits), digits), (len(word) - len(digits), term_of(letters))
    return ((len(word), term_of(form)),) if form else ()


@lru_cache(maxsize=50_000)
def _terms_of(stretch: str) -> frozenset[str]:
    """The terms in what stands between two spaces; no word crosses a space."""
    return frozenset(term for match in _WORD.finditer(stretch) for _length, term in _pieces(match.group()))


def place_of_any(text: str, terms: frozenset[str]) -> int | None:
    """Where the first word with one of these terms begins: many times quicker than taking the text apart."""
    if all(terms.isdisjoint(_terms_of(stretch)) for stretch in set(text.split())):
        return None
    places = (
        match.start()
        for match in _WORD.finditer(text)
        if any(term in terms for _length, term in _pieces(match.group()))
    )
    return next(places, None)


def words_in(text: str, begin: int = 0) -> Iterator[Word]:
    """The words of a text in order, with their places in it; from the beginning of one of them, if need be.

    Hyphens and every other sign part words. A number that is stuck to a Bulgarian word makes two words at two places.
    """
    hanging = {match.start() + 1 for match in _HANGING_ARTICLE.finditer(text)} if "-" in text else ()
    for match in _WORD.finditer(text, begin):
        start = match.start()
        if start in hanging:
            continue
        word = match.group()
        for length, term in _pieces(word):
            end = start + length
            yield Word(text[start:end], start, end, term)
            start = end


def analyse(text: str) -> list[str]:
    """The terms of a text in order, as both engines index them."""
    return [word.term for word in words_in(text)]
