"""The practice form in a browser: what it keeps while the network is away, and what signing out leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from practices.models import CardDraft, Practice

pytestmark = pytest.mark.django_db(transaction=True)

LOST = "Този текст е писан във влака, без мрежа."
SAVED, OFFLINE = "saved", "offline"


@pytest.fixture
def writing(
    live_server: Any,
    context: BrowserContext,
    page: Page,
    member: User,
    practice_in: Callable[..., Practice],
    signed_in: Callable[[User], Any],
) -> Page:
    """The member's browser on the form of a draft."""
    practice = practice_in("draft")
    cookie = signed_in(member).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/bg/practices/{practice.pk}/edit/?step=all")
    return page


def state(page: Page, expected: str) -> None:
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", expected, timeout=15_000)


def kept_on_device(page: Page) -> int:
    return int(
        page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('megdan:draft:')).length")
    )


def test_each_pause_saves_on_the_server(writing: Page) -> None:
    writing.fill("textarea[name=summary]", "Първо изречение.")
    state(writing, SAVED)
    assert CardDraft.objects.get().document["texts"]["bg"]["summary"] == "Първо изречение."
    writing.fill("textarea[name=summary]", "Първо изречение. И второ.")
    expect(writing.locator("input[name=version]")).to_have_value("3")
    assert kept_on_device(writing) == 0


def test_text_typed_without_a_network_comes_back(writing: Page, context: BrowserContext) -> None:
    writing.expected_errors.append("Failed to load resource")  # type: ignore[attr-defined]
    context.set_offline(True)
    writing.fill("textarea[name=summary]", LOST)
    state(writing, OFFLINE)
    assert kept_on_device(writing) == 1
    # The page is closed before the network comes back, and opened again later.
    address = writing.url
    writing.goto("about:blank")
    context.set_offline(False)
    writing.goto(address)
    expect(writing.locator("textarea[name=summary]")).to_have_value(LOST)
    expect(writing.locator("input[name=version]")).to_have_value("2", timeout=15_000)
    assert kept_on_device(writing) == 0
    assert CardDraft.objects.get().document["texts"]["bg"]["summary"] == LOST


def test_a_draft_with_something_wrong_comes_back_too(writing: Page, context: BrowserContext) -> None:
    writing.expected_errors.append("Failed to load resource")  # type: ignore[attr-defined]
    writing.fill("input[name=places-0]", "Атлантида")
    writing.get_by_role("button", name=re.compile("^Запазване$")).last.click()
    expect(writing.get_by_role("alert").first).to_contain_text("Атлантида")
    address = writing.url
    context.set_offline(True)
    writing.fill("textarea[name=summary]", LOST)
    state(writing, OFFLINE)
    writing.goto("about:blank")
    context.set_offline(False)
    writing.goto(address)
    expect(writing.locator("textarea[name=summary]")).to_have_value(LOST)


def test_saving_without_a_network_keeps_the_page(writing: Page, context: BrowserContext) -> None:
    writing.expected_errors.append("Failed to load resource")  # type: ignore[attr-defined]
    context.set_offline(True)
    writing.fill("textarea[name=summary]", LOST)
    writing.get_by_role("button", name=re.compile("^Запазване$")).last.click()
    state(writing, OFFLINE)
    expect(writing.locator("textarea[name=summary]")).to_have_value(LOST)
    context.set_offline(False)
    state(writing, SAVED)
    assert CardDraft.objects.get().document["texts"]["bg"]["summary"] == LOST


def test_a_save_that_never_arrived_is_not_forgotten(writing: Page) -> None:
    writing.expected_errors.append("Failed to load resource")  # type: ignore[attr-defined]
    address = writing.url
    writing.route("**/edit/**", lambda route: route.abort())
    writing.fill("textarea[name=summary]", LOST)
    writing.get_by_role("button", name=re.compile("^Запазване$")).last.click()
    writing.unroute("**/edit/**")
    writing.goto(address)
    expect(writing.locator("textarea[name=summary]")).to_have_value(LOST)
    state(writing, SAVED)


def test_what_was_saved_does_not_come_back_in_another_window(writing: Page, context: BrowserContext) -> None:
    address = writing.url
    writing.fill("textarea[name=summary]", LOST)
    writing.get_by_role("button", name=re.compile("^Предварителен изглед$")).click()
    writing.wait_for_url(re.compile("preview"))
    writing.close()
    other = context.new_page()
    other.goto(address)
    expect(other.locator("textarea[name=summary]")).to_have_value(LOST)
    expect(other.locator("form > .notice--info")).to_have_count(0)
    assert kept_on_device(other) == 0


def test_saving_what_has_saved_itself_brings_nothing_back(writing: Page) -> None:
    writing.get_by_role("group", name="Партньори").get_by_role("button", name="Добавяне на още").click()
    writing.fill("input[name=partners-1-name]", "Читалище „Пробуда“")
    writing.fill("textarea[name=summary]", "Първо изречение.")
    state(writing, SAVED)
    writing.get_by_role("button", name=re.compile("^Запазване$")).last.click()
    expect(writing.get_by_text("Черновата е запазена.")).to_be_visible()
    expect(writing.locator("textarea[name=summary]")).to_have_value("Първо изречение.")
    expect(writing.locator("form > .notice--info")).to_have_count(0)
    assert kept_on_device(writing) == 0


def test_text_that_comes_back_overwrites_nobody(writing: Page, context: BrowserContext) -> None:
    writing.expected_errors += ["Failed to load resource", "409"]  # type: ignore[attr-defined]
    address = writing.url
    writing.route("**/edit/**", lambda route: route.abort())
    writing.fill("textarea[name=summary]", LOST)
    state(writing, OFFLINE)
    writing.goto("about:blank")
    writing.unroute("**/edit/**")
    draft = CardDraft.objects.get()
    draft.document["texts"]["bg"]["summary"] = "От колега."
    draft.version += 1
    draft.save()
    writing.goto(address)
    expect(writing.locator("textarea[name=summary]")).to_have_value(LOST)
    state(writing, "conflict")
    assert CardDraft.objects.get().document["texts"]["bg"]["summary"] == "От колега."


def test_signing_out_leaves_nothing_on_the_device(writing: Page, context: BrowserContext) -> None:
    writing.expected_errors.append("Failed to load resource")  # type: ignore[attr-defined]
    context.set_offline(True)
    writing.fill("textarea[name=summary]", LOST)
    state(writing, OFFLINE)
    context.set_offline(False)
    writing.route("**/edit/**", lambda route: route.abort())  # the server never gets it
    assert kept_on_device(writing) == 1
    writing.goto(re.sub(r"/practices/.*", "/accounts/logout/", writing.url))
    writing.locator("main form button[type=submit]").click()
    writing.wait_for_url(re.compile(r"/bg/$"))
    assert kept_on_device(writing) == 0


def test_rows_are_added_by_mouse_and_keyboard(writing: Page) -> None:
    add = writing.locator("[data-repeat=activities] [data-repeat-add]")
    add.click()
    expect(writing.locator("input[name=activities-2-title]")).to_be_focused()
    writing.keyboard.type("Трета дейност")
    add.focus()
    writing.keyboard.press("Enter")
    expect(writing.locator("input[name=activities-3-title]")).to_be_focused()
    state(writing, SAVED)
    titles = [row["title"] for row in CardDraft.objects.get().document["texts"]["bg"]["activities"]]
    assert titles == ["Търсене", "Трета дейност"]


def test_rows_are_moved_and_removed_by_mouse_and_keyboard(writing: Page) -> None:
    group = writing.locator("[data-repeat=activities]")
    group.locator("[data-repeat-add]").click()
    writing.keyboard.type("Втора дейност")
    second = group.locator("[data-repeat-row]").filter(has=writing.locator("[name=activities-2-title]"))
    second.get_by_role("button", name="Нагоре").focus()
    writing.keyboard.press("Enter")
    expect(writing.locator("input[name=activities-1-title]")).to_have_value("Втора дейност")
    expect(writing.locator("button[value='up:activities:1']")).to_be_focused()
    writing.keyboard.press("Enter")
    expect(writing.locator("input[name=activities-0-title]")).to_have_value("Втора дейност")
    expect(writing.locator("input[name=activities-1-title]")).to_have_value("Търсене")
    expect(writing.locator("button[value='up:activities:0']")).to_have_attribute("aria-disabled", "true")
    writing.locator("button[value='remove:activities:1']").click()
    state(writing, SAVED)
    rows = CardDraft.objects.get().document["texts"]["bg"]["activities"]
    assert [row["title"] for row in rows] == ["Втора дейност"]


def test_two_windows_on_different_fields_keep_both(writing: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(writing.url)
    other.fill("textarea[name=summary]", "От другия прозорец.")
    state(other, SAVED)
    writing.fill("input[name=tagline]", "Ред от първия прозорец")
    state(writing, SAVED)
    texts = CardDraft.objects.get().document["texts"]["bg"]
    assert (texts["summary"], texts["tagline"]) == ("От другия прозорец.", "Ред от първия прозорец")


def test_a_second_window_is_told(writing: Page, context: BrowserContext) -> None:
    writing.expected_errors.append("409")  # type: ignore[attr-defined]
    other = context.new_page()
    other.goto(writing.url)
    other.fill("textarea[name=summary]", "От другия прозорец.")
    state(other, SAVED)
    writing.fill("textarea[name=summary]", "От първия прозорец.")
    state(writing, "conflict")
    writing.get_by_role("button", name=re.compile("^Запазване$")).last.click()
    expect(writing.get_by_role("alert").first).to_be_visible()
    expect(writing.locator("#row-summary .notice")).to_contain_text("От другия прозорец.")
    expect(writing.locator("textarea[name=summary]")).to_have_value("От първия прозорец.")
