"""Finds what could give a person away in a text that many will read: on this machine, without a word leaving it.

Owns how such things look; not what follows from a finding. Whoever asks decides: personal numbers (ЕГН and ЛНЧ) are refused
outright, everything else is a warning, because an organisation's telephone is meant to be there and a person's isn't.

The rules are data (`RULES`), each a pattern and a test of what it matched with the words around it. So a kind is added by
adding a rule. Numbers are believed by their checksum (python-stdnum), not by their look; what has no checksum (document
numbers, dates of birth) counts only where the words before it say what it is. A personal number is also found with spaces or
dashes in it, in digits of other scripts, and with letters of the other alphabet that look the same. What stands in a web
address, is glued to a code, counts money, or follows „тел.“, „договор №“, „ЕИК“ is left alone: about one in ten of all
ten-digit numbers happens to satisfy the checksum of the ЛНЧ, one in a hundred that of the ЕГН. Years, sums, postal codes and
numbers of contracts are no findings; tests/core/test_personal_data.py lists what must and what must not be found.

    >>> [(found.kind.value, found.start) for found in find_personal_data("Лицето с ЕГН 750101 0010.")]
    [('egn', 13)]

Costs time in proportion to the text. Never raises.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import stdnum.bg.egn
import stdnum.bg.pnf
import stdnum.exceptions
import stdnum.iban
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class PersonalDataKind(models.TextChoices):
    """What was found."""

    EGN = "egn", pgettext_lazy("kind of personal data", "personal number (EGN)")
    LNCH = "lnch", pgettext_lazy("kind of personal data", "personal number of a foreigner")
    IBAN = "iban", pgettext_lazy("kind of personal data", "bank account")
    DOCUMENT = "document", pgettext_lazy("kind of personal data", "number of an identity document")
    BIRTH_DATE = "birth_date", pgettext_lazy("kind of personal data", "date of birth")
    EMAIL = "email", pgettext_lazy("kind of personal data", "e-mail address")
    PHONE = "phone", pgettext_lazy("kind of personal data", "telephone number")


PERSONAL_NUMBERS = frozenset({PersonalDataKind.EGN, PersonalDataKind.LNCH})
"""Never published, whoever asks for it."""

WORDS_BEFORE = 45
"""Characters before a number in which a word may say what it is: „единен граждански номер на лицето: “ fits."""


@dataclass(frozen=True, order=True)
class Finding:
    """A stretch of a text, `text[start:end]`."""

    start: int
    end: int
    kind: PersonalDataKind

    def masked(self, text: str) -> str:
        """Enough to find it again, too little to use it: „75…10“."""
        found = text[self.start : self.end]
        return f"{found[:2]}…{found[-2:]}"


@dataclass(frozen=True)
class Candidate:
    """What a pattern matched, with what stands around it. Letters and digits are already of one script."""

    text: str
    before: str
    after: str

    @property
    def digits(self) -> str:
        return "".join(c for c in self.text if c.isdigit())

    @property
    def group_lengths(self) -> list[int]:
        return [len(group) for group in re.findall(r"\d+", self.text)]

    def follows(self, words: re.Pattern[str]) -> bool:
        return words.search(self.before) is not None


@dataclass(frozen=True)
class Rule:
    """How one kind looks. `accepts` answers how many characters of the match belong to it, 0 for none."""

    kind: PersonalDataKind
    pattern: re.Pattern[str]
    accepts: Callable[[Candidate], int]


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)


_EGN_WORDS = _words(
    "ЕГН", "EGN", "единен граждански", "личен номер", "personal (?:id|number)", "civil number", "UCN"
)
_LNCH_WORDS = _words(
    "ЛНЧ", "LNCH", "LNC", "личен номер", "номер на чужденец", "personal (?:id|number)", "PNF"
)
_OTHER_NUMBERS = _words(
    r"тел(?!\w)", "телефон", "GSM", r"моб(?:\.|илен)", "факс", r"tel(?!\w)", "phone", "mobile", "fax",
    "договор", "contract", "grant", "фактура", "invoice", "ЕИК", "EIK", "булстат", "bulstat", "ДДС", "VAT",
    "ISBN", "ISSN", "IBAN", "сметка", "account", "фирмено дело", "DOI",
)  # fmt: skip
_ANY_NUMBER = _words(
    "№", r"No(?!\w)", r"рег\.", r"вх\.", r"изх\.", "проект", "project", r"код(?!\w)", r"code(?!\w)", r"ID(?!\w)", r"ref\.",
)  # fmt: skip
_DOCUMENT_WORDS = _words(
    r"лична\w* карта\w*", r"л\. ?к\.", r"лк(?!\w)", r"паспорт\w*", "passport", "ID card", "identity card", "ident document",
    r"карта\w* на (?:бежанец|чужденец)", "бежанска карта", r"документ\w* за самоличност", "пътнически документ",
    "travel document", "refugee card", "residence (?:permit|card)", "разрешение за пребиваване", "регистрационна карта",
)  # fmt: skip
_BIRTH_WORDS = _words(
    r"роден\w*", r"род\.", r"дата\w* на раждане", "born", "date of birth", "birth date", "DOB"
)
_MONEY = re.compile(r"\s?(?:лв|лева|евро|eur|bgn|usd|€|\$|%|хил|млн)", re.IGNORECASE)
_GLUED_BEFORE = re.compile(r"[\w][-./:]$|[/=@_#&?%+.]$")
_GLUED_AFTER = re.compile(r"[-./,]?\w|[/=@_#&]")
_DATE = re.compile(r"\d\d([ /-])\d\d\1(?:19|20)\d\d")
_EARLIEST_BIRTH = datetime.date(1900, 1, 1)


def _is_part_of_more(found: Candidate) -> bool:
    """In a web address, a code, a longer number, a sum of money."""
    return bool(
        _GLUED_BEFORE.search(found.before) or _GLUED_AFTER.match(found.after) or _MONEY.match(found.after)
    )


def _is_in_thousands(lengths: list[int]) -> bool:
    return len(lengths) > 1 and lengths[0] <= 3 and all(length == 3 for length in lengths[1:])


def _accepts_egn(found: Candidate) -> int:
    if not stdnum.bg.egn.is_valid(found.digits):
        return 0
    if not _EARLIEST_BIRTH <= stdnum.bg.egn.get_birth_date(found.digits) <= timezone.localdate():
        return 0
    if not found.follows(_EGN_WORDS) and (
        _is_part_of_more(found)
        or "." in found.text
        or _is_in_thousands(found.group_lengths)
        or found.follows(_OTHER_NUMBERS)
    ):
        return 0
    return len(found.text)


def _accepts_lnch(found: Candidate) -> int:
    if not stdnum.bg.pnf.is_valid(found.digits) or len(set(found.digits)) == 1:
        return 0
    if not found.follows(_LNCH_WORDS) and (
        len(found.group_lengths) > 1
        or found.digits.startswith("0")
        or _is_part_of_more(found)
        or found.follows(_OTHER_NUMBERS)
        or found.follows(_ANY_NUMBER)
    ):
        return 0
    return len(found.text)


_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХавекмнорстух", "ABEKMHOPCTYXABEKMHOPCTYX")


def _accepts_iban(found: Candidate) -> int:
    """The longest beginning of the match that is a valid account number: what follows it may be a word."""
    text = found.text.translate(_LOOKALIKES).upper()
    for length in range(len(text), 14, -1):
        if text[length - 1] != " " and stdnum.iban.is_valid(text[:length]):
            return length
    return 0


def _accepts_phone(found: Candidate) -> int:
    digits = found.digits
    is_national = found.text.lstrip("(").startswith("0") and not digits.startswith("00")
    if (is_national and not 9 <= len(digits) <= 10) or _MONEY.match(found.after) or _DATE.match(found.text):
        return 0
    return len(found.text)


def _accepts_document(found: Candidate) -> int:
    return len(found.text) if found.follows(_DOCUMENT_WORDS) else 0


def _accepts_birth_date(found: Candidate) -> int:
    return len(found.text) if found.follows(_BIRTH_WORDS) else 0


def _accepts_all(found: Candidate) -> int:
    return len(found.text)


_TEN_DIGITS = re.compile(r"(?<!\w)\d(?:[ .\-]{0,3}\d){9}(?!\w)")
_LETTER = "A-Za-zАВЕКМНОРСТУХавекмнорстух"
_MONTHS = (
    "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)

RULES: tuple[Rule, ...] = (
    Rule(
        PersonalDataKind.EMAIL,
        re.compile(r"(?<![\w.+\-@])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}"),
        _accepts_all,
    ),
    Rule(
        PersonalDataKind.IBAN,
        re.compile(rf"(?<!\w)[{_LETTER}]{{2}} ?\d{{2}}[{_LETTER}\d ]{{11,40}}"),
        _accepts_iban,
    ),
    Rule(PersonalDataKind.EGN, _TEN_DIGITS, _accepts_egn),
    Rule(PersonalDataKind.LNCH, _TEN_DIGITS, _accepts_lnch),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(r"(?<![\w.,/+])(?:\+|00)[1-9](?:[ ()/\-]{0,3}\d){7,13}(?![\w/])"),
        _accepts_phone,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(r"(?<![\w.,/+\-])\(?0[2-9](?:[ ()/\-]{0,3}\d){7,8}(?![\w/])(?![.,\-]\d)"),
        _accepts_phone,
    ),
    Rule(
        PersonalDataKind.DOCUMENT,
        re.compile(rf"(?<!\w)(?:[{_LETTER}]{{1,2}} ?)?\d{{6,9}}(?!\w)"),
        _accepts_document,
    ),
    Rule(
        PersonalDataKind.BIRTH_DATE,
        re.compile(
            rf"(?<!\w)\d{{1,2}}(?:[./\- ]{{1,2}}\d{{1,2}}[./\- ]{{1,2}}|[. ]{{1,2}}(?:{_MONTHS}) )(?:19|20)\d\d(?!\d)",
            re.IGNORECASE,
        ),
        _accepts_birth_date,
    ),
)
"""In this order: of two that overlap the first one stays."""
_TELLING = re.compile(r"[\d@]")
"""Every rule wants a digit or the sign of an e-mail address; most texts have neither, and are done with at once."""


def find_personal_data(text: str, kinds: Collection[PersonalDataKind] | None = None) -> list[Finding]:
    """All findings in the order of the text, none within another; of these kinds only, if kinds are given."""
    if not _TELLING.search(text):
        return []
    plain = "".join(map(_simple, text))
    found: list[Finding] = []
    for rule in RULES:
        if kinds is None or rule.kind in kinds:
            found += [
                one for one in _found_by(rule, plain) if not any(_overlap(one, other) for other in found)
            ]
    return sorted(found)


def redact(text: str, kinds: Collection[PersonalDataKind], mark: str) -> tuple[str, int]:
    """The text with `mark` in place of each finding of these kinds, and how many there were."""
    findings = find_personal_data(text, kinds)
    for finding in reversed(findings):
        text = text[: finding.start] + mark + text[finding.end :]
    return text, len(findings)


def _found_by(rule: Rule, plain: str) -> Iterator[Finding]:
    position = 0
    while match := rule.pattern.search(plain, position):
        start, end = match.span()
        candidate = Candidate(match[0], plain[max(0, start - WORDS_BEFORE) : start], plain[end : end + 12])
        if length := rule.accepts(candidate):
            yield Finding(start, start + length, rule.kind)
        position = start + (length or 1)


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
