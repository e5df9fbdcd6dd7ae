"""What the journeys share: how a person comes to the running site, on which device, with or without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from tests.factories.people import PASSWORD
from tests.fixtures.browser import PageWatch
from tests.services.site import Site

DESKTOP = 1280


@pytest.fixture
def page_of(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`page_of(user, language)`: a browser of one's own, signed in by the form, watched like `page`.

    `width` and `has_scripts` say which browser it is; without a user it is a visitor's.
    """
    watches: list[PageWatch] = []

    def open_page(
        user: User | None, language: str, *, width: int = DESKTOP, has_scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            locale="bg-BG",
            timezone_id="Europe/Sofia",
            base_url=site.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=has_scripts,
        )
        page = context.new_page()
        watch = PageWatch()
        watch.follow(page)
        page.expected_errors = watch.expected  # type: ignore[attr-defined]
        watches.append(watch)
        if user is not None:
            page.goto(f"/{language}/accounts/login/")
            page.fill("input[name=login]", user.email)
            page.fill("input[name=password]", PASSWORD)
            page.locator("main form button[type=submit]").first.click()
            expect(page).to_have_url(re.compile(rf"/{language}/$"))
        return page

    yield open_page
    for watch in watches:
        watch.report()
