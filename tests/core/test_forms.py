"""The rich-text field: what was typed is kept, what is stored is sanitised, and nobody needs JavaScript."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core.forms import RichTextFormField, html_to_typed_text, rich_text_from
from core.sanitising import clean_rich_text, html_to_text, plain_to_html

FORMATTED = "<p>Първо <strong>важно</strong></p><ul><li><p>едно</p></li><li><p>две</p></li></ul>"


class LetterForm(forms.Form):
    body = RichTextFormField(label="Текст", max_length=40)
    note = RichTextFormField(label="Бележка", required=False, tables=True, headings=False)


def send(**data: str) -> LetterForm:
    return LetterForm({name.replace("__", "-"): value for name, value in data.items()})


def test_html_is_sanitised() -> None:
    form = send(body="<p>а<script>alert(1)</script></p>", body__format="html")
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>а</p>"


def test_plain_text_becomes_paragraphs() -> None:
    form = send(body="а < б\n\nв", body__format="plain")
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>а &lt; б</p><p>в</p>"


def test_without_a_format_it_is_plain() -> None:
    form = send(body="<p>а</p>")
    assert form.is_valid()
    assert html_to_text(form.cleaned_data["body"]) == "<p>а</p>"


def test_plain_text_that_was_not_touched_keeps_its_formatting() -> None:
    form = send(
        body=html_to_typed_text(FORMATTED).replace("\n", "\r\n"), body__format="plain", body__html=FORMATTED
    )
    assert form.is_valid()
    assert form.cleaned_data["body"] == FORMATTED


def test_plain_text_that_was_changed_wins() -> None:
    form = send(body="Друго", body__format="plain", body__html=FORMATTED)
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>Друго</p>"


def test_the_limit_counts_letters_and_not_markup() -> None:
    markup = "<p>" + "<strong>а</strong>" * 40 + "</p>"
    assert send(body=markup, body__format="html").is_valid()
    too_long = send(body=f"<p>{'а' * 41}</p>", body__format="html")
    assert not too_long.is_valid()
    assert "41" in too_long.errors["body"][0]


def test_a_heap_of_markup_is_not_even_looked_at() -> None:
    form = send(body="<p>" + "<em></em>" * 5000 + "а</p>", body__format="html")
    assert not form.is_valid()


@pytest.mark.parametrize("empty", ["", "   ", "<p></p>", "<p><br></p>"])
def test_a_required_text_needs_words(empty: str) -> None:
    form = send(body=empty, body__format="html")
    assert not form.is_valid()
    assert form.fields["body"].error_messages["required"] in form.errors["body"]


def test_an_optional_text_may_be_left_out() -> None:
    form = send(body="а")
    assert form.is_valid()
    assert form.cleaned_data["note"] == ""


def test_a_failed_form_keeps_what_was_typed() -> None:
    form = send(body="<p>" + "а" * 50 + " <em>край</em></p>", body__format="html")
    assert not form.is_valid()
    shown = str(form["body"])
    assert "а" * 50 + " край" in shown
    assert "&lt;em&gt;край&lt;/em&gt;" in shown


def test_hostile_text_is_shown_harmless() -> None:
    form = send(body="</textarea><script>alert(1)</script>" + "а" * 60, body__format="plain")
    assert not form.is_valid()
    assert "<script" not in str(form["body"])


def test_the_widget_says_what_the_editor_may_offer() -> None:
    form = LetterForm()
    assert 'data-rich-text="headings"' in str(form["body"])
    assert 'data-rich-text="tables"' in str(form["note"])
    assert 'name="body-format" value="plain"' in str(form["body"])
    assert "maxlength=" not in str(form["body"]).replace("data-maxlength=", "")
    assert "required" not in str(form["body"])


def test_whether_it_changed_looks_at_the_markup() -> None:
    field = RichTextFormField()
    assert not field.has_changed("<p>а</p>", "<p>а</p>")
    assert field.has_changed("<p>а</p>", "<p><em>а</em></p>")
    assert not field.has_changed(None, "<p></p>")


def test_a_field_that_was_not_sent_is_none() -> None:
    assert rich_text_from({}, "body") is None
    data = QueryDict("body=%3Cp%3E%D0%B0%3C%2Fp%3E&body-format=html")
    assert rich_text_from(data, "body") == "<p>а</p>"


def test_typed_text_of_lists_tables_and_breaks() -> None:
    markup = (
        "<h2>А</h2><p>б<br>в</p><ol><li>г</li><li><p>д</p></li></ol>"
        "<table><tbody><tr><th><p>е</p></th><td><p>ж</p></td></tr></tbody></table>"
    )
    assert html_to_typed_text(markup) == "А\n\nб\nв\n\n1. г\n2. д\n\nе | ж"


BLOCKS = [
    "<p>един</p>",
    "<p>два<br>три</p>",
    "<ul><li>а</li><li>б</li></ul>",
    "<h2>в</h2>",
    "<blockquote><p>г</p></blockquote>",
]
blocks = st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6).map("".join)


@given(blocks)
def test_the_text_version_has_the_same_words(markup: str) -> None:
    words = [word for word in html_to_typed_text(markup).split() if word != "-"]
    assert words == html_to_text(clean_rich_text(markup)).split()


@given(st.text(alphabet="абв <>&\n-", max_size=80))
def test_typed_text_is_shown_again_as_it_was_typed(text: str) -> None:
    """Blank lines between paragraphs are one blank line; everything else is the same."""
    once = html_to_typed_text(plain_to_html(text))
    assert html_to_typed_text(plain_to_html(once)) == once


def test_the_script_names_what_it_loads_and_its_words() -> None:
    html = Template("{% load rich_text %}{% rich_text_script %}").render(Context())
    assert html.count("<script") == 1
    assert "rich-text.js" in html
    assert "django_prose_editor/editor.js" in html
    assert "<script>" not in html
