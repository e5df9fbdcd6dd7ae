"""The last resort for Bulgarian words that no dictionary knows, and the stems of English ones.

The Bulgarian stem is light: article, plural and gender come off, nothing else, and what the plural changes in the last
consonant (психолог, психолози) is written one way. It is never used for a word with a dictionary form.
"""

from __future__ import annotations

import re
import threading

import snowballstemmer

_SHORTEST_STEM = 3

# Definite articles, each with what is left of the word; the full forms before the short ones.
_ARTICLES = (
    ("ищата", "ища"),
    ("ият", ""),
    ("ите", "и"),
    ("ът", ""),
    ("ят", ""),
    ("та", ""),
    ("то", ""),
    ("те", ""),
)
_PLURALS = (("овци", "овц"), ("ища", "ищ"), ("ове", ""), ("еве", ""), ("йци", "йц"), ("ия", ""), ("ии", ""))
# столичански, ловешка: adjectives end one way in every gender and number.
_ADJECTIVE = re.compile(r"^(.{2,}[сцшж]к)(?:и|а|о|ия|ият|ата|ото|ите)$")
_FINAL_VOWELS = "аъоуеиюяй"
# бежанец/бежанци, пилотен/пилотна: the vowel that comes and goes is left out.
_FLEETING = (("иец", "ийц"), ("ец", "ц"), ("ен", "н"), ("ел", "л"), ("ър", "р"))
# ученик/ученици, психолог/психолози, монах/монаси: written as in the plural.
_CONSONANTS = {"к": "ц", "г": "з", "х": "с"}


def _take_off(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, replacement in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)] + replacement
    return word


def light_stem(word: str) -> str:
    """The stem of a folded Bulgarian word that no dictionary knows; words of up to four letters stay as they are."""
    if len(word) <= _SHORTEST_STEM + 1:
        return word
    if adjective := _ADJECTIVE.match(word):
        return adjective[1] + "и"
    stem = _take_off(_take_off(word, _ARTICLES), _PLURALS)
    while len(stem) > _SHORTEST_STEM and stem[-1] in _FINAL_VOWELS:
        stem = stem[:-1]
    stem = _take_off(stem, _FLEETING)
    if stem[-1] in _CONSONANTS and len(stem) > _SHORTEST_STEM:
        stem = stem[:-1] + _CONSONANTS[stem[-1]]
    return stem


# Snowball reads the American spelling alone where the two differ in more than a final letter.
_AMERICAN = (
    ("isation", "ization"),
    ("organis", "organiz"),
    ("recognis", "recogniz"),
    ("specialis", "specializ"),
)
_stemmers = threading.local()  # a stemmer keeps the word in itself: one for each thread


def english_stem(word: str) -> str:
    """The Snowball stem of a folded word in Latin letters, British and American spelling alike."""
    if not hasattr(_stemmers, "english"):
        _stemmers.english = snowballstemmer.stemmer("english")
    for british, american in _AMERICAN:
        word = word.replace(british, american)
    return str(_stemmers.english.stemWord(word))
