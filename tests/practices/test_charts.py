"""Numbers as bars: what is drawn, and what is said beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from practices.charts import people_bars, results_of
from practices.models import Practice
from tests.factories.practices import a_card, a_filled_card

PracticeIn = Callable[..., Practice]


def row(**changes: str) -> dict[str, str]:
    return {
        "indicator": "Семейства с договор",
        "baseline": "3",
        "value": "12",
        "unit": "семейства",
        "measured_on": "2025-06-30",
        "source": "договори",
        **changes,
    }


def test_people_share_one_scale() -> None:
    with override("bg"):
        bars = people_bars((120, 60, 31))
    assert [(bar.label, bar.value, bar.length) for bar in bars] == [
        ("Общо", "120", 100),
        ("Жени", "60", 50),
        ("Деца", "31", 26),
    ]


@pytest.mark.parametrize("people", [(120, None, None), (None, 60, 31), (None, None, None)])
def test_one_number_alone_is_no_chart(people: tuple[int | None, ...]) -> None:
    assert people_bars(people) == []


def test_nobody_is_drawn_as_nobody_and_one_in_a_thousand_is_seen() -> None:
    assert [bar.length for bar in people_bars((5000, 3, 0))] == [100, 1, 0]
    assert [bar.length for bar in people_bars((0, 0, None))] == [0, 0]


def test_a_result_stands_before_and_after() -> None:
    with override("bg"):
        (result,) = results_of([row()])
    assert [(bar.label, bar.value, bar.length) for bar in result.bars] == [
        ("Преди", "3\u00a0семейства", 25),
        ("Сега", "12\u00a0семейства", 100),
    ]
    assert result.day == "30 юни 2025 г."


def test_a_result_that_went_down_is_drawn_so() -> None:
    (result,) = results_of([row(baseline="1 200,50", value="300", unit="")])
    assert [bar.length for bar in result.bars] == [100, 25]


def test_what_is_no_number_stays_as_it_was_typed() -> None:
    (result,) = results_of([row(baseline="", value="почти всички", unit="", measured_on="пролетта")])
    assert [(bar.value, bar.length) for bar in result.bars] == [("почти всички", None)]
    assert result.day == "пролетта"


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["", "card.pdf"])
def test_a_full_card_shows_every_field(client: Client, practice_in: PracticeIn, file: str) -> None:
    """The PDF is looked at as the page that it is made of."""
    practice = practice_in("published", card=a_filled_card())
    response = client.get(f"/bg/practices/{practice.pk}/{file}")
    assert response.status_code == 200
    if file:
        context = {key: response.context[key] for key in ("card", "practice", "language", "address")}
        html = render_to_string("practices/practice_pdf.html", context)
    else:
        html = response.content.decode()
    for text in (
        "Община Хасково (дава помещения, жилища или вещи)",
        "BG-77",
        "24\u00a0542\u00a0€",
        "Двата ключа",
        "Доверие.",
        "Двама от наставниците",
        "Общата обява",
        "12\u00a0семейства",
        "Университетът",
        "Наемодател, който",
        "Един координатор.",
        "Плаща общината.",
        'href="https://lex.example/37a"',
        "чл. 37а",
        "120",
        "64",
    ):
        assert text in html, text
    assert html.count("bar-chart__fill") >= 5


@pytest.mark.django_db
def test_an_act_with_a_dangerous_address_is_no_link(client: Client, practice_in: PracticeIn) -> None:
    """A published card can't have one, a draft's preview can."""
    card = a_filled_card()
    card["facts"]["legal_basis"][0]["link"] = "javascript:alert(1)"
    practice = practice_in("draft", card=card)
    assert practice.author is not None
    client.force_login(practice.author, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(f"/bg/practices/{practice.pk}/preview/").content.decode()
    assert "Закон за убежището" in html
    assert 'href="javascript' not in html


@pytest.mark.django_db
def test_a_text_that_a_language_lacks_comes_in_the_other_and_says_so(
    client: Client, practice_in: PracticeIn
) -> None:
    card = a_filled_card()
    card["texts"]["en"] = {
        **a_card("en")["texts"]["en"],
        "title": "A flat with a mentor",
        "summary": "In short.",
    }
    card["texts"]["en"]["staff"] = ""
    card["ready"] = ["bg", "en"]
    practice = practice_in("published", card=card)
    html = client.get(f"/en/practices/{practice.pk}/").content.decode()
    staff = html.split('id="staff"')[1].split("</section>")[0]
    assert staff.startswith(' lang="bg"')
    assert "Only in Bulgarian so far" in staff
    assert "Един координатор." in staff
    assert "Only in Bulgarian so far" not in html.split('id="summary"')[1].split("</section>")[0]


@pytest.mark.django_db
def test_what_it_was_adapted_from_stands_among_the_facts(client: Client, practice_in: PracticeIn) -> None:
    original = practice_in("published", card=a_card(title="Първообраз"))
    practice = practice_in("published", card=a_card(adapted_from=f"/bg/practices/{original.pk}/"))
    html = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert f'<a href="/bg/practices/{original.pk}/">Първообраз</a>' in html
