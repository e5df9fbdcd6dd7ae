"""The meter of a case: single details are harmless, together they point at one person."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from forum.enums import Recognisability
from forum.recognition import DETAILS, HIGH_FROM, MEDIUM_FROM, NEED_WEIGHTS, STATUS_WEIGHTS, recognition_of
from taxonomy.vocabulary_files import read_terms


@pytest.mark.parametrize(
    ("status", "needs", "oblast", "text", "level"),
    [
        ("temporary-protection", ["housing"], "SOF", "Търсим квартира.", "low"),
        ("refugees", ["employment"], "PDV", "Мъж на 34 г. търси работа.", "low"),
        ("temporary-protection", ["housing"], "VID", "Майка с две деца, украинка.", "medium"),
        ("stateless", ["citizenship"], "", "Без документи от години.", "medium"),
        ("stateless", ["citizenship"], "SML", "Жена на 61 г.", "high"),
        ("refugees", ["gender-violence"], "KRZ", "A widow with three children from Eritrea.", "high"),
        ("asylum-seekers", ["health"], "HKV", "Журналист от Иран, за когото писаха в медиите.", "high"),
        ("humanitarian-status", ["health"], "GAB", "A dentist from Syria, aged 52, with diabetes.", "high"),
    ],
)
def test_the_level_follows_from_the_combination(
    status: str, needs: list[str], oblast: str, text: str, level: str
) -> None:
    assert recognition_of(status=status, needs=needs, oblast=oblast, texts=[text]).level == level


def test_it_says_which_combination_and_what_to_drop() -> None:
    recognition = recognition_of(
        status="stateless", needs=["health"], oblast="VID", texts=["Вдовица на 61 г. с диабет"]
    )
    assert recognition.score == sum(trait.weight for trait in recognition.traits) >= HIGH_FROM
    weights = [trait.weight for trait in recognition.traits]
    assert weights == sorted(weights, reverse=True)
    rest = recognition.score - sum(trait.weight for trait in recognition.advice)
    assert rest < HIGH_FROM, "following the advice helps"
    with override("bg"):
        names = {str(trait.name) for trait in recognition.traits}
    assert len(names) == len(recognition.traits)


def test_following_the_advice_to_the_end_leaves_nobody_recognisable() -> None:
    recognition = recognition_of(status="refugees", needs=[], oblast="VID", texts=["близнаци"])
    assert recognition.level == Recognisability.MEDIUM
    assert recognition.score - recognition.advice[0].weight < MEDIUM_FROM


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Как се признава диплома?",
        "През 2023 г. общината обяви конкурс.",
        "The course has 600 hours.",
        "чл. 3 от ЗУБ",
    ],
)
def test_an_ordinary_text_adds_nothing(text: str) -> None:
    recognition = recognition_of(status="temporary-protection", needs=["housing"], oblast="SOF", texts=[text])
    assert (recognition.score, recognition.traits) == (0, [])


def test_every_status_is_a_term_and_every_detail_has_advice() -> None:
    terms = read_terms()
    assert set(STATUS_WEIGHTS) <= {term.code for term in terms if term.vocabulary == "target_group"}
    assert set(NEED_WEIGHTS) <= {term.code for term in terms if term.vocabulary == "theme"}
    with override("bg"):
        assert all(str(detail.advice) and str(detail.name) for detail in DETAILS)
