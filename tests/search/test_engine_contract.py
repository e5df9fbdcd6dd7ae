"""The contract of both engines: one suite, run on each."""

from __future__ import annotations

import datetime

import pytest

from search.contract import DocumentKey, Engine, EngineAnswer, IndexDocument, LanguageText, SearchQuery
from search.planner import plan_query
from tests.search.conftest import document


def ask(engine: Engine, text: str, **narrowed: object) -> EngineAnswer:
    engine.refresh()
    return engine.search(plan_query(text), SearchQuery(text=text, **narrowed))  # type: ignore[arg-type]


def ids(answer: EngineAnswer) -> list[int]:
    return [hit.key.object_id for hit in answer.hits]


def test_finds_any_form_in_title_keywords_and_body(engine: Engine) -> None:
    engine.index([document(1, "Интеграцията на бежанците"), document(2, "Друго", "за една интеграция")])
    text = LanguageText(title="Без думата", keywords="интеграции")
    engine.index([IndexDocument("practice", 3, frozenset({"public"}), {"bg": text}, version=1)])
    assert sorted(ids(ask(engine, "интеграция"))) == [1, 2, 3]
    assert ids(ask(engine, "интеграция"))[0] == 1, "a title weighs more than a body"


def test_a_borrowed_title_weighs_no_more_than_a_body(engine: Engine) -> None:
    reply = LanguageText("Жилище", "И аз питам.", has_own_title=False)
    engine.index(
        [
            IndexDocument("post", 1, frozenset({"public"}), {"bg": reply}, version=1),
            document(2, "Жилище", "И аз питам.", kind="thread"),
        ]
    )
    answer = ask(engine, "жилище")
    assert ids(answer) == [2, 1]
    assert answer.hits[1].texts["bg"].title == "Жилище"


def test_finds_across_letters_abbreviations_and_languages(engine: Engine) -> None:
    engine.index([document(1, "Заедно", "Български Червен кръст даде жилище"), document(2, "Спорт за деца")])
    for query in ("БЧК", "housing", "zhilishte", "Bulgarian Red Cross"):
        assert ids(ask(engine, query)) == [1], query


def test_an_unknown_word_finds_nothing(engine: Engine) -> None:
    engine.index([document(1, "Интеграция"), document(2, "Жилище")])
    answer = ask(engine, "риболов")
    assert (answer.total, answer.hits, answer.group_totals) == (0, (), (0,))


def test_all_words_first_then_some(engine: Engine) -> None:
    engine.index(
        [
            document(1, "Работа", "работа работа работа"),
            document(2, "Жени", "работа"),
            document(3, "Обучение"),
        ]
    )
    answer = ask(engine, "работа за жени")
    assert ids(answer) == [2, 1]
    assert answer.total == 2


def test_enough_full_hits_are_not_filled_up(engine: Engine) -> None:
    engine.index([document(i, "Работа за жени") for i in range(1, 12)] + [document(50, "Работа")])
    answer = ask(engine, "работа жени", page_size=50)
    assert answer.total == 11
    assert 50 not in ids(answer)
    assert answer.facets["kind"] == {"practice": 11}


def test_a_phrase_in_quotes_is_a_phrase(engine: Engine) -> None:
    engine.index([document(1, "Местна общност"), document(2, "Общност и местна власт")])
    assert ids(ask(engine, "„местна общност“")) == [1]


def test_facets_are_true_and_a_choice_leaves_its_own_facet_alone(engine: Engine) -> None:
    engine.index(
        [
            document(1, "Курс", themes=("language", "work"), places=("BG", "HKV"), tags=("нов",)),
            document(2, "Курс", themes=("language",), places=("BG", "SOF")),
            document(3, "Курс", themes=("health",), places=("BG", "SOF"), target_groups=("women",)),
            document(4, "Друго", themes=("health",), places=("BG",)),
        ]
    )
    answer = ask(engine, "курс")
    assert answer.facets["theme"] == {"language": 2, "health": 1, "work": 1}
    assert list(answer.facets["place"].items()) == [("BG", 3), ("SOF", 2), ("HKV", 1)]
    assert answer.facets["target_group"] == {"women": 1}
    assert answer.facets["tag"] == {"нов": 1}
    narrowed = ask(engine, "курс", themes=("language",))
    assert narrowed.total == 2
    assert narrowed.facets["theme"] == {"language": 2, "health": 1, "work": 1}
    assert narrowed.facets["place"] == {"BG": 2, "HKV": 1, "SOF": 1}
    both = ask(engine, "курс", themes=("language", "health"), places=("SOF",))
    assert sorted(ids(both)) == [2, 3]
    assert both.facets["theme"] == {"health": 1, "language": 1}
    assert both.facets["place"] == {"BG": 3, "SOF": 2, "HKV": 1}


class TestFurtherFacets:
    """What an app counts by name: level, year, organisation …"""

    COUNTED = ("theme", "level", "year")

    @pytest.fixture(autouse=True)
    def courses(self, engine: Engine) -> None:
        engine.index(
            [
                document(1, "Курс", themes=("work",), facets={"level": ("local",), "year": ("2020",)}),
                document(2, "Курс", themes=("work",), facets={"level": ("local",), "year": ("2021",)}),
                document(3, "Курс", themes=("health",), facets={"level": ("national", "local")}),
                document(4, "Курс", kind="thread", facets={"level": ("local",)}),
            ]
        )

    @pytest.mark.parametrize("text", ["", "курс"])
    def test_each_is_counted_under_the_choices_of_the_others(self, engine: Engine, text: str) -> None:
        answer = ask(engine, text, counted=self.COUNTED, kinds=("practice",), page_size=0)
        assert (answer.total, answer.hits) == (3, ())
        assert answer.facets == {
            "theme": {"work": 2, "health": 1},
            "level": {"local": 3, "national": 1},
            "year": {"2020": 1, "2021": 1},
        }
        narrowed = ask(
            engine,
            text,
            counted=self.COUNTED,
            kinds=("practice",),
            themes=("work",),
            facets={"year": ("2021", "1999")},
        )
        assert ids(narrowed) == [2]
        assert narrowed.facets == {
            "theme": {"work": 1},
            "level": {"local": 1},
            "year": {"2020": 1, "2021": 1},
        }

    def test_what_is_chosen_and_not_counted_narrows_everything(self, engine: Engine) -> None:
        answer = ask(engine, "", counted=("kind",), facets={"level": ("national",)}, themes=("health",))
        assert (ids(answer), answer.facets) == ([3], {"kind": {"practice": 1}})
        assert ask(engine, "курс", counted=(), kinds=("thread",)).facets == {}

    def test_they_go_with_the_document(self, engine: Engine) -> None:
        engine.index([document(1, "Курс", version=2, facets={"year": ("2022",)})])
        engine.delete({DocumentKey("practice", 2): 2})
        answer = ask(engine, "", counted=("year", "organisation"))
        assert answer.facets == {"year": {"2022": 1}, "organisation": {}}


def test_without_words_everything_newest_first(engine: Engine) -> None:
    days = [datetime.date(2024, 1, day) for day in (1, 3, 2)]
    engine.index([document(i, "Нещо", date=day) for i, day in enumerate(days)] + [document(9, "Нещо")])
    assert ids(ask(engine, "")) == [1, 2, 0, 9]
    assert ids(ask(engine, "", kinds=("thread",))) == []


def test_pages_hold_each_hit_once(engine: Engine) -> None:
    engine.index([document(i, "Еднакво заглавие") for i in range(25)])
    pages = [ids(ask(engine, "заглавие", page=page, page_size=10)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert sorted(number for page in pages for number in page) == list(range(25))


def test_stored_texts_come_back_as_they_were(engine: Engine) -> None:
    texts = {
        "bg": LanguageText("Заглавие <b>", "Тяло & „кавички“", "ключ", "/bg/x/"),
        "en": LanguageText("Title", "Body", "", "/en/x/"),
    }
    day = datetime.date(2025, 5, 5)
    engine.index(
        [
            IndexDocument(
                "thread", 7, frozenset({"public"}), texts, 1, external_id="x-7", organisation_id=3, date=day
            )
        ]
    )
    (hit,) = ask(engine, "заглавие").hits
    assert hit.key == DocumentKey("thread", 7)
    assert (hit.external_id, hit.organisation_id, hit.date) == ("x-7", 3, day)
    assert hit.texts["bg"].title == "Заглавие <b>"
    assert hit.texts["bg"].body == "Тяло & „кавички“"
    assert hit.texts["en"].url == "/en/x/"
    assert hit.score > 0


class TestAudiences:
    """What is not for the asker leaves no trace: not in hits, counts, facets, known words or suggestions."""

    @pytest.fixture(autouse=True)
    def private_board(self, engine: Engine) -> None:
        engine.index(
            [
                document(1, "Обща тема", "жилище", tags=("общ",)),
                document(
                    2, "Канарче", "таен канарчовец", kind="thread", audiences=("board:7",), tags=("тайна",)
                ),
                document(3, "Обща тема", "чернова", audiences=("user:9",)),
            ]
        )

    @pytest.mark.parametrize("query", ["канарче", "канарчовец", "таен", "kanarchovets"])
    def test_a_stranger_finds_nothing(self, engine: Engine, query: str) -> None:
        answer = ask(engine, query)
        assert (answer.total, answer.hits) == (0, ())
        assert set(answer.group_totals) == {0}
        assert not any(answer.facets.values())

    def test_a_stranger_counts_nothing(self, engine: Engine) -> None:
        answer = ask(engine, "")
        assert ids(answer) == [1]
        assert answer.facets["kind"] == {"practice": 1}
        assert answer.facets["tag"] == {"общ": 1}
        assert ask(engine, "тема").total == 1

    def test_a_stranger_is_offered_nothing(self, engine: Engine) -> None:
        engine.refresh()
        assert engine.similar_words("канарчовц", frozenset({"public"})) == []
        assert engine.similar_words("канарчовц", frozenset({"public", "board:8"})) == []
        assert engine.similar_words("жилищее", frozenset({"public"})) == ["жилище"]

    def test_the_board_finds_it(self, engine: Engine) -> None:
        audiences = frozenset({"public", "board:7"})
        answer = ask(engine, "канарчовец", audiences=audiences)
        assert ids(answer) == [2]
        assert engine.similar_words("канарчовц", audiences) == ["канарчовец"]
        assert ids(ask(engine, "обща", audiences=frozenset({"user:9"}))) == [3]
        assert ids(ask(engine, "обща", audiences=frozenset())) == []

    def test_a_document_that_becomes_private_is_gone(self, engine: Engine) -> None:
        engine.index([document(1, "Обща тема", "жилище", version=2, audiences=("board:7",))])
        assert ask(engine, "жилище").total == 0
        assert engine.similar_words("жилищее", frozenset({"public"})) == []


class TestVersions:
    """Late news loses, whatever the order in which it comes."""

    KEY = DocumentKey("practice", 1)

    def test_a_late_update_loses(self, engine: Engine) -> None:
        engine.index([document(1, "Ново заглавие", version=5)])
        assert engine.index([document(1, "Старо заглавие", version=4)]) == set()
        assert ask(engine, "ново").total == 1
        assert ask(engine, "старо").total == 0

    def test_the_same_version_twice_is_harmless(self, engine: Engine) -> None:
        for _ in range(2):
            engine.index([document(1, "Заглавие", version=5)])
        answer = ask(engine, "заглавие")
        assert answer.total == 1
        assert answer.facets["kind"] == {"practice": 1}

    def test_an_update_takes_the_old_words_away(self, engine: Engine) -> None:
        engine.index([document(1, "Първо", "стара дума", version=1, tags=("стар",))])
        engine.index([document(1, "Второ", "нова дума", version=2)])
        assert ask(engine, "стара").total == 0
        assert ask(engine, "дума").facets["tag"] == {}
        assert engine.similar_words("стараа", frozenset({"public"})) == []

    def test_what_was_deleted_stays_deleted(self, engine: Engine) -> None:
        engine.index([document(1, "Заглавие", version=5)])
        assert engine.delete({self.KEY: 6}) == set()
        engine.index([document(1, "Заглавие", version=5)])
        assert ask(engine, "заглавие").total == 0
        assert ask(engine, "").total == 0

    def test_a_deletion_that_comes_first_wins_too(self, engine: Engine) -> None:
        engine.delete({self.KEY: 6})
        engine.index([document(1, "Заглавие", version=5)])
        assert ask(engine, "").total == 0

    def test_a_late_deletion_loses(self, engine: Engine) -> None:
        engine.index([document(1, "Заглавие", version=7)])
        engine.delete({self.KEY: 6})
        assert ask(engine, "заглавие").total == 1

    def test_what_comes_back_is_found_again(self, engine: Engine) -> None:
        engine.delete({self.KEY: 6})
        engine.index([document(1, "Заглавие", version=7)])
        assert ask(engine, "заглавие").total == 1
        assert engine.ping().documents == 1


class TestRebuilding:
    def test_the_old_index_answers_until_the_new_one_is_whole(self, engine: Engine) -> None:
        engine.index([document(1, "Старо"), document(2, "Старо")])
        engine.begin_rebuild()
        engine.index([document(1, "Старо")], target="next")
        assert ask(engine, "старо").total == 2
        engine.finish_rebuild()
        assert ask(engine, "старо").total == 1
        assert engine.is_current()

    def test_what_is_written_meanwhile_is_in_both(self, engine: Engine) -> None:
        engine.index([document(1, "Старо"), document(3, "Старо")])
        engine.begin_rebuild()
        engine.index([document(2, "Ново", version=3)])
        engine.delete({DocumentKey("practice", 3): 4})
        engine.index([document(2, "Старо", version=2), document(3, "Старо", version=3)], target="next")
        assert ask(engine, "ново").total == 1
        engine.finish_rebuild()
        assert ask(engine, "ново").total == 1
        assert ask(engine, "старо").total == 0

    def test_a_rebuild_that_broke_off_is_begun_anew(self, engine: Engine) -> None:
        engine.begin_rebuild()
        engine.index([document(1, "Недовършено")], target="next")
        engine.begin_rebuild()
        engine.finish_rebuild()
        assert ask(engine, "").total == 0
        with pytest.raises(RuntimeError, match="run rebuild_index again"):
            engine.finish_rebuild()


@pytest.mark.parametrize(
    "query",
    [
        "а" * 10_000,
        "жена " * 2_000,
        "на и за от",
        '" OR 1=1 --',
        "title_bg:жилище AND (NOT *",
        "NEAR(а б, 2) ^ {body_bg}: *",
        "\x00\x01\u202eжилище\u202c",
        "жилище*",
        "'; DROP TABLE document_1; --",
        "{}[]()<>!?&|^~*:\\/",
        "🦊 𝔣𝔬𝔵 ﷽ עברית العربية",
    ],
)
def test_strange_queries_get_a_sane_answer(engine: Engine, query: str) -> None:
    engine.index([document(1, "Жилище за жени")])
    answer = ask(engine, query, themes=("' OR 1=1",), page=50)
    assert answer.hits == ()
    ask(engine, query)


def test_strange_words_are_found_as_they_are(engine: Engine) -> None:
    engine.index([document(1, "العربية للمبتدئين"), document(2, "Ćevapi đak 漢字")])
    assert ids(ask(engine, "العربية")) == [1]
    assert ids(ask(engine, "漢字")) == [2]


def test_ping_tells_the_truth(engine: Engine) -> None:
    engine.index([document(1, "Едно"), document(2, "Две")])
    engine.delete({DocumentKey("practice", 2): 2})
    engine.refresh()
    status = engine.ping()
    assert status.is_up
    assert status.documents == 1
