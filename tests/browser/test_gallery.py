"""The component gallery in a real browser: accessible in both languages and both palettes, on every width, without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def _open(page: Page, server: Any, language: str = "bg", *, width: int = 1280, scheme: str = "light") -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{server.url}/{language}/gallery/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("bg", 1280), ("en", 320)])
def test_axe_finds_nothing(page: Page, live_server: Any, language: str, width: int, scheme: str) -> None:
    _open(page, live_server, language, width=width, scheme=scheme)
    found = Axe().run(page, options=RULES)
    faults = [
        (rule["id"], node["target"], node.get("failureSummary"))
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
    assert faults == []


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_nothing_scrolls_sideways(page: Page, live_server: Any, width: int) -> None:
    _open(page, live_server, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_typefaces_have_bulgarian_letters(page: Page, live_server: Any) -> None:
    """Set as Bulgarian and as Russian, the same text has different widths only if the letterforms differ."""
    _open(page, live_server)
    widths = page.evaluate(
        """async () => {
            await document.fonts.ready;
            const result = {};
            for (const family of ["Sofia Sans", "Vollkorn"]) {
                await document.fonts.load(`600 40px "${family}"`, "вгджз");
                for (const language of ["bg", "ru"]) {
                    const span = document.createElement("span");
                    span.lang = language;
                    span.textContent = "вгджзикйлптцшщю".repeat(4);
                    span.style.cssText = `position:absolute;white-space:nowrap;font:600 40px "${family}"`;
                    document.body.append(span);
                    result[family + language] = span.getBoundingClientRect().width;
                }
            }
            return result;
        }"""
    )
    assert abs(widths["Sofia Sansbg"] - widths["Sofia Sansru"]) > 1
    assert abs(widths["Vollkornbg"] - widths["Vollkornru"]) > 1


def test_the_chosen_colours_stay(page: Page, live_server: Any) -> None:
    _open(page, live_server)
    switch = page.locator("[data-theme-switch]")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("[data-theme-switch]")).to_have_attribute("aria-pressed", "true")


def test_the_menu_opens_and_escape_closes_it(page: Page, live_server: Any) -> None:
    _open(page, live_server, width=320)
    practices = page.locator(".site-nav__link").first
    expect(practices).not_to_be_visible()
    page.locator(".site-nav > summary").click()
    expect(practices).to_be_visible()
    page.keyboard.press("Escape")
    expect(practices).not_to_be_visible()
    expect(page.locator(".site-nav > summary")).to_be_focused()


def test_the_menu_works_without_scripts(browser: Browser, live_server: Any) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/bg/gallery/")
        expect(page.locator("[data-theme-switch]")).not_to_be_visible()
        page.locator(".site-nav > summary").click()
        expect(page.locator(".site-nav__link").first).to_be_visible()


def test_wide_screens_show_the_menu_without_opening_it(page: Page, live_server: Any) -> None:
    _open(page, live_server, width=1280)
    expect(page.locator(".site-nav__link").first).to_be_visible()
    expect(page.locator(".site-nav > summary")).not_to_be_visible()


def test_the_counter_tells_what_is_too_much(page: Page, live_server: Any) -> None:
    _open(page, live_server, "en")
    field = page.locator("#id_sample-summary")
    counter = page.locator("[data-counter='id_sample-summary']")
    field.fill("ж" * 790)
    expect(counter).to_have_text("Characters left: 10")
    field.fill("ж" * 803)
    expect(counter).to_have_text("Characters too many: 3")
    expect(field).to_have_value("ж" * 803)


def test_a_form_with_errors_says_so_first(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/bg/gallery/?errors")
    summary = page.locator("[data-form-errors]")
    expect(summary).to_be_focused()
    title = page.locator("#id_wrong-title")
    described = (title.get_attribute("aria-describedby") or "").split()
    assert described == ["id_wrong-title_helptext", "id_wrong-title_error"]
    for name in described:
        expect(page.locator(f"#{name}")).to_be_visible()


def test_paper_has_no_controls(page: Page, live_server: Any) -> None:
    _open(page, live_server)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).not_to_be_visible()
    expect(page.locator(".save-bar")).not_to_be_visible()
    expect(page.locator("h1")).to_be_visible()
