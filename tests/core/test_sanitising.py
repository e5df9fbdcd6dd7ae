"""Whatever is typed or pasted, what is stored is harmless and says the same."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.forms import html_to_typed_text
from core.sanitising import (
    ALLOWED_ATTRIBUTES,
    ALLOWED_SCHEMES,
    ALLOWED_TAGS,
    clean_plain_text,
    clean_rich_text,
    html_to_text,
    plain_to_html,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>а</p>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">а</a>',
    '<a href="jAvAsCrIpT&#58;alert(1)">а</a>',
    '<a href="data:text/html,<script>alert(1)</script>">а</a>',
    '<a href="  \x01javascript:alert(1)">а</a>',
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=csrfmiddlewaretoken></form>",
    '<p style="background:url(//evil.example)">а</p>',
    '<p id="main" class="notice">а</p>',
    "<style>*{display:none}</style>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "<p>а<!--[if IE]><script>alert(1)</script><![endif]--></p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '<table background="//evil.example"><tr><td>а</td></tr></table>',
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<base href=//evil.example>",
    "<template><script>alert(1)</script></template>",
]


class Strict(HTMLParser):
    """Fails on any tag, attribute or scheme beyond the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS
        for name, value in attrs:
            assert name in ALLOWED_ATTRIBUTES.get(tag, set()) | {"rel"}, (tag, name)
            if name == "href":
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", value or "", re.IGNORECASE)
                assert scheme is None or scheme.group(1).lower() in ALLOWED_SCHEMES

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def check(markup: str) -> None:
    parser = Strict()
    parser.feed(markup)
    parser.close()


@pytest.mark.parametrize("markup", HOSTILE)
def test_hostile_markup_comes_out_harmless(markup: str) -> None:
    check(clean_rich_text(f"<p>текст</p>{markup}"))
    check(plain_to_html(markup))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_no_text_at_all_gets_more_than_the_list(text: str) -> None:
    check(clean_rich_text(text))
    check(plain_to_html(text))


pieces = st.sampled_from(
    ["<p>", "</p>", "<a href='", "javascript:", "'>", "</a>", "<script", ">", "<!--", "-->", "<style>", "&lt;", "&#x3c;",
     "<svg>", "<math>", "onerror=", '"', "х", "<td>", "<table>", "\x00", "\u202e", "<title>", "<textarea>", "<noscript>"]
)  # fmt: skip


@given(st.lists(pieces, max_size=25).map("".join))
def test_no_heap_of_broken_markup_gets_through(markup: str) -> None:
    cleaned = clean_rich_text(markup)
    check(cleaned)
    assert clean_rich_text(cleaned) == cleaned


def test_what_is_allowed_stays() -> None:
    markup = (
        "<h2>А</h2><p>б <strong>в</strong> <em>г</em><br>д</p><ul><li>е</li></ul><ol><li>ж</li></ol>"
        "<blockquote><p>з</p></blockquote><table><tbody><tr><th>и</th><td>й</td></tr></tbody></table>"
    )
    assert clean_rich_text(markup) == markup


def test_links_are_marked_and_keep_their_target() -> None:
    assert clean_rich_text('<p><a href="https://megdan.example/път?a=1&b=2" target="_blank">тук</a></p>') == (
        '<p><a href="https://megdan.example/път?a=1&amp;b=2" rel="nofollow noopener ugc">тук</a></p>'
    )


@pytest.mark.parametrize(
    "empty", ["", "  ", "<p></p>", "<p><br></p>", "<p>&nbsp;</p>", "<ul><li></li></ul>", "<!-- -->"]
)
def test_markup_without_words_is_empty(empty: str) -> None:
    assert clean_rich_text(empty) == ""


def test_controls_and_turned_directions_go() -> None:
    assert clean_plain_text("  а\u202eб\u200bв\x07\r\nг  ") == "абв\nг"
    assert clean_plain_text("З̴̵̶̷̡̢̧̨а") == clean_plain_text("З̴̵̶̷̡̢̧̨а")[:5]


def test_ordinary_accents_stay() -> None:
    assert clean_plain_text("Бе\u0301жанци, café, ѝ") == "Бе\u0301жанци, café, ѝ"


def test_typed_text_becomes_paragraphs_and_lines() -> None:
    assert plain_to_html("първи\nред\n\n\nвтори <b>") == "<p>първи<br>ред</p><p>втори &lt;b&gt;</p>"


def test_text_of_markup_has_a_line_for_each_block() -> None:
    assert html_to_text("<h2>А</h2><p>б<br>в &amp; г</p><ul><li>д</li><li>е</li></ul>") == "А\nб\nв & г\nд\nе"


@given(st.text(alphabet="абвAB <>&\"'\n-1.", max_size=120))
def test_typed_text_comes_back_from_its_markup(text: str) -> None:
    """Nothing typed is lost: the words in their order, whatever they look like."""
    assert html_to_text(plain_to_html(text)).split() == clean_plain_text(text).split()


@pytest.mark.parametrize(
    "unit",
    [
        "<ol><li>",
        "<blockquote>",
        "<span>",
        "<b></i>",
        "<a href=x><b><p>",
        "<h2><b>",
        '<ol><li title="</ol>">',
        "<div>",
    ],
)
def test_markup_made_to_keep_a_worker_busy_is_read_at_once_and_keeps_its_words(unit: str) -> None:
    """Each of these took minutes: two megabytes are what a request may hold."""
    began = time.monotonic()
    cleaned = clean_rich_text(
        unit * (2_000_000 // len(unit)) + "настаняване &amp; <script>alert(1)</script>работа"
    )
    assert time.monotonic() - began < 20
    check(cleaned)
    assert "настаняване & alert(1) работа" in " ".join(html_to_text(cleaned).split())


def test_a_long_text_with_much_formatting_stays_formatted() -> None:
    markup = "<h2>А</h2><p>б <strong>в</strong> <em>г</em></p><ul><li>д</li><li>е</li></ul>" * 700
    assert clean_rich_text(markup) == markup


@pytest.mark.parametrize("unit", ["&", "<", "а&\n\n", "&amp;", "а\n"])
def test_two_megabytes_of_anything_come_back_soon(unit: str) -> None:
    """As a form shows them again when it refuses them."""
    typed = unit * (1_900_000 // len(unit))
    began = time.monotonic()
    markup = clean_rich_text(plain_to_html(typed))
    assert html_to_typed_text(markup)
    assert time.monotonic() - began < 15
