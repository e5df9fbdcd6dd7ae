"""What gives a person away is found, and what only looks like it isn't.

Every number here is invented, or the example of a standard.
"""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.bg import egn, pnf

from core.personal_data import (
    PERSONAL_NUMBERS,
    PersonalDataKind,
    find_personal_data,
    redact,
    suggestion_for,
)
from core.personal_data.generalising import GENERALISATIONS
from tests.core.personal_data_set import HALVES, LEAST_PRECISION, LEAST_RECALL, examples, measure

EGN = "7501010010"
LNCH = "7111042925"
EASTERN = "".join(chr(0x660 + int(digit)) for digit in EGN)  # in the digits of Arabic
BETWEEN = ["", " ", "-", "\u00a0", "\u2013"]
EVIL = [
    "1" * 200_000,
    "1 " * 100_000,
    "a." * 100_000,
    "AA11" + "A " * 100_000,
    "+1" * 100_000,
    "(0" * 100_000,
    "Ahmad " * 30_000,
    "казва се " * 20_000,
    "ул. Ааа " * 20_000,
    "a at b " * 30_000,
]


def kinds_in(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, text[found.start : found.end]) for found in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        (f"Лицето с ЕГН {EGN} дойде", "egn", EGN),
        (f"ЕГН:{EGN}.", "egn", EGN),
        (f"ЕГН-{EGN}", "egn", EGN),
        (f"({EGN})", "egn", EGN),
        (f"Мария, {EGN}, Хасково", "egn", EGN),
        ("ЕГН 750101 0010", "egn", "750101 0010"),
        ("750101-0010 е записано", "egn", "750101-0010"),
        ("75 01 01 00 10", "egn", "75 01 01 00 10"),
        ("EGN 75.01.01.00.10", "egn", "75.01.01.00.10"),
        (EASTERN, "egn", EASTERN),
        ("ЕГН 7501\u00a0010\u2013010", "egn", "7501\u00a0010\u2013010"),
        (f"ЛНЧ {LNCH}", "lnch", LNCH),
        ("ЛНЧ: 7111 042 925", "lnch", "7111 042 925"),
        (f"чужденецът {LNCH} получи статут", "lnch", LNCH),
        ("тел. 0888 123 456", "phone", "0888 123 456"),
        ("обадете се на 02/987 65 43", "phone", "02/987 65 43"),
        ("+359 88 812 3456", "phone", "+359 88 812 3456"),
        ("0038 (050) 123-45-67", "phone", "0038 (050) 123-45-67"),
        ("пишете на ivan.petrov@example.org!", "email", "ivan.petrov@example.org"),
        ("IBAN BG80 BNBG 9661 1020 3456 78 в лева", "iban", "BG80 BNBG 9661 1020 3456 78"),
        ("сметка ВG80ВNВG96611020345678.", "iban", "ВG80ВNВG96611020345678"),  # with Cyrillic letters
        ("лична карта № 641234567", "document", "641234567"),
        ("паспорт АА1234567", "document", "АА1234567"),
        ("Роден на 12.03.1990 г. в Алепо", "birth_date", "12.03.1990"),
        ("born on 3 March 1990 in Aleppo", "birth_date", "3 March 1990"),
        ("дата на раждане: 3 март 1990", "birth_date", "3 март 1990"),
    ],
)  # fmt: skip
def test_what_gives_a_person_away_is_found(text: str, kind: str, found: str) -> None:
    assert (kind, found) in kinds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "През 2019 2020 и 2021 година",
        "в периода 2014–2020 г.",
        "от 01.02.2019 до 31.12.2020",
        "на 02-03-2020 15:30 часа",
        "бюджет 1 234 567,89 лв.",
        "7 501 010 010 лв.",
        f"{EGN} лв.",
        "1955830000 евро",
        "договор BG05M9OP001-2.018-0001",
        "договор № BG65AMNP001-4.001-0003-C01/12.03.2018",
        f"договор № {LNCH}",
        f"Contract No. {LNCH}",
        f"BG05SFPR-{EGN}",
        f"https://example.org/news/{EGN}",
        f"https://example.org/?id={LNCH}",
        "ЕИК 121212121",
        f"ЕИК {LNCH}",
        "ISBN 9545230226",
        "1000 София, 6300 Хасково",
        "123 семейства и 456 деца",
        "заповед № РД-09-123/2019",
        "24.05.2019 г. в Хасково",
        "ДВ, бр. 54 от 2002 г., изм. бр. 16 от 2020 г.",
        "000000 0000",
        "1111111111",
        "12345678901234567890",
        "ГОСТ 12.3.456-78",
        "IBAN на общината",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert kinds_in(text) == []


@given(
    st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(0, 999), st.sampled_from(BETWEEN)
)
def test_every_valid_number_is_found_however_it_is_written(
    year: int, month: int, day: int, order: int, between: str
) -> None:
    stem = f"{year:02}{month:02}{day:02}{order:03}"
    number = stem + egn.calc_check_digit(stem)
    text = f"за {number[:6]}{between}{number[6:]}, и"
    ((kind, found),) = kinds_in(text)
    assert (kind, found) == ("egn", text[3:-3])


@given(st.integers(100_000_000, 999_999_999))
def test_every_number_of_a_foreigner_is_found_where_it_is_named(stem: int) -> None:
    number = f"{stem}{pnf.calc_check_digit(str(stem))}"
    if len(set(number)) > 1:
        assert kinds_in(f"ЛНЧ {number}")[0][1] == number


@given(st.text(alphabet="0123456789 .-+()/@aЕГНABG\n", max_size=300))
def test_findings_never_overlap_and_never_leave_the_text(text: str) -> None:
    findings = find_personal_data(text)
    assert all(0 <= found.start < found.end <= len(text) for found in findings)
    assert all(one.end <= other.start for one, other in itertools.pairwise(findings))


def test_only_the_asked_kinds_are_replaced() -> None:
    text = f"ЕГН {EGN}, тел. 0888 123 456, ЛНЧ {LNCH}"
    assert redact(text, PERSONAL_NUMBERS, "[изтрит]") == (
        "ЕГН [изтрит], тел. 0888 123 456, ЛНЧ [изтрит]",
        2,
    )


def test_the_mask_tells_where_and_not_what() -> None:
    text = f"ЕГН {EGN}"
    assert find_personal_data(text)[0].masked(text) == "75…10"


@pytest.mark.parametrize("evil", EVIL)
def test_a_hostile_text_costs_little(evil: str) -> None:
    started = time.process_time()
    find_personal_data(evil)
    assert time.process_time() - started < 10


def generalised(text: str, language: str = "bg") -> str:
    for finding in reversed(find_personal_data(text)):
        suggestion = suggestion_for(text, finding, language)
        text = text[: suggestion.start] + suggestion.words + text[suggestion.end :]
    return text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Роден на 17.05.1988 г. в Хомс.", "bg", "Роден през 1988 г. в Хомс."),
        ("дата на раждане: 3 март 1990", "bg", "дата на раждане: 1990"),
        ("She was born on 3 March 1990.", "en", "She was born in 1990."),
        ("Пишете на тел. 0888 000 123!", "bg", "Пишете на тел. [телефонът е при автора]!"),
        ("Живее на ул. „Шипка“ № 12, ап. 4.", "bg", "Живее на [адрес в общината]."),
        (f"Her EGN is {EGN}.", "en", "Her EGN is [personal number]."),
        ("a boy named Yusuf, fourteen", "en", "a boy named [the author has the name], fourteen"),
    ],
)
def test_a_generalisation_keeps_the_sentence(text: str, language: str, expected: str) -> None:
    assert generalised(text, language) == expected


@pytest.mark.parametrize("half", HALVES)
def test_what_is_generalised_is_no_finding_any_more(half: str) -> None:
    """Each kind has words for it in both languages, and none of them is personal data again."""
    assert set(GENERALISATIONS) == set(PersonalDataKind)
    for example in examples(half):
        for language in ("bg", "en"):
            rest = generalised(example.text, language)
            assert len(find_personal_data(rest)) < max(1, len(find_personal_data(example.text))), rest


def test_the_examples_are_enough_and_in_one_half_each() -> None:
    tuning, held_out = examples("tuning"), examples("held_out")
    for half in (tuning, held_out):
        assert sum(bool(example.spans) for example in half) >= 100
        assert sum(not example.spans for example in half) >= 200
    assert not {example.text for example in tuning} & {example.text for example in held_out}


def test_the_check_finds_what_it_has_to_and_little_else() -> None:
    """On the half that the rules were never changed by."""
    score, _wrong = measure(examples("held_out"))
    assert score.recall() >= LEAST_RECALL
    assert score.precision() >= LEAST_PRECISION
    for kind in PERSONAL_NUMBERS:
        assert score.recall(kind.value) == 1


def test_the_rules_still_hold_on_the_half_by_which_they_were_made() -> None:
    score, wrong = measure(examples("tuning"))
    assert score.recall() >= 0.99, wrong
    assert score.precision() >= 0.99, wrong
