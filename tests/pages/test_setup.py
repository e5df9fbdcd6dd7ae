"""What a site begins with: made once, completed, never overwritten."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from pages.content import home_texts, page_texts
from pages.demo import ensure_home, load, set_up
from pages.models import HomePage, MenuLink, SiteSettings, StandardPage

LEGAL = {"privacy", "terms", "accessibility", "contact"}
"""What such a site owes its readers; editors may put more into the same menu."""


def writes(queries: CaptureQueriesContext) -> list[str]:
    changing = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries.captured_queries if query["sql"].startswith(changing)]


def test_setting_up_twice_writes_nothing_the_second_time(db: None) -> None:
    load()
    before = list(Page.objects.values_list("pk", "url_path", "latest_revision_id"))
    with CaptureQueriesContext(connection) as queries:
        load()
        call_command("setup_site", verbosity=0)
    assert writes(queries) == []
    assert list(Page.objects.values_list("pk", "url_path", "latest_revision_id")) == before


def test_legal_pages_stand_after_setup(db: None, client: Client) -> None:
    set_up()
    assert set(page_texts(only_legal=True)) >= LEGAL
    for slug in page_texts(only_legal=True):
        for language in ("bg", "en"):
            assert client.get(f"/{language}/{slug}/").status_code == 200


def test_translations_are_linked(db: None) -> None:
    load()
    for slug in page_texts():
        keys = StandardPage.objects.filter(slug=slug).values_list("translation_key", flat=True)
        assert len(keys) == 2
        assert len(set(keys)) == 1


def test_the_demo_completes_what_production_began(db: None, client: Client) -> None:
    set_up()
    assert not MenuLink.objects.filter(area="main").exists()
    load()
    html = client.get("/bg/").content.decode()
    assert 'href="/bg/about/"' in html
    assert MenuLink.objects.filter(area="legal").count() == len(page_texts(only_legal=True))


def test_what_editors_changed_stays(db: None, client: Client) -> None:
    set_up()
    page = StandardPage.objects.get(url_path="/bg/privacy/")
    page.title = "Личните ви данни"
    page.save_revision().publish()
    SiteSettings.objects.update(footer_bg="Наш текст")
    MenuLink.objects.filter(label_bg__contains="Услов").delete()
    links = MenuLink.objects.count()
    set_up()
    html = client.get("/bg/privacy/").content.decode()
    assert "Личните ви данни" in html
    assert "Наш текст" in html
    assert MenuLink.objects.count() == links


def test_it_starts_from_an_empty_tree_too(db: None) -> None:
    Site.objects.all().delete()
    Page.objects.all().delete()
    Locale.objects.all().delete()
    homes = ensure_home()
    assert {home.url_path for home in homes.values()} == {"/bg/", "/en/"}
    assert Site.objects.get().root_page_id == homes["bg"].pk


def test_a_slug_cannot_move_a_home_page(db: None) -> None:
    home = ensure_home()["en"]
    home.slug = "welcome"
    home.save_revision().publish()
    assert HomePage.objects.get(pk=home.pk).url_path == "/en/"


@pytest.mark.parametrize("language", ["bg", "en"])
def test_content_is_whole(language: str) -> None:
    home = home_texts()[language]
    assert home.title
    assert home.hero_title
    assert len(home.ways) == 3
    for texts in page_texts().values():
        assert texts[language].title
        assert texts[language].intro
        assert texts[language].search_description
        assert texts[language].body
