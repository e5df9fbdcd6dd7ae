"""A picture added from a phone: chosen, described, seen on the card, without anything scrolling sideways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from core import outbox
from practices.models import Practice, PracticeMedia
from tests.factories.media import picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 320, "height": 640}


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_picture_from_a_phone(
    live_server: Any,
    context: BrowserContext,
    page: Page,
    member: User,
    practice_in: Callable[..., Practice],
    signed_in: Callable[[User], Any],
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    practice = practice_in("draft")
    cookie = signed_in(member).cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size(PHONE)
    page.expected_errors.append("422")  # type: ignore[attr-defined] # the form that is refused first
    page.goto(f"{live_server.url}/bg/practices/{practice.pk}/edit/")
    page.get_by_role("button", name="Снимки и файлове").click()
    page.get_by_role("link", name="Добавяне на снимка").click()
    assert not is_too_wide(page)

    photo = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes(size=(1200, 900))}
    page.set_input_files("input[name=file]", files=[photo])  # type: ignore[list-item]
    page.get_by_label("Описание на български").fill("Двама души подписват лист на маса")
    page.get_by_role("button", name="Добавяне", exact=True).click()
    expect(page.locator("#id_author_error")).to_be_visible()
    expect(page.locator("#id_file_error")).to_be_visible()
    expect(page.get_by_label("Описание на български")).to_have_value("Двама души подписват лист на маса")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert [
        (rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]
    ] == []

    page.set_input_files("input[name=file]", files=[photo])  # type: ignore[list-item]
    page.get_by_label("Автор").fill("Сдружение „Мост“")
    page.get_by_label("Никой не може да бъде разпознат").check()
    page.get_by_label("Не може да се разпознае дете").check()
    page.get_by_role("button", name="Добавяне", exact=True).click()
    picture = page.get_by_alt_text("Двама души подписват лист на маса")
    expect(picture).to_be_visible()
    assert not is_too_wide(page)
    assert PracticeMedia.objects.count() == 1

    for _made in (False, True):  # JPEG stands in for the other formats, then they are there
        page.goto(f"{live_server.url}/bg/practices/{practice.pk}/preview/")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
        assert picture.evaluate("image => image.currentSrc").endswith(".avif")
        assert not is_too_wide(page)
        outbox.drain("practice-media")
