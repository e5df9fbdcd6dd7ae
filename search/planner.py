"""How a query is read: groups of weighted alternatives that either engine can carry out.

Owns stop words, phrases, synonyms, Latin readings and how many groups a hit must have. Knows no engine, no index and
no asker, so a plan is the same for everybody; what an asker may see, and what is known to him, the engines decide.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from search.analysis import Word, analyse, term_of, words_in, written_form
from search.analysis.dictionary import dictionary_lemma
from search.contract import MAX_QUERY_LENGTH
from search.transliteration import cyrillic_readings
from search.vocabulary import stop_words, synonyms

MAX_GROUPS = 16  # more words than a question has; what follows is not searched
MAX_ALTERNATIVES = 14  # of one group: seven synonyms and as many readings
MAX_ALTERNATIVES_IN_ALL = (
    72  # each is asked of six fields, once for the score and once as a filter: 864 of the
)
# 1,024 clauses that Elasticsearch allows at the least
MAX_LISTED_READINGS = 4  # Cyrillic readings of a Latin word that the dictionary knows
MAX_UNLISTED_READINGS = 3  # and that it doesn't know: names, new words
READING_WEIGHT = 0.9  # of the cheapest Cyrillic reading beside the English one
COST_TO_WEIGHT = 0.15  # what each unit of a reading's cost takes off
ALL_WORDS_WEIGHT = 0.75  # of an expression's words apart from each other, beside the expression as a phrase

_PHRASE = re.compile('[„“”"«]([^„“”"«»]{1,200})[“”"»]')


@dataclass(frozen=True, slots=True, order=True)
class Alternative:
    """One way to fulfil a group: these terms, as a phrase within one field or each of them anywhere."""

    terms: tuple[str, ...]
    weight: float = 1.0
    is_phrase: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One notion of the query, in the words that were typed; any of its alternatives will do."""

    typed: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine carries out: hits with every group come first, then those with at least `required` of them.

    The second kind is taken in only where the first is scarcer than `enough`. A plan without groups finds nothing,
    unless `is_browsing`: nothing was asked, so all is shown, newest first.
    """

    groups: tuple[Group, ...] = ()
    required: int = 0
    enough: int = 10  # a first page's worth of full hits needs no filling up
    is_browsing: bool = False

    @property
    def terms(self) -> frozenset[str]:
        """All terms of all alternatives, for highlighting."""
        return frozenset(
            term for group in self.groups for alternative in group.alternatives for term in alternative.terms
        )


def clean_query(text: str) -> str:
    """The query without control and direction characters, with single spaces, at most MAX_QUERY_LENGTH long."""
    text = text[: MAX_QUERY_LENGTH * 4]
    visible = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} else c for c in text)
    return " ".join(visible.split())[:MAX_QUERY_LENGTH].strip()


@lru_cache(maxsize=2_048)
def plan_query(text: str, *, knows_expressions: bool = True) -> Plan:
    """Read a query as it was typed. Never raises: what can't be understood finds nothing.

    With `knows_expressions=False`, „споразумение за интеграция“ is two words like any others: for a second try, where no
    document has the expression.
    """
    cleaned = clean_query(text)
    if not cleaned:
        return Plan(is_browsing=not text.strip())
    groups: list[Group] = []
    rest = cleaned
    for match in _PHRASE.finditer(cleaned):
        if len(terms := analyse(match[1])) > 1:
            groups.append(
                Group(typed=match[1], alternatives=(Alternative(tuple(terms), 1.0, is_phrase=True),))
            )
            rest = rest.replace(match[0], " ", 1)
    groups += _groups_of(list(words_in(rest)), has_others=bool(groups), knows_expressions=knows_expressions)
    distinct = list({group.alternatives: group for group in groups}.values())[:MAX_GROUPS]
    most = max(MAX_ALTERNATIVES_IN_ALL // len(distinct), 1) if distinct else 0
    distinct = [replace(group, alternatives=group.alternatives[:most]) for group in distinct]
    return Plan(groups=tuple(distinct), required=(len(distinct) + 1) // 2)


def _groups_of(words: list[Word], *, has_others: bool, knows_expressions: bool) -> list[Group]:
    """The groups of unquoted words: expressions that the synonyms know, else word by word without stop words."""
    groups: list[Group] = []
    dropped: list[Group] = []
    position = 0
    while position < len(words) and len(groups) < MAX_GROUPS:
        if knows_expressions and (expression := _expression_at(words, position)):
            groups.append(expression)
            position += len(_typed_terms(expression))
            continue
        word = words[position]
        target = dropped if _is_stop_word(word) else groups
        target.append(Group(typed=word.text, alternatives=_word_alternatives(word)))
        position += 1
    return groups if groups or has_others else dropped[:MAX_GROUPS]


def _typed_terms(expression: Group) -> tuple[str, ...]:
    return expression.alternatives[0].terms


def _is_stop_word(word: Word) -> bool:
    form = written_form(word.text)
    if form in stop_words():
        return True
    readings = cyrillic_readings(form) if len(form) <= 3 else ()
    return bool(readings) and readings[0][0] in stop_words()


def _expression_at(words: list[Word], position: int) -> Group | None:
    """The longest expression of several words that the synonyms know and that starts here."""
    for length in range(min(synonyms().longest, len(words) - position), 1, -1):
        here = words[position : position + length]
        terms = tuple(word.term for word in here)
        if found := synonyms().of(terms):
            telling = tuple(word.term for word in here if written_form(word.text) not in stop_words())
            alternatives = [
                Alternative(terms, 1.0, is_phrase=True),
                Alternative(telling, ALL_WORDS_WEIGHT),
                *(_alternative(other, weight) for other, weight in found.items()),
            ]
            return Group(typed=" ".join(word.text for word in here), alternatives=_best(alternatives))
    return None


def _word_alternatives(word: Word) -> tuple[Alternative, ...]:
    """The word itself, its synonyms, and for a Latin word its Cyrillic readings with theirs."""
    alternatives = [Alternative((word.term,), 1.0)]
    alternatives += [_alternative(other, weight) for other, weight in synonyms().of((word.term,)).items()]
    for term, weight in _readings(word):
        alternatives.append(Alternative((term,), weight))
        for other, synonym_weight in synonyms().of((term,)).items():
            alternatives.append(_alternative(other, round(weight * synonym_weight, 3)))
    return _best(alternatives)


def _readings(word: Word) -> list[tuple[str, float]]:
    """The terms that a word in Latin letters may stand for, those of the dictionary before names and new words."""
    listed: dict[str, float] = {}
    unlisted: dict[str, float] = {}
    for reading, cost in cyrillic_readings(written_form(word.text)):
        readings = unlisted if dictionary_lemma(reading) is None else listed
        readings.setdefault(term_of(reading), round(max(READING_WEIGHT - COST_TO_WEIGHT * cost, 0.3), 3))
    return [*listed.items()][:MAX_LISTED_READINGS] + [*unlisted.items()][:MAX_UNLISTED_READINGS]


def _alternative(terms: tuple[str, ...], weight: float) -> Alternative:
    return Alternative(terms, weight, is_phrase=len(terms) > 1)


def _best(alternatives: list[Alternative]) -> tuple[Alternative, ...]:
    """The heaviest alternatives, each once, the typed one first."""
    heaviest: dict[tuple[tuple[str, ...], bool], Alternative] = {}
    for alternative in alternatives:
        key = (alternative.terms, alternative.is_phrase)
        if key not in heaviest or heaviest[key].weight < alternative.weight:
            heaviest[key] = alternative
    first, *others = heaviest.values()
    others.sort(key=lambda alternative: (-alternative.weight, alternative.terms))
    return (first, *others[: MAX_ALTERNATIVES - 1])
