"""What the tests of pages share: the site as it begins, people, and files to upload."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from PIL import Image
from wagtail.models import Page

from accounts.models import User
from pages.actions import EDITORS
from pages.demo import set_up
from pages.models import HomePage, StandardPage


@pytest.fixture
def homes(db: None) -> dict[str, HomePage]:
    """The site with its home and legal pages, in both languages."""
    set_up()
    return {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}


@pytest.fixture
def member(db: None) -> User:
    return User.objects.create_user("member@example.org", "a long password", display_name="Мария")


@pytest.fixture
def editor(homes: dict[str, HomePage]) -> User:
    user = User.objects.create_user("editor@example.org", "a long password", display_name="Редактор")
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


@pytest.fixture
def member_client(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def editor_client(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def make_page() -> Callable[..., StandardPage]:
    """`make_page(parent, "slug", live=True, **fields)`: a page below another, in its language."""

    def make(parent: Page, slug: str, **fields: object) -> StandardPage:
        above = Page.objects.get(pk=parent.pk)
        values: dict[str, object] = {"title": slug.title(), "slug": slug, "locale": above.locale, **fields}
        page: StandardPage = above.add_child(instance=StandardPage(**values))
        return page

    return make


@pytest.fixture
def make_image() -> Callable[..., bytes]:
    """`make_image("JPEG", size=(40, 30), exif=…)`: the bytes of a picture."""

    def make(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", size, (120, 30, 30)).save(out, kind, **options)
        return out.getvalue()

    return make
