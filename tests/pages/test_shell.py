"""The frame of every page: menus and footer in the reader's language, for one query."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Page

from pages.content import page_texts
from pages.demo import load
from pages.models import MenuLink, SiteSettings, StandardPage
from pages.shell import Shell, ShellLink, site_shell


def shell(language: str = "bg") -> Shell:
    with override(language):
        return site_shell(RequestFactory().get("/"))


def test_an_empty_database_gives_an_empty_frame(db: None) -> None:
    frame = shell()
    assert frame.menu == []
    assert frame.legal_links == []
    assert frame.settings.footer_text == ""


def test_links_lead_to_the_page_in_the_language_of_the_page(db: None) -> None:
    load()
    assert ShellLink("За нас", "/bg/about/") in shell("bg").menu
    assert "/en/about/" in [link.url for link in shell("en").menu]
    assert [link.url for link in shell("en").legal_links] == [
        f"/en/{slug}/" for slug in page_texts(only_legal=True)
    ]


def test_it_takes_one_query_and_is_read_once(
    db: None, django_assert_num_queries: Callable[..., object]
) -> None:
    load()
    request = RequestFactory().get("/")
    with override("bg"), django_assert_num_queries(1):  # type: ignore[attr-defined]
        site_shell(request)
        site_shell(request)


def test_a_page_that_is_not_published_is_not_linked(db: None) -> None:
    load()
    StandardPage.objects.get(url_path="/en/about/").unpublish()
    assert "/en/about/" not in [link.url for link in shell("en").menu]
    assert "/bg/about/" in [link.url for link in shell("bg").menu]


def test_a_missing_text_comes_in_the_other_language(db: None) -> None:
    load()
    SiteSettings.objects.update(footer_en="", footer_bg="Текст")
    assert shell("en").settings.footer_text == "Текст"


def test_an_address_is_put_under_the_language(db: None) -> None:
    load()
    frame = SiteSettings.objects.get()
    MenuLink.objects.create(
        settings=frame, area="main", address="/practices/", label_bg="Практики", label_en="Practices"
    )
    MenuLink.objects.create(
        settings=frame, area="main", address="https://example.org/", label_bg="Вън", label_en="Out"
    )
    urls = [link.url for link in shell("en").menu]
    assert "/en/practices/" in urls
    assert "https://example.org/" in urls


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//example.org", "data:text/html,x", "/a\\b", "practices/"]
)
def test_only_safe_addresses_are_taken(db: None, address: str) -> None:
    load()
    link = MenuLink(settings=SiteSettings.objects.get(), address=address, label_bg="а", label_en="a")
    with pytest.raises(ValidationError):
        link.full_clean()


def test_a_link_is_a_page_or_an_address(db: None) -> None:
    load()
    frame = SiteSettings.objects.get()
    page = Page.objects.get(url_path="/bg/about/")
    for link in (
        MenuLink(settings=frame),
        MenuLink(settings=frame, page=page, address="/x/", label_bg="а", label_en="a"),
    ):
        with pytest.raises(ValidationError):
            link.full_clean()
