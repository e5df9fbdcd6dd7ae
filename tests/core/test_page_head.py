"""`block_text` repeats a block for the head's other tags, without markup and escaped once."""

from __future__ import annotations

from django.template import Context, engines


def render(child: str, **variables: str) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    base = "{% load page_head %}<title>{% block title %}{% endblock %}</title><meta content=\"{% block_text 'title' %}\">"
    loader = engine.from_string("{% extends base %}" + child)
    return loader.render(Context({"base": engine.from_string(base), **variables}))


def test_the_innermost_block_is_repeated() -> None:
    assert '<meta content="Дом">' in render("{% block title %}<b>Дом</b>{% endblock %}")


def test_what_a_person_typed_is_escaped_once() -> None:
    text = render("{% block title %}{{ name }}{% endblock %}", name='"A" & <b>')
    assert '<meta content="&quot;A&quot; &amp;' in text
    assert "&amp;amp;" not in text
    assert '"A"' not in text


def test_a_page_without_the_block_has_nothing() -> None:
    assert '<meta content="">' in render("")
