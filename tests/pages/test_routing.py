"""Which page answers which address, to whom, and for how many queries."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from pages.models import HomePage, StandardPage
from pages.routing import find_route

Homes = dict[str, HomePage]
MakePage = Callable[..., StandardPage]


@pytest.fixture
def deep(homes: Homes, make_page: MakePage) -> StandardPage:
    page: Page = homes["bg"]
    for slug in ("guide", "first", "second", "third"):
        page = make_page(page, slug)
    return page  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("path", "language"), [("/bg/", "bg"), ("/en/", "en"), ("/bg/privacy/", "bg"), ("/en/terms/", "en")]
)
def test_pages_answer_in_their_language(client: Client, homes: Homes, path: str, language: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_empty_path_leads_to_the_bulgarian_home(client: Client, homes: Homes) -> None:
    assert client.get("/").headers["Location"] == "/bg/"


def test_tree_root_holds_a_home_for_each_language_and_nothing_else(homes: Homes) -> None:
    assert set(Page.objects.filter(depth=2).values_list("url_path", flat=True)) == {"/bg/", "/en/"}
    assert homes["bg"].translation_key == homes["en"].translation_key


def test_wagtail_names_the_same_addresses(deep: StandardPage) -> None:
    assert deep.get_url() == deep.url_path == "/bg/guide/first/second/third/"


def test_depth_costs_nothing(
    member_client: Client,
    homes: Homes,
    deep: StandardPage,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    ContentType.objects.get_for_model(StandardPage)
    shallow_path, deep_path = "/bg/guide/", deep.url_path
    # Session, person, page, its own table, menu and frame.
    for path in (shallow_path, deep_path):
        with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
            assert member_client.get(path).status_code == 200


def test_route_takes_two_queries_with_translations_and_privacy(
    deep: StandardPage, django_assert_num_queries: Callable[..., object]
) -> None:
    ContentType.objects.get_for_model(StandardPage)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        route = find_route("bg", "guide/first/second/third/")
        assert route is not None
        assert isinstance(route.page, StandardPage)
        assert list(route.page.get_view_restrictions()) == []


def test_home_takes_at_most_twelve_queries(
    member_client: Client, homes: Homes, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert member_client.get("/bg/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/bg/nothing-here/", "/en/nothing-here/", "/bg/guide/first/", "/bg/bg/", "/bg/root/"]
)
def test_unknown_addresses_are_not_found_in_the_language_of_the_address(
    client: Client, homes: Homes, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert f'<html lang="{path[1:3]}"' in response.content.decode()


def test_drafts_are_not_there(
    editor_client: Client, client: Client, homes: Homes, make_page: MakePage
) -> None:
    make_page(homes["bg"], "draft", live=False)
    assert client.get("/bg/draft/").status_code == 404
    assert editor_client.get("/bg/draft/").status_code == 404


def test_an_unpublished_change_is_not_shown(client: Client, homes: Homes, make_page: MakePage) -> None:
    page = make_page(homes["bg"], "guide", title="Старо заглавие")
    page.title = "Канарче в чернова"
    page.save_revision()
    assert "Канарче" not in client.get("/bg/guide/").content.decode()


def test_language_switch_leads_to_the_translation_or_home(
    client: Client, homes: Homes, make_page: MakePage
) -> None:
    key = uuid.uuid4()
    make_page(homes["bg"], "nachalo", translation_key=key)
    make_page(homes["en"], "beginning", translation_key=key)
    make_page(homes["bg"], "alone")
    hidden = uuid.uuid4()
    make_page(homes["bg"], "half", translation_key=hidden)
    make_page(homes["en"], "half-en", translation_key=hidden, live=False)
    assert 'href="/en/beginning/"' in client.get("/bg/nachalo/").content.decode()
    assert 'href="/bg/nachalo/"' in client.get("/en/beginning/").content.decode()
    for path in ("/bg/alone/", "/bg/half/"):
        response = client.get(path)
        assert response.wsgi_request.translated_paths == {"bg": path, "en": "/en/"}  # type: ignore[attr-defined]


class TestPrivatePages:
    @pytest.fixture
    def private(self, homes: Homes, make_page: MakePage) -> StandardPage:
        above = make_page(homes["bg"], "team")
        return make_page(above, "inside", title="Канарче за вътре")

    def restrict(self, page: Page, kind: str, **fields: object) -> PageViewRestriction:
        return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)

    def test_login_is_asked_for_below_a_private_page(
        self, client: Client, member_client: Client, private: StandardPage
    ) -> None:
        self.restrict(private.get_parent(), PageViewRestriction.LOGIN)
        response = client.get("/bg/team/inside/", follow=True)
        assert response.redirect_chain[-1][0].startswith("/bg/accounts/login/?next=")
        assert "Канарче" not in response.content.decode()
        allowed = member_client.get("/bg/team/inside/")
        assert "Канарче" in allowed.content.decode()
        assert "no-cache" in allowed.headers["Cache-Control"]

    def test_password_opens_the_page(self, client: Client, private: StandardPage) -> None:
        restriction = self.restrict(private, PageViewRestriction.PASSWORD, password="opensesame")
        response = client.get("/bg/team/inside/")
        assert "Канарче за вътре</h1>" not in response.content.decode()
        form = {"password": "wrong", "return_url": "/bg/team/inside/"}
        url = f"/bg/_util/authenticate_with_password/{restriction.pk}/{private.pk}/"
        assert client.post(url, form).status_code == 200
        response = client.post(url, {**form, "password": "opensesame"}, follow=True)
        assert "Канарче за вътре" in response.content.decode()

    def test_somebody_outside_the_group_finds_nothing(
        self, client: Client, member_client: Client, member: User, private: StandardPage
    ) -> None:
        restriction = self.restrict(private, PageViewRestriction.GROUPS)
        group = Group.objects.create(name="Екип")
        restriction.groups.add(group)
        assert member_client.get("/bg/team/inside/", follow=True).status_code == 404
        member.groups.add(group)
        assert member_client.get("/bg/team/inside/").status_code == 200

    def test_an_alias_is_as_private_as_its_source(
        self, client: Client, homes: Homes, private: StandardPage
    ) -> None:
        self.restrict(private, PageViewRestriction.LOGIN)
        private.create_alias(parent=HomePage.objects.get(pk=homes["bg"].pk), update_slug="copy")
        assert client.get("/bg/copy/").status_code == 302

    def test_translations_have_a_privacy_of_their_own(
        self, client: Client, homes: Homes, private: StandardPage, make_page: MakePage
    ) -> None:
        self.restrict(private, PageViewRestriction.LOGIN)
        make_page(homes["en"], "inside", translation_key=private.translation_key)
        assert client.get("/en/inside/").status_code == 200


def test_body_images_and_links_cost_the_same_however_many(
    homes: Homes, make_page: MakePage, django_assert_num_queries: Callable[..., object]
) -> None:
    cards = [
        {"title": f"Карта {n}", "text": "", "link": {"label": "", "page": homes["bg"].pk, "address": ""}}
        for n in range(6)
    ]
    few = make_page(homes["bg"], "few", body=json.dumps([{"type": "cards", "value": cards[:2]}]))
    many = make_page(homes["bg"], "many", body=json.dumps([{"type": "cards", "value": cards}]))
    for page in (few, many):
        fresh = StandardPage.objects.get(pk=page.pk)
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            html = str(fresh.body)
        assert 'href="/bg/"' in html
