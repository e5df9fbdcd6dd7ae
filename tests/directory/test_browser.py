"""The directory in a real browser: from "I work here" to belonging, by keyboard-friendly, accessible pages."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from directory.models import Organisation
from tests.factories.people import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def become(page: Page, server: Any, user: User) -> None:
    """Signed in without the form, which other tests look at."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])


def faults(page: Page) -> list[tuple[str, list[Any]]]:
    found = Axe().run(page, options=RULES)
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found.response["violations"]]


def test_from_i_work_here_to_belonging(
    page: Page, live_server: Any, newcomer: User, coordinator: User, organisation: Organisation
) -> None:
    become(page, live_server, newcomer)
    page.goto(f"{live_server.url}/bg/organisations/")
    page.get_by_label("Име или част от него").fill("мост")
    page.get_by_role("button", name="Показване").click()
    page.get_by_role("link", name="Сдружение „Мост“").click()
    page.get_by_role("link", name="Работя тук").click()
    page.get_by_label("Какво правите там?").fill("Водя уроци.")
    page.get_by_role("button", name="Изпращане на молбата").click()
    expect(page.get_by_role("heading", name="Молбата ви чака")).to_be_visible()

    become(page, live_server, coordinator)
    page.goto(f"{live_server.url}/bg/organisations/requests/")
    expect(page.get_by_text("Водя уроци.")).to_be_visible()
    page.get_by_role("button", name="Потвърждаване").click()
    expect(page.get_by_text("Никой не чака")).to_be_visible()

    become(page, live_server, newcomer)
    page.goto(f"{live_server.url}/bg/accounts/profile/")
    expect(page.get_by_role("link", name="Сдружение „Мост“")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("bg", 320), ("en", 1280)])
def test_pages_are_accessible_and_fit(
    page: Page, live_server: Any, owner: User, organisation: Organisation, language: str, width: int
) -> None:
    MembershipFactory(organisation=organisation, requested=True, note="Бележка")
    owner.is_coordinator = True
    owner.save()
    become(page, live_server, owner)
    page.set_viewport_size({"width": width, "height": 800})
    most = f"organisations/{organisation.slug}"
    for path in (
        "organisations",
        most,
        f"{most}/edit",
        f"{most}/members",
        "organisations/requests",
        "accounts/profile",
    ):
        page.goto(f"{live_server.url}/{language}/{path}/")
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_without_scripts_one_can_ask_and_decide(
    browser: Browser, live_server: Any, owner: User, newcomer: User, organisation: Organisation
) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        become(page, live_server, newcomer)
        page.goto(f"{live_server.url}/bg/organisations/{organisation.slug}/join/")
        page.locator("main form button[type=submit]").click()
        become(page, live_server, owner)
        page.goto(f"{live_server.url}/bg/organisations/{organisation.slug}/members/")
        page.locator("main details summary").click()
        page.get_by_label("Защо не?").fill("Не ви познаваме.")
        page.get_by_role("button", name="Отхвърляне", exact=True).click()
        assert organisation.memberships.get(user=newcomer).state == "refused"
    finally:
        context.close()
