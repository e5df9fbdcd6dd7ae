"""Applies the rules to a text. Costs time in proportion to it; never raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from core.personal_data.kinds import PERSONAL_NUMBERS, Finding, PersonalDataKind
from core.personal_data.rules import RULES, Candidate, Rule

WORDS_BEFORE = 60
"""Characters before a number in which a word may say what it is: „единен граждански номер на лицето: “ fits."""
WORDS_AFTER = 24


def find_personal_data(text: str, kinds: Collection[PersonalDataKind] | None = None) -> list[Finding]:
    """All findings in the order of the text, none within another; of these kinds only, if kinds are given."""
    if kinds is not None and PERSONAL_NUMBERS.issuperset(kinds) and not _DIGIT.search(text):
        return []  # most fields of a card: they are asked for nothing else, and done with at once
    plain = _MIXED.sub(_in_one_script, "".join(map(_simple, text)))
    # A file's name has them instead of spaces; mailboxes have them too.
    spaced = plain.replace("_", " ")
    found: list[Finding] = []
    for rule in RULES:
        if kinds is None or rule.kind in kinds:
            searched = plain if rule.kind == PersonalDataKind.EMAIL else spaced
            found += [
                one for one in _found_by(rule, searched) if not any(_overlap(one, other) for other in found)
            ]
    return sorted(found)


_DIGIT = re.compile(r"\d")
_CYRILLIC_LIKE = "АВЕКМНОРСТУХаеорсух"
_LATIN_LIKE = "ABEKMHOPCTYXaeopcyx"
_TO_CYRILLIC = str.maketrans(_LATIN_LIKE, _CYRILLIC_LIKE)
_TO_LATIN = str.maketrans(_CYRILLIC_LIKE, _LATIN_LIKE)
_MIXED = re.compile(r"\b(?=\w*[А-я])(?=\w*[A-Za-z])\w{2,40}\b")
_ONLY_CYRILLIC = re.compile(rf"(?![{_CYRILLIC_LIKE}])[А-я]")


def _in_one_script(match: re.Match[str]) -> str:
    """A word with letters of both alphabets, in the one that it was meant in: „Роденa“ with a Latin a."""
    word = match[0]
    return word.translate(_TO_CYRILLIC if _ONLY_CYRILLIC.search(word) else _TO_LATIN)


def redact(text: str, kinds: Collection[PersonalDataKind], mark: str) -> tuple[str, int]:
    """The text with `mark` in place of each finding of these kinds, and how many there were."""
    findings = find_personal_data(text, kinds)
    for finding in reversed(findings):
        text = text[: finding.start] + mark + text[finding.end :]
    return text, len(findings)


def _found_by(rule: Rule, plain: str) -> Iterator[Finding]:
    """A rule whose pattern has a group `it` finds that group; what the pattern matches around it are words that tell."""
    group = "it" if "it" in rule.pattern.groupindex else 0
    position = 0
    while match := rule.pattern.search(plain, position):
        start, end = match.span(group)
        candidate = Candidate(
            match[group], plain[max(0, start - WORDS_BEFORE) : start], plain[end : end + WORDS_AFTER]
        )
        length = rule.accepts(candidate)
        if length:
            yield Finding(start, start + length, rule.kind)
        position = start + length if length else match.start() + 1


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


@lru_cache(maxsize=4096)
def _simple(character: str) -> str:
    """The same character as one of a few: ASCII digits, one kind of dash, one kind of space. Never longer or shorter."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    return " " if category in {"Zs", "Cf"} else character
