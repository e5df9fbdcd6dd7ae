"""Dictionary forms of Bulgarian words: the reviewed overrides, then simplemma's word list, nothing guessed.

simplemma's own rules invent lemmas for words that its list lacks (психолози → психолоза), so its list alone is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from simplemma.strategies.dictionaries import dictionary_factory

OVERRIDES_PATH = Path(__file__).with_name("overrides.txt")

# Where the list knows a form by one reading only, and that reading is a verb: „обучения“ is the plural of „обучение“.
_VERBAL_NOUN_ENDINGS = (("нията", "ние"), ("ния", "ние"))

# What may be taken off, and what put in its place, until the word list knows the rest. Longest endings first.
_ARTICLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ият", ("", "и", "ий")),
    ("ите", ("и",)),
    ("та", ("",)),
    ("то", ("",)),
    ("те", ("",)),
    ("ът", ("",)),
    ("ят", ("", "й")),
    ("ия", ("", "и")),
    ("а", ("",)),
    ("я", ("", "й")),
)
_NUMBERS_AND_GENDERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ища", ("ище", "")),
    ("ове", ("",)),
    ("еве", ("", "й")),
    ("йци", ("ец",)),
    ("ци", ("к", "ец", "ца")),
    ("зи", ("г",)),
    ("си", ("х",)),
    ("ии", ("ия",)),
    ("ни", ("ен",)),
    ("на", ("ен",)),
    ("но", ("ен",)),
    ("и", ("", "а", "я")),
    ("а", ("о", "е")),
    ("я", ("е",)),
)
_SHORTEST_BASE = 3  # letters that must stay, so that „мата“ doesn't become „ма“


def read_overrides(path: Path = OVERRIDES_PATH) -> dict[str, str]:
    """The override file as form → lemma; raises ValueError for a form that is claimed by two lemmas."""
    lemmas: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        content = line.split("#", 1)[0].strip()
        if not content:
            continue
        lemma, colon, forms = content.partition(":")
        if not colon:
            raise ValueError(
                f"{path.name}:{number}: write “lemma: form form”, there is no colon in “{content}”."
            )
        for form in (lemma.strip(), *forms.split()):
            if lemmas.setdefault(form, lemma.strip()) != lemma.strip():
                raise ValueError(f"{path.name}:{number}: “{form}” already belongs to “{lemmas[form]}”.")
    return lemmas


@lru_cache(maxsize=1)
def overrides() -> Mapping[str, str]:
    return read_overrides()


@lru_cache(maxsize=1)
def _word_list() -> Mapping[str, str]:
    """Some 226,000 forms, 25 MB of memory, read in a quarter of a second when the first Bulgarian word comes."""
    return dictionary_factory.DefaultDictionaryFactory(cache_max_size=1).get_dictionary("bg")


def _listed(word: str) -> str | None:
    """The lemma that the list gives for exactly this form; names stand in it with a capital letter."""
    words = _word_list()
    lemma = words.get(word) or words.get(word.capitalize())
    if lemma is None:
        return None
    return lemma.removesuffix("-(се)").casefold()  # reflexive verbs are listed as „намеря-(се)“


def _shorter(word: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    return [
        word[: -len(ending)] + replacement
        for ending, replacements in endings
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_BASE
        for replacement in replacements
    ]


def dictionary_lemma(word: str) -> str | None:
    """The dictionary form of a folded Bulgarian word, or None where neither file nor list knows it.

    A form that is missing is looked up again without its article, its plural or its gender ending, so that
    „доброволците“ is found through „доброволци“; such a detour counts only where it leads to a dictionary form.
    """
    known = overrides()
    if word in known:
        return known[word]
    for ending, replacement in _VERBAL_NOUN_ENDINGS:
        if word.endswith(ending):
            noun = word[: -len(ending)] + replacement
            if _listed(noun) == noun:
                return noun
    if (lemma := _listed(word)) is not None:
        return lemma
    without_article = _shorter(word, _ARTICLES)
    for form in without_article:
        if form in known:
            return known[form]
        if (lemma := _listed(form)) is not None:
            return lemma
    for form in (word, *without_article):
        for base in _shorter(form, _NUMBERS_AND_GENDERS):
            if known.get(base, _listed(base)) == base:
                return base
    return None
