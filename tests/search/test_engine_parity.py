"""Both engines find the same, count the same and rank alike, on a few hundred texts of our subject."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.contract import Engine, IndexDocument, LanguageText, SearchQuery
from search.planner import plan_query
from tests.search.conftest import make_elasticsearch, make_embedded

pytestmark = pytest.mark.services

SUBJECTS = [
    "бежанци",
    "мигранти",
    "деца",
    "жени",
    "семейства",
    "младежи",
    "ученици",
    "доброволци",
    "чужденци",
    "украинци",
]
ACTIONS = [
    "настаняване",
    "обучение",
    "интеграция",
    "подкрепа",
    "наставничество",
    "консултиране",
    "включване",
    "превод",
]
PLACES = ["Хасково", "Пловдив", "София", "Харманли", "Бургас", "Русе", "Благоевград"]
FILLERS = (
    "Общината и Българският Червен кръст работят заедно с доброволците.",
    "Проектът осигури жилище и курс по български език за граждани на трети държави.",
    "БЧК и ВКБООН помогнаха на търсещите закрила да намерят работа и детска градина.",
    "Housing and language courses for refugees and their families.",
    "Психолозите срещат родителите на непридружените деца всяка седмица.",
    "Местната общност беше поканена на спортен празник в училището.",
    "Правна помощ, здраве и социално подпомагане на едно място, без чакане.",
)
QUERIES = (
    "настаняване на бежанци",
    "интеграцията",
    "integratsiya",
    "БЧК",
    "housing",
    "риболов",
    "граждани на трети държави",
    "хасковска община",
    "психолог за деца",
    "nastanqvane na bejanci v haskovo",
    "курс български език жени Пловдив",
    "„местна общност“",
    "правна помощ украинци",
    "unhcr families",
    "доброволци и риболов",
    "",
)


def texts_of_our_subject(count: int) -> list[IndexDocument]:
    draw = random.Random(20_260_101)
    documents = []
    for number in range(count):
        title = f"{draw.choice(ACTIONS).capitalize()} на {draw.choice(SUBJECTS)} в {draw.choice(PLACES)}"
        body = " ".join(
            draw.choices(FILLERS, k=draw.randint(1, 12)) + draw.choices(SUBJECTS, k=draw.randint(0, 40))
        )
        place = draw.choice(["HKV", "PDV", "SOF"])
        documents.append(
            IndexDocument(
                kind=draw.choice(["practice", "thread", "page"]),
                object_id=number,
                version=1,
                audiences=frozenset({draw.choice(["public", "public", "public", "board:1"])}),
                texts={"bg": LanguageText(title, body, keywords=draw.choice(PLACES))},
                themes=tuple(draw.sample(["housing", "work", "health", "law"], draw.randint(0, 2))),
                places=("BG", place),
                date=datetime.date(2020, 1, 1) + datetime.timedelta(days=draw.randint(0, 900)),
            )
        )
    return documents


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    node = make_elasticsearch()
    file: Engine = make_embedded(Path(tmp_path_factory.mktemp("parity")))
    documents = texts_of_our_subject(400)
    for engine in (file, node):
        assert engine.index(documents) == set()
        engine.refresh()
    yield file, node
    node.drop()


@pytest.mark.parametrize("audiences", [{"public"}, {"public", "board:1"}], ids=["visitor", "member"])
@pytest.mark.parametrize(
    "narrowed", [{}, {"themes": ("housing",)}, {"themes": ("work", "law"), "places": ("HKV",)}], ids=str
)
def test_same_totals_facets_and_first_hits(
    engines: tuple[Engine, Engine], audiences: set[str], narrowed: dict[str, tuple[str, ...]]
) -> None:
    overlaps = []
    for text in QUERIES:
        query = SearchQuery(text=text, audiences=frozenset(audiences), page_size=10, **narrowed)  # type: ignore[arg-type]
        one, other = (engine.search(plan_query(text), query) for engine in engines)
        assert one.total == other.total, text
        assert {k: dict(v) for k, v in one.facets.items()} == {k: dict(v) for k, v in other.facets.items()}, (
            text
        )
        assert one.group_totals == other.group_totals, text
        first, second = ({hit.key for hit in answer.hits} for answer in (one, other))
        overlaps.append(len(first & second) / len(first | second) if first | second else 1.0)
    assert sum(overlaps) / len(overlaps) >= 0.95
