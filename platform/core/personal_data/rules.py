"""The rules: what each kind of personal data looks like, as patterns, and a test of what they matched with the words around it.

So a kind is added by adding a rule. Numbers are believed by their checksum (python-stdnum), not by their look; what has no
checksum (document numbers, dates of birth, names) counts only where the words around it say what it is. A personal number
is also found with spaces or dashes in it, in digits of other scripts, and with letters of the other alphabet that look the
same. What stands in a web address, is glued to a code, counts money, or follows „договор №“, „ЕИК“ is left alone: about one
in ten of all ten-digit numbers happens to satisfy the checksum of the ЛНЧ, one in a hundred that of the ЕГН. Years, sums,
postal codes are no findings.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

import stdnum.bg.egn
import stdnum.bg.pnf
import stdnum.exceptions
import stdnum.iban
from django.utils import timezone

from core.personal_data import words
from core.personal_data.kinds import PersonalDataKind


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

    def follows(self, pattern: re.Pattern[str], within: int = 45) -> bool:
        return pattern.search(self.before[-within:]) is not None


@dataclass(frozen=True)
class Rule:
    """How one kind looks. `accepts` answers how many characters of the match belong to it, 0 for none."""

    kind: PersonalDataKind
    pattern: re.Pattern[str]
    accepts: Callable[[Candidate], int]


_MONEY = re.compile(r"\s?(?:лв|лева|евро|eur|bgn|usd|€|\$|%|хил|млн)", re.IGNORECASE)
_GLUED_BEFORE = re.compile(r"[\w][-./:]$|[/=@_#&?%+.]$")
_GLUED_AFTER = re.compile(
    r"(?!\.(?:pdf|docx?|xlsx?|odt|txt|jpe?g|png|heic)(?!\w))[-./,]?\w|[/=@_#&]", re.IGNORECASE
)
_DATE = re.compile(r"\d\d?([ /.-])\d\d?\1(?:19|20)\d\d")
_WEB_ADDRESS = re.compile(r"(?:https?:|www\.)\S*$", re.IGNORECASE)
_SHORT_NUMBERS = re.compile(r"1\d\d$|116\d{3}$")
"""112 and its like, and the European helplines."""
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
    if not found.follows(words.EGN_WORDS) and (
        _is_part_of_more(found)
        or "." in found.text
        or _is_in_thousands(found.group_lengths)
        or found.follows(words.OTHER_NUMBERS)
    ):
        return 0
    return len(found.text)


def _accepts_lnch(found: Candidate) -> int:
    if not stdnum.bg.pnf.is_valid(found.digits) or len(set(found.digits)) == 1:
        return 0
    if not found.follows(words.LNCH_WORDS) and (
        len(found.group_lengths) > 1
        or found.digits.startswith("0")
        or _is_part_of_more(found)
        or found.follows(words.OTHER_NUMBERS)
        or found.follows(words.ANY_NUMBER)
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


def _accepts_mobile(found: Candidate) -> int:
    """A Bulgarian mobile number, however it is cut; its first nought may be a letter."""
    is_whole = len(found.digits) == (10 if found.text[0] == "0" else 9)
    if not is_whole or _DATE.match(found.text) or _WEB_ADDRESS.search(found.before):
        return 0
    return len(found.text)


def _accepts_bare_mobile(found: Candidate) -> int:
    """As a spreadsheet leaves it: without its first nought or its plus."""
    if found.follows(words.CODES_OF_THINGS) or _is_part_of_more(found):
        return 0
    return len(found.text)


def _accepts_local_phone(found: Candidate) -> int:
    """The short number of a town, right after a word for a telephone."""
    is_local = found.follows(words.AFTER_PHONE_WORD) and not _SHORT_NUMBERS.match(found.digits)
    return (
        len(found.text) if is_local and 5 <= len(found.digits) <= 7 and not _MONEY.match(found.after) else 0
    )


def _accepts_long_phone(found: Candidate) -> int:
    """With a country's code and no plus, right after a word for a telephone."""
    return len(found.text) if found.follows(words.AFTER_PHONE_WORD) else 0


def _accepts_named_phone(found: Candidate) -> int:
    """Of another country, without its code, near a word for calling."""
    is_one = found.follows(words.NEAR_PHONE_WORD) and not _DATE.match(found.text)
    return len(found.text) if is_one and not _MONEY.match(found.after) else 0


_YEAR = re.compile(r"(?:19|20)\d\d$")


def _accepts_document(found: Candidate) -> int:
    """Long ones after the word, with others in between; short ones only right after it."""
    if found.follows(words.AFTER_PHONE_WORD) or _MONEY.match(found.after):
        return 0
    if found.follows(words.SHORT_DOCUMENT_WORDS, 60) or found.follows(words.AGENCY_CASE):
        return 0 if _YEAR.match(found.text) else len(found.text)
    has_letters = not found.text[0].isdigit()
    if has_letters and len(found.digits) >= 7 and found.follows(words.ID_AND_LETTERS):
        return len(found.text)
    is_long = 6 <= len(found.digits) <= 11 and re.search(r"\d{6}", found.text)
    if not is_long or not found.follows(words.DOCUMENT_WORDS):
        return 0
    # Another number in between means that this one counts or names something else.
    between = words.DOCUMENT_WORDS.split(found.before)[-1]
    return 0 if re.search(r"\d", between) and not has_letters else len(found.text)


def _accepts_birth_date(found: Candidate) -> int:
    if words.BORN_AFTERWARDS.match(found.after):
        return len(found.text)
    before = found.before[-45:]
    said = list(words.BIRTH_WORDS.finditer(before))
    if not said or words.NOT_A_BIRTH.search(before, said[-1].end()):
        return 0
    return len(found.text)


def _accepts_all(found: Candidate) -> int:
    return len(found.text)


def _accepts_introduced_name(found: Candidate) -> int:
    return 0 if words.NO_NAME.match(found.text) else _name_length(found.text)


def _accepts_named(found: Candidate) -> int:
    """„Казва се Амина“, unless it is said of a village or a project."""
    if words.NAMED_THINGS.search(found.before[-45:]):
        return 0
    return _accepts_introduced_name(found)


def _accepts_full_name(found: Candidate) -> int:
    """A first name of the list with a second name; not a street's, an author's, a minister's."""
    if found.follows(words.PUBLIC_PEOPLE, 24) or found.before.endswith(("„", '"', "“", "«")):
        return 0
    length = _name_length(found.text)
    return length if " " in found.text[:length] else 0


def _name_length(text: str) -> int:
    """How much of the words in capitals is the name: up to the first that begins no name."""
    for word in re.finditer(r"[^ ]+", text):
        if word.start() and words.NO_NAME.match(word[0]):
            return word.start() - 1
    return len(text)


_TEN_DIGITS = re.compile(r"(?<!\w)(?:\d(?:[ .\-]{0,3}\d){9}|\d{6}/\d{4})(?!\w)")
_LETTER = "A-Za-zАВЕКМНОРСТУХавекмнорстух"
_DOMAIN_WORD = r"[\w\-]{1,63}"
_AT = r"(?:at|ат|ет|@|маймунка|маймунско а|кльомба)"
_DOT = r"(?: ?\. ?| ?[(\[] ?(?:dot|точка|тчк|\.) ?[)\]] ?| (?:dot|точка|тчк) )"
_ENDINGS = "bg|com|org|net|eu|info|edu|gov|ua|ru|tr|de|uk|gr|ro|me|бг"
_OBFUSCATED = (
    rf"[\w.+\-]{{1,64}} ?[(\[{{<] ?{_AT} ?[)\]}}>] ?{_DOMAIN_WORD}(?:{_DOT}{_DOMAIN_WORD}){{1,4}}",
    rf"[\w.+\-]{{1,64}} (?:at|ат|ет) {_DOMAIN_WORD}(?: ?[(\[]? ?(?:dot|точка|тчк) ?[)\]]? ?{_DOMAIN_WORD}){{1,4}}",
    rf"[\w.+\-]{{1,64}} (?-i:AT|АТ) {_DOMAIN_WORD}(?:\.{_DOMAIN_WORD}){{1,4}}",
    rf"[\w.+\-]{{1,64}} (?:маймунка|маймунско а|кльомба) {_DOMAIN_WORD}(?:{_DOT}{_DOMAIN_WORD}){{1,4}}",
    rf"[\w.+\-]{{2,64}}(?: @ ?| ?@ ){_DOMAIN_WORD}(?:\.{_DOMAIN_WORD}){{0,3}}\.(?:{_ENDINGS})(?!\w)",
)
_SEP = r"[ ()/.\-]{0,3}"
_CAPITAL_WORD = r"(?:[A-ZА-Я][\w'’-]+\.?|[A-ZА-Я]{1,4}\.?|\d{1,2}-[а-яa-z]{2} [\w]+)"
_QUOTED = (
    r"(?:[„“\"«](?=[A-ZА-Я])[^„“”\"»\n]{2,40}[“”\"»]|"
    rf"[„“\"'«]?{_CAPITAL_WORD}(?: {_CAPITAL_WORD}){{0,3}}[“”\"'»]?)"
)
_HOUSE = r"\d{1,3} ?[А-Яа-яA-Z]?(?![\w%])(?! ?(?:г\.|година|лв|евро|души|семейства|деца|май|години))"
_PART = (
    r"(?:бл(?:ок)?|вх(?:од)?|ет(?:аж)?|ап(?:артамент)?|bl|entr|entrance|ent|fl|floor|flat|apt|ap|apartment)"
    r"\.? ?(?:№ ?)?[\w]{1,4}"
)
_PARTS = rf"(?:,? ?{_PART}){{0,5}}"
_STREET = r"(?:ул|бул|пл|м-ст|улица|булевард|площад|местност|ul|bul|blvd)(?:\.|(?= |„|\"|“))"
_NOT_GOING_ON = r"(?!\w)(?![.\-]\d)(?!/[^0+\s])(?!,[1-9])"
"""Another number may follow after a comma or a stroke, if it looks like a telephone."""
_STREET_EN = r"(?:Street|St|Str|Boulevard|Blvd|Bul|Avenue|Ave|Road|Rd|Square|Sq)(?:\.|(?!\w))"

RULES: tuple[Rule, ...] = (
    Rule(
        PersonalDataKind.EMAIL,
        re.compile(r"(?<![\w.+\-@])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}"),
        _accepts_all,
    ),
    *(
        Rule(
            PersonalDataKind.EMAIL, re.compile(rf"(?<![\w.+\-@])(?P<it>{form})", re.IGNORECASE), _accepts_all
        )
        for form in _OBFUSCATED
    ),
    Rule(
        PersonalDataKind.IBAN,
        re.compile(rf"(?<!\w)[{_LETTER}]{{2}} ?\d{{2}}[{_LETTER}\d ]{{11,40}}"),
        _accepts_iban,
    ),
    Rule(PersonalDataKind.EGN, _TEN_DIGITS, _accepts_egn),
    Rule(PersonalDataKind.LNCH, _TEN_DIGITS, _accepts_lnch),
    Rule(
        PersonalDataKind.BIRTH_DATE,
        re.compile(
            r"(?<![\w.])(?:"
            r"\d{1,2}(?:[./\- ]{1,2}\d{1,2}[./\- ]{1,2}|[. ]{1,2}[IVX]{1,4}[. ]{1,2})(?:(?:19|20)\d\d|\d\d)"
            r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
            rf"|\d{{1,2}}(?:-?(?:ви|ри|ти|ми|st|nd|rd|th))?(?: of|\.)? ?(?:{words.MONTHS}),? (?:19|20)\d\d"
            rf"|(?:{words.MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
            rf"|{words.WRITTEN_DATE_BG}|{words.WRITTEN_DATE_EN}"
            r")(?!\d)",
            re.IGNORECASE,
        ),
        _accepts_birth_date,
    ),
    Rule(
        PersonalDataKind.DOCUMENT,
        re.compile(
            r"(?<!\w)(?<!\d[./])(?:[A-ZА-Я]{1,2} ?(?:\d\d ?(?=\d{6}))?)?\d[\d\-]{1,12}(?:/\d{4})?(?![\w@])(?!\.\d)"
        ),
        _accepts_document,
    ),
    Rule(
        PersonalDataKind.DOCUMENT,
        re.compile(r"(?<!\w)(?:ДА|DA)-\d{2,6}(?:[-/]\d{2,4})?(?!\w)"),
        _accepts_all,
    ),
    Rule(
        PersonalDataKind.ADDRESS,
        re.compile(
            rf"(?<!\w)(?P<it>(?i:{_STREET}) ?{_QUOTED}(?:,? ?(?:№|No\.?|номер) ?| | ?- ){_HOUSE}{_PARTS})"
        ),
        _accepts_all,
    ),
    Rule(
        PersonalDataKind.ADDRESS,
        re.compile(rf"(?<!\w)(?P<it>(?i:{_STREET}) ?{_QUOTED}(?:,? ?{_PART}){{2,5}})"),
        _accepts_all,
    ),
    Rule(
        PersonalDataKind.ADDRESS,
        re.compile(
            rf"(?<!\w)(?P<it>(?:(?i:ж\.? ?к\.?|жк|кв\.|zh\.? ?k\.?) ?{_QUOTED}(?: ?\d{{1,2}})?,? ?)?"
            rf"(?i:бл(?:ок)?|bl(?:ock)?)\.? ?(?:№ ?)?\d{{1,4}}[А-Яа-яA-Za-z]?(?:,? ?{_PART}){{1,5}})"
        ),
        _accepts_all,
    ),
    Rule(
        PersonalDataKind.ADDRESS,
        re.compile(
            rf"(?<![\w.])(?P<it>\d{{1,3}}[A-Z]?,? (?:[A-Z][\w'’-]+ ){{1,4}}{_STREET_EN}(?:,? ?{_PART}){{0,4}})"
        ),
        _accepts_all,
    ),
    Rule(
        PersonalDataKind.ADDRESS,
        re.compile(rf"(?<!\w)(?P<it>(?:[A-Z][\w'’-]+ ){{1,4}}{_STREET_EN} (?:No\.? ?)?{_HOUSE}{_PARTS})"),
        _accepts_all,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(rf"(?<![\w+])(?<!\d\.)(?<!\D/)(?:\+|00)[1-9](?:[ ()/\-]{{0,3}}\d){{7,13}}{_NOT_GOING_ON}"),
        _accepts_phone,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(
            rf"(?<![\w+\-=#&?@])(?<!\d\.)(?<!\D/)\(?(?P<it>[0OО] ?[89] ?[6-9]\)?(?:{_SEP}\d){{7}}){_NOT_GOING_ON}"
        ),
        _accepts_mobile,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(r"(?<![\w.,/+\-])\(?0[2-9](?:[ ()/\-]{0,3}\d){7,8}(?![\w/])(?![.,\-]\d)"),
        _accepts_phone,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(r"(?<![\w.,/+\-])(?:359 ?)?8 ?[789](?:[ -]?\d){7}(?![\w/])(?![.,\-]\d)"),
        _accepts_bare_mobile,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(r"(?<![\w.,/+\-])0[1-9](?:[ \-]?\d){8,10}(?![\w/])(?![.,\-]\d)"),
        _accepts_named_phone,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(r"(?<![\w.,/+\-])[1-9](?:[ \-]?\d){9,12}(?![\w/])(?![.,\-]\d)"),
        _accepts_long_phone,
    ),
    Rule(
        PersonalDataKind.PHONE,
        re.compile(r"(?<![\w.,/+\-])\d(?:[ \-]{0,1}\d){4,6}(?![\w/])(?![.,\-/]\d)"),
        _accepts_local_phone,
    ),
    Rule(
        PersonalDataKind.NAME,
        re.compile(rf"(?<!\w)(?i:{words.TITLES})\.?,? (?P<it>{words.NAME_WORDS})"),
        _accepts_introduced_name,
    ),
    Rule(
        PersonalDataKind.NAME,
        re.compile(rf"(?<!\w)(?i:{words.NAME_INTRODUCERS})(?: ?[:\-–])? (?P<it>{words.NAME_WORDS})"),
        _accepts_named,
    ),
    Rule(
        PersonalDataKind.NAME,
        re.compile(
            rf"(?<!\w)(?i:{words.RELATIONS_BG}|{words.RELATIONS_EN})(?i: ѝ| й| му| им| ми| ни| си)?(?: ?[,:(\-–])? ?(?<=[ (])"
            rf"(?P<it>{words.NAME_WORDS})"
        ),
        _accepts_introduced_name,
    ),
    Rule(
        PersonalDataKind.NAME,
        re.compile(
            rf"(?<!\w)(?i:{words.RELATIONS_BG}|{words.RELATIONS_EN}) {words.NAME_WORD}(?:,| и| and) "
            rf"(?P<it>{words.NAME_WORDS})"
        ),
        _accepts_introduced_name,
    ),
    Rule(
        PersonalDataKind.NAME,
        re.compile(
            rf"(?<!\w)(?P<it>(?:{'|'.join(words.GIVEN_NAMES)}|{words.GIVEN_NAME_FORMS}) {words.NAME_WORDS})"
        ),
        _accepts_full_name,
    ),
    Rule(
        PersonalDataKind.NAME,
        re.compile(rf"(?<!\w)(?P<it>{words.NAME_WORD} {words.FAMILY_NAME_FORMS})(?!\w)"),
        _accepts_full_name,
    ),
)
"""In this order: of two that overlap the first one stays."""
