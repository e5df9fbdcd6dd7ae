"""Every change that code (not an editor in Wagtail's admin) makes to pages: the tree, the site, what a page begins with.

All of it may run again at any time: what is there already stays as editors left it. Publishing, moving and deleting by
editors are Wagtail's own actions; pages/indexing.py listens to them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from pages.models import HomePage, MenuLink, SiteSettings, StandardPage
from pages.paths import LANGUAGE_CODES, home_path

EDITORS = "Editors"
"""Wagtail's own name for the group, which its first migration makes."""
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
MODEL_RIGHTS = {
    "pages": ("sitesettings",),
    "taxonomy": ("term", "place", "tag"),
    "directory": ("organisation",),
    "forum": ("board", "boardcategory"),
    "practices": ("reusableremark",),
    "wagtailredirects": ("redirect",),
}
"""What editors keep besides pages: added and changed. Nothing of it is deleted in the admin; terms are retired."""


@dataclass(frozen=True)
class PageText:
    """What a page begins with in one language. `body` as Wagtail stores a stream: [{"type", "value"}, …]."""

    title: str
    intro: str = ""
    search_description: str = ""
    body: Sequence[Mapping[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class HomeText:
    """What a home page begins with in one language."""

    title: str
    hero_title: str = ""
    hero_lead: str = ""
    search_description: str = ""
    ways: Sequence[Mapping[str, Any]] = field(default_factory=list)
    body: Sequence[Mapping[str, Any]] = field(default_factory=list)


@transaction.atomic
def ensure_homes(texts: Mapping[str, HomeText]) -> dict[str, HomePage]:
    """A home page for each language, linked as translations, and the site that serves them. Existing ones are left alone."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGE_CODES}
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locales[settings.LANGUAGE_CODE])
    )
    homes = {
        home.locale.language_code: home for home in HomePage.objects.child_of(root).select_related("locale")
    }
    key = next((home.translation_key for home in homes.values()), None) or uuid.uuid4()
    for code in LANGUAGE_CODES:
        if code not in homes:
            text = texts.get(code) or HomeText(title=settings.SITE_NAME)
            homes[code] = root.add_child(
                instance=HomePage(
                    title=text.title,
                    slug=code,
                    locale=locales[code],
                    translation_key=key,
                    hero_title=text.hero_title,
                    hero_lead=text.hero_lead,
                    search_description=text.search_description,
                    ways=json.dumps(list(text.ways)),
                    body=json.dumps(list(text.body)),
                )
            )
            homes[code].save_revision().publish()
            root.refresh_from_db()
    _ensure_site(homes[settings.LANGUAGE_CODE])
    return homes


def _ensure_site(home: HomePage) -> Site:
    """The one site, served at BASE_URL, beginning at the Bulgarian home page; Wagtail's welcome page goes."""
    address = urlsplit(settings.BASE_URL)
    wanted = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (443 if address.scheme == "https" else 80),
        "site_name": settings.SITE_NAME,
        "root_page_id": home.pk,
        "is_default_site": True,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site()
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    welcome = Page.objects.filter(depth=2, slug="home").exact_type(Page).first()
    if welcome is not None:
        welcome.delete()
    return site


@transaction.atomic
def ensure_page(
    slug: str, texts: Mapping[str, PageText], homes: Mapping[str, HomePage]
) -> dict[str, StandardPage]:
    """A page below each home page, linked as translations and published. Existing ones are left as they are."""
    paths = {code: f"{home_path(code)}{slug}/" for code in homes}
    found = StandardPage.objects.filter(url_path__in=paths.values()).select_related("locale")
    pages = {page.locale.language_code: page for page in found}
    key = next((page.translation_key for page in pages.values()), None) or uuid.uuid4()
    for code, home in homes.items():
        if code in pages or code not in texts:
            continue
        text = texts[code]
        # The number of children counts in the tree's path, so the parent is read anew for each child.
        parent = HomePage.objects.get(pk=home.pk)
        pages[code] = parent.add_child(
            instance=StandardPage(
                title=text.title,
                slug=slug,
                locale=home.locale,
                translation_key=key,
                intro=text.intro,
                search_description=text.search_description,
                body=json.dumps(list(text.body)),
            )
        )
        pages[code].save_revision().publish()
    return pages


@transaction.atomic
def ensure_settings(values: Mapping[str, str], links: Sequence[Mapping[str, Any]]) -> SiteSettings:
    """The frame of the site. Only what is empty is filled: texts, and whole menus."""
    site = Site.objects.get(is_default_site=True)
    frame, _created = SiteSettings.objects.get_or_create(site=site)
    missing = {name: value for name, value in values.items() if value and not getattr(frame, name)}
    if missing:
        for name, value in missing.items():
            setattr(frame, name, value)
        frame.save()
    filled = set(MenuLink.objects.filter(settings=frame).values_list("area", flat=True).distinct())
    MenuLink.objects.bulk_create(
        MenuLink(settings=frame, sort_order=position, **link)
        for position, link in enumerate(links)
        if link["area"] not in filled
    )
    return frame


@transaction.atomic
def ensure_editors(homes: Mapping[str, HomePage]) -> Group:
    """The group whose members keep pages, files, vocabularies, organisations and the frame of the site in the admin."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS
    ):
        for home in homes.values():
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    everything = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=FILE_RIGHTS
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=permission
        )
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for app_label, models in MODEL_RIGHTS.items():
        names = [f"{verb}_{model}" for model in models for verb in ("add", "change", "view")]
        wanted |= Q(content_type__app_label=app_label, codename__in=names)
    group.permissions.add(*Permission.objects.filter(wanted).exclude(group=group))
    return group
