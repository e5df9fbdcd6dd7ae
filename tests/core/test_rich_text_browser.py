"""The rich-text field in a real browser, under the site's own content security policy: any complaint fails the test."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head>
<body><h1 style="color:red">Заглавие</h1>
<p class=MsoNormal style="margin:0"><b><span style="font-size:12pt">Здравей</span></b><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·<span>&nbsp;&nbsp;
</span></span><![endif]>едно</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span>·<span>&nbsp; </span></span>две</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span>1.<span>&nbsp; </span></span>номер</p>
<script>alert(1)</script><img src=x onerror=alert(1)>
<p onclick="alert(1)">край <a href="javascript:alert(1)">зло</a>
<a href="https://example.org/x" style="color:red">добро</a></p></body></html>"""
PASTE = """([element, html]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "само текст");
    element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def url(live_server: Any, settings: LazySettings) -> str:
    settings.ROOT_URLCONF = "tests.core.rich_text_page"
    return f"{live_server.url}/rich-text/"


def begin(page: Page, url: str, body: str = "") -> Locator:
    """The page, with the first field's editor brought in by a click."""
    page.goto(f"{url}?{urlencode({'body': body})}")
    page.locator("#id_body").focus()
    return editor(page)


def editor(page: Page, name: str = "Текст") -> Locator:
    box = page.get_by_role("textbox", name=name)
    expect(box).to_have_attribute("contenteditable", "true")
    return box


def caret_arrived(page: Page) -> None:
    """Wait until the editor knows where the browser has put the caret: it is told with the next frame, and of what is
    pressed before that it thinks that it happens at the old place."""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def stored(page: Page) -> dict[str, str]:
    """What the server makes of it."""
    page.get_by_role("button", name="Изпращане").click()
    answer: dict[str, str] = json.loads(page.locator("pre").inner_text())
    return answer


def test_a_page_loads_the_editor_only_when_it_is_wanted(page: Page, url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert not [address for address in asked if "editor" in address]
    page.locator("#id_body").focus()
    editor(page)
    assert [address for address in asked if address.endswith("django_prose_editor/editor.js")]


def test_what_is_written_is_stored_with_its_formatting(page: Page, url: str) -> None:
    box = begin(page, url)
    page.keyboard.type("Първо ")
    page.keyboard.press("Control+b")
    page.keyboard.type("важно")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Списък с точки").click()
    page.keyboard.type("едно")
    page.keyboard.press("Enter")
    page.keyboard.type("две")
    expect(box.locator("li")).to_have_count(2)
    assert stored(page)["body"] == (
        "<p>Първо <strong>важно</strong></p><ul><li><p>едно</p></li><li><p>две</p></li></ul>"
    )


def test_no_letter_is_lost_while_the_editor_comes(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("#id_body").focus()
    page.keyboard.type("Пиша бързо и не чакам редактора. ", delay=2)
    editor(page)
    page.keyboard.type("Край.")
    assert stored(page)["body"] == "<p>Пиша бързо и не чакам редактора. Край.</p>"


def test_what_comes_from_word_is_tidied(page: Page, url: str) -> None:
    box = begin(page, url)
    box.evaluate("(element, html) => (" + PASTE + ")([element, html])", WORD)
    expect(box.locator("li")).to_have_count(3)
    assert stored(page)["body"] == (
        "<h2>Заглавие</h2><p><strong>Здравей</strong></p><ul><li><p>едно</p></li><li><p>две</p></li></ul>"
        '<ol><li><p>номер</p></li></ol><p>край зло <a href="https://example.org/x" rel="nofollow noopener ugc">добро</a></p>'
    )


def test_links_are_asked_for_and_checked(page: Page, url: str) -> None:
    begin(page, url)
    page.keyboard.type("вижте тук")
    for _letter in "тук":
        page.keyboard.press("Shift+ArrowLeft")
    caret_arrived(page)
    page.keyboard.press("Control+k")
    address = page.get_by_label("Адрес на страница или имейл")
    expect(address).to_be_focused()
    page.keyboard.type("не е адрес")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    address.fill("example.org/стая")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert 'href="https://example.org/' in stored(page)["body"]


def test_everything_can_be_reached_with_the_keyboard(page: Page, url: str) -> None:
    box = begin(page, url)
    page.keyboard.type("дума")
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Заглавие", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Получер")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Получер")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Получер").press("Escape")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Бележка")).to_be_focused()


def test_tables_only_where_they_are_offered(page: Page, url: str) -> None:
    begin(page, url)
    page.get_by_role("button", name="Вмъкване на таблица").click()
    page.keyboard.type("Година")
    expect(page.get_by_role("button", name="Добавяне на ред")).to_be_visible()
    page.locator("#id_note").focus()
    editor(page, "Бележка")
    expect(page.get_by_role("button", name="Вмъкване на таблица")).to_have_count(0)
    assert "<th" in stored(page)["body"]


def test_a_failed_form_keeps_text_and_formatting(page: Page, url: str) -> None:
    begin(page, url)
    page.keyboard.press("Control+b")
    page.keyboard.type("а" * 205)
    page.get_by_role("button", name="Изпращане").click()
    page.wait_for_load_state()
    expect(page.locator(".field__error")).to_contain_text("205")
    page.locator("#id_body").focus()
    box = editor(page)
    expect(box.locator("strong")).to_have_text("а" * 205)
    box.press("Control+End")
    caret_arrived(page)
    for _letter in range(5):
        box.press("Backspace")
    expect(box.locator("strong")).to_have_text("а" * 200)
    assert stored(page)["body"] == f"<p><strong>{'а' * 200}</strong></p>"


def test_going_back_brings_the_text_back_and_no_markup(page: Page, url: str) -> None:
    begin(page, url)
    page.keyboard.press("Control+b")
    page.keyboard.type("важно")
    page.goto(url + "?elsewhere")
    page.go_back()
    expect(editor(page)).to_have_text("важно")
    assert stored(page)["body"] == "<p><strong>важно</strong></p>"


def test_another_script_puts_a_draft_in(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("#id_body").evaluate(
        "(element, html) => element.dispatchEvent(new CustomEvent('rich-text:set', {detail: {html}}))",
        "<p>от <em>устройството</em></p>",
    )
    expect(editor(page)).to_have_text("от устройството")
    assert stored(page)["body"] == "<p>от <em>устройството</em></p>"


def test_hostile_initial_markup_does_nothing(page: Page, url: str) -> None:
    box = begin(
        page, url, body='<p>а<img src=x onerror="document.title=1"></p><script>document.title=2</script>'
    )
    expect(box).to_have_text("а")
    assert page.title() == "Проба"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, url: str, scheme: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.emulate_media(color_scheme=scheme)
    begin(page, url, body="<h2>Заглавие</h2><p>Текст с <a href='https://example.org/'>връзка</a></p>")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [
        (rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found.response["violations"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts_it_is_a_plain_field(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{url}?{urlencode({'body': '<p>Първо</p><ul><li>едно</li></ul>'})}")
        expect(page.locator("#id_body")).to_have_value("Първо\n\n- едно")
        page.locator("#id_body").fill("Ново\n\nи още <b>")
        assert stored(page)["body"] == "<p>Ново</p><p>и още &lt;b&gt;</p>"
    finally:
        context.close()
