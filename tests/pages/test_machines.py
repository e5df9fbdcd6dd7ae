"""What machines read: sitemap, robots.txt, and the entries of the search index."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from wagtail.models import PageViewRestriction

from core.models import OutboxItem
from pages.models import HomePage, StandardPage
from pages.search_documents import PageDocument

Homes = dict[str, HomePage]
MakePage = Callable[..., StandardPage]
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)


def addresses(client: Client, path: str) -> set[str]:
    found = {str(loc.text) for loc in sitemap(client, path).findall(".//s:loc", NAMES)}
    return {address.removeprefix("http://127.0.0.1:8000") for address in found}


def test_sitemap_names_its_parts(client: Client, db: None) -> None:
    parts = addresses(client, "/sitemap.xml")
    assert {part.rpartition("/")[2] for part in parts} == {
        "sitemap-pages.xml", "sitemap-practices.xml", "sitemap-organisations.xml",
    }  # fmt: skip


@pytest.mark.parametrize("part", ["pages", "practices", "organisations"])
def test_each_part_answers_without_content(client: Client, db: None, part: str) -> None:
    sitemap(client, f"/sitemap-{part}.xml")


def test_pages_are_there_in_both_languages_with_alternates(client: Client, homes: Homes) -> None:
    tree = sitemap(client, "/sitemap-pages.xml")
    for url in tree.findall("s:url", NAMES):
        languages = {link.get("hreflang") for link in url.findall("x:link", NAMES)}
        assert languages == {"bg", "en"}
    assert {"/bg/", "/en/", "/bg/privacy/", "/en/privacy/"} <= addresses(client, "/sitemap-pages.xml")


def test_drafts_and_private_pages_are_not_in_the_sitemap(
    client: Client, homes: Homes, make_page: MakePage
) -> None:
    make_page(homes["bg"], "draft", live=False)
    team = make_page(homes["bg"], "team")
    make_page(team, "inside")
    PageViewRestriction.objects.create(page=team, restriction_type=PageViewRestriction.LOGIN)
    found = addresses(client, "/sitemap-pages.xml")
    assert not {"/bg/draft/", "/bg/team/", "/bg/team/inside/"} & found


def test_the_number_of_pages_does_not_count(
    client: Client, homes: Homes, make_page: MakePage, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(10):
        make_page(homes["bg"], f"page-{number}")
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        client.get("/sitemap-pages.xml")


def test_robots_name_the_sitemap_and_keep_out_of_the_admin(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Disallow: /bg/search/" in text
    assert text.rstrip().endswith("/sitemap.xml")


class TestIndex:
    def requested(self) -> set[str]:
        return set(
            OutboxItem.objects.filter(topic="search.embedded", is_pending=True).values_list("key", flat=True)
        )

    @pytest.fixture(autouse=True)
    def settled(self, homes: Homes) -> None:
        OutboxItem.objects.all().delete()

    def test_a_published_page_is_requested_in_its_own_transaction(
        self, homes: Homes, make_page: MakePage
    ) -> None:
        page = make_page(homes["bg"], "guide")
        assert self.requested() == {f"page:{page.pk}"} | {f"page:{homes['bg'].pk}"} & self.requested()

    def test_nothing_is_requested_when_the_change_is_undone(self, homes: Homes, make_page: MakePage) -> None:
        class Undo(Exception): ...

        def begin_and_give_up() -> None:
            with transaction.atomic():
                make_page(homes["bg"], "guide")
                raise Undo

        with pytest.raises(Undo):
            begin_and_give_up()
        assert self.requested() == set()

    def test_unpublishing_moving_and_deleting_are_noticed(self, homes: Homes, make_page: MakePage) -> None:
        above = make_page(homes["bg"], "above")
        below = make_page(above, "below")
        other = make_page(homes["bg"], "other")
        for change in (
            lambda: StandardPage.objects.get(pk=below.pk).unpublish(),
            lambda: StandardPage.objects.get(pk=above.pk).move(
                StandardPage.objects.get(pk=other.pk), "last-child"
            ),
            lambda: StandardPage.objects.get(pk=above.pk).delete(),
        ):
            OutboxItem.objects.all().delete()
            change()
            assert f"page:{below.pk}" in self.requested()

    def test_a_new_slug_changes_the_pages_below(
        self, homes: Homes, make_page: MakePage, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        above = make_page(homes["bg"], "above")
        below = make_page(above, "below")
        OutboxItem.objects.all().delete()
        above = StandardPage.objects.get(pk=above.pk)
        above.slug = "renamed"
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            above.save()
        assert f"page:{below.pk}" in self.requested()
        assert StandardPage.objects.get(pk=below.pk).url_path == "/bg/renamed/below/"

    def test_privacy_takes_a_page_and_those_below_out(self, homes: Homes, make_page: MakePage) -> None:
        above = make_page(homes["bg"], "above")
        below = make_page(above, "below")
        OutboxItem.objects.all().delete()
        restriction = PageViewRestriction.objects.create(
            page=above, restriction_type=PageViewRestriction.LOGIN
        )
        assert {f"page:{above.pk}", f"page:{below.pk}"} <= self.requested()
        document = PageDocument()
        assert not document.queryset().filter(pk__in=[above.pk, below.pk]).exists()
        assert not document.visible_to(AnonymousUser()).filter(pk__in=[above.pk, below.pk]).exists()
        OutboxItem.objects.all().delete()
        restriction.delete()
        assert {f"page:{above.pk}", f"page:{below.pk}"} <= self.requested()
        assert document.queryset().filter(pk=below.pk).exists()

    def test_an_entry_holds_the_words_of_the_page(self, homes: Homes) -> None:
        document = PageDocument()
        page = document.queryset().get(url_path="/bg/privacy/")
        entry = document.build(page)
        assert entry is not None
        assert set(entry.texts) == {"bg"}
        text = entry.texts["bg"]
        assert text.url == "/bg/privacy/"
        assert text.title == page.title
        assert len(text.body) > 500
        assert "<" not in text.body
        assert entry.audiences == {"public"}
