"""The citation of a card on its way into somebody's text: with the button, when the browser refuses, and without a script."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from practices.models import Practice

pytestmark = pytest.mark.django_db(transaction=True)
PracticeIn = Callable[..., Practice]
MORNING = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("language", "label", "copied"),
    [("bg", "Копиране на цитата", "Копирано"), ("en", "Copy the citation", "Copied")],
)
def test_the_button_copies_the_citation_as_it_stands(
    live_server: Any,
    context: BrowserContext,
    page: Page,
    practice_in: PracticeIn,
    language: str,
    label: str,
    copied: str,
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.clock.install(time=MORNING)
    page.goto(f"{live_server.url}/{language}/practices/{practice_in('published').pk}/")
    page.clock.pause_at(NOON)
    citation = page.locator("#citation").inner_text().strip()
    assert citation
    button = page.get_by_role("button", name=label)
    button.focus()
    page.keyboard.press("Enter")
    pressed = page.locator("[data-copy-text=citation]")
    expect(pressed).to_have_text(copied)
    expect(pressed).to_have_accessible_name(copied)
    assert page.evaluate("navigator.clipboard.readText()") == citation
    page.keyboard.press("Enter")  # once more, before the label is back
    page.clock.run_for(5_000)
    expect(pressed).to_have_text(label)


def test_where_the_browser_refuses_the_citation_stands_selected(
    live_server: Any, page: Page, practice_in: PracticeIn
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{live_server.url}/bg/practices/{practice_in('published').pk}/")
    page.get_by_role("button", name="Копиране на цитата").click()
    page.wait_for_function("getSelection().toString() === document.getElementById('citation').innerText")


def test_without_a_script_the_citation_is_there_to_select(
    live_server: Any, browser: Browser, practice_in: PracticeIn
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="bg-BG")
    try:
        page = context.new_page()
        page.goto(f"{live_server.url}/bg/practices/{practice_in('published').pk}/")
        citation = page.locator("#citation")
        expect(citation).to_be_visible()
        expect(citation).to_contain_text("Квартира с наставник")
        expect(citation).not_to_have_css("user-select", "none")
        expect(page.get_by_role("button", name="Копиране на цитата")).to_have_count(0)
        expect(page.get_by_role("link", name="BibTeX")).to_be_visible()
    finally:
        context.close()
