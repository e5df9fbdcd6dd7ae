"""Snippets: safe, in the right language, around what was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.contract import LanguageText
from search.planner import plan_query
from search.snippets import SNIPPET_LENGTH, Marker, best_snippet, marked_title


def snippet(body: str, query: str, **others: str) -> tuple[str, str]:
    texts = {"bg": LanguageText("", body), **{code: LanguageText("", text) for code, text in others.items()}}
    return best_snippet(texts, "bg", Marker(plan_query(query)))


def test_every_form_is_marked() -> None:
    assert (
        snippet("Интеграцията на децата.", "интеграция дете")[0]
        == "<mark>Интеграцията</mark> на <mark>децата</mark>."
    )


def test_markup_in_the_text_comes_out_harmless() -> None:
    text, _ = snippet("<script>alert('жилище')</script> & <mark>x</mark>", "жилище")
    assert (
        text
        == "&lt;script&gt;alert(&#x27;<mark>жилище</mark>&#x27;)&lt;/script&gt; &amp; &lt;mark&gt;x&lt;/mark&gt;"
    )
    assert marked_title("<b>Дом</b>", Marker(plan_query("дом"))) == "&lt;b&gt;<mark>Дом</mark>&lt;/b&gt;"


def test_a_phrase_is_marked_only_where_it_stands_whole() -> None:
    text, _ = snippet("Червен молив. Български Червен кръст. Български език.", "БЧК")
    assert text == "Червен молив. <mark>Български Червен кръст</mark>. Български език."


def test_a_long_text_is_cut_around_the_best_place() -> None:
    body = "дума " * 100 + "жилище " + "нещо " * 100 + "жилище и работа " + "край " * 100
    text, _ = snippet(body, "жилище работа")
    assert "<mark>жилище</mark> и <mark>работа</mark>" in text
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < SNIPPET_LENGTH + 60


def test_lines_are_parted() -> None:
    assert snippet("Първи ред\n\nВтори ред", "ред")[0] == "Първи <mark>ред</mark> · Втори <mark>ред</mark>"


def test_without_a_find_the_beginning_is_shown() -> None:
    assert snippet("Начало на текста.", "")[0] == "Начало на текста."
    assert snippet("", "жилище")[0] == ""


def test_the_language_that_shows_the_find_is_taken() -> None:
    assert snippet("Нищо такова.", "accommodation", en="Accommodation for all") == (
        "<mark>Accommodation</mark> for all",
        "en",
    )
    assert snippet("Жилище за всички", "housing", en="Housing for all")[1] == "bg"


@given(st.text(max_size=400), st.text(max_size=30))
def test_any_text_gives_safe_html(body: str, query: str) -> None:
    text, _ = snippet(body, query)
    bare = text.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
