"""A case in the browser: the meter follows while one types, a button writes a name more generally, then it is posted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from forum.models import CaseDetails, Thread
from tests.forum.factories import BoardFactory

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


def test_a_case_from_the_empty_form_to_its_thread(
    live_server: Any,
    context: BrowserContext,
    page: Page,
    member: User,
    signed_in: Callable[[User], Any],
) -> None:
    BoardFactory.create(slug="cases", members=True, allows_cases=True, title_bg="Казуси")
    cookie = signed_in(member).cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": 320, "height": 640})
    page.expected_errors.append("422")  # type: ignore[attr-defined] # the form that is held up first
    page.goto(f"{live_server.url}/bg/forum/new/case/?board=cases")
    expect(page.get_by_role("link", name="116 111")).to_have_attribute("href", "tel:116111")

    page.get_by_label("Статут на закрила").select_option("stateless")
    page.get_by_label("Област").select_option("VID")
    page.get_by_label("Гражданство").check()
    page.get_by_label("Заглавие").fill("Вдовица без гражданство")
    meter = page.locator("[data-case-meter]")
    expect(meter.get_by_text("висок", exact=True)).to_be_visible()
    expect(meter.get_by_text("състав на семейството")).to_be_visible()
    page.get_by_label("Област").select_option("")
    page.get_by_label("Заглавие").fill("Дълъг път до гражданство")
    expect(meter.get_by_text("среден", exact=True)).to_be_visible()
    assert not Thread.objects.exists(), "looking keeps nothing"

    for name, words in (
        ("Какво опитахте", "Казва се Лейла Хасан, писахме до съда."),
        ("Какво питате", "Кой е минал?"),
    ):
        page.get_by_label(name).click()
        page.keyboard.type(words)
    page.get_by_label("Човекът е съгласен").check()
    page.get_by_role("button", name="Публикуване на казуса").click()
    replace = page.get_by_role("button", name="Заменете с „[името е при автора]“")
    expect(replace).to_be_visible()
    found = Axe().run(page, options=RULES)
    assert [
        (rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]
    ] == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    replace.click()
    expect(page.get_by_label("Какво опитахте")).to_have_value(
        "Казва се [името е при автора], писахме до съда."
    )
    page.get_by_role("button", name="Публикуване на казуса").click()
    expect(page.get_by_role("heading", name="Казусът накратко")).to_be_visible()
    assert CaseDetails.objects.get().recognisability == "medium"
