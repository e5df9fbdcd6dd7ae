"""Wagtail's admin: who enters it, and that editors can do their work there in Bulgarian."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from pages.models import HomePage, StandardPage

Homes = dict[str, HomePage]


def test_visitors_are_sent_to_the_sites_sign_in(client: Client, homes: Homes) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].endswith("/accounts/login/?next=%2Fadmin%2F")


def test_members_are_told_and_not_sent_in_circles(member_client: Client, homes: Homes) -> None:
    response = member_client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


def test_the_admin_has_no_sign_in_of_its_own(client: Client, homes: Homes) -> None:
    response = client.post("/admin/login/", {"username": "editor@example.org", "password": "a long password"})
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]
    assert "_auth_user_id" not in client.session


def test_sign_in_leads_nowhere_else(client: Client, homes: Homes) -> None:
    response = client.get("/admin/login/?next=https://example.org/")
    assert "example.org" not in response.headers["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/settings/pages/sitesettings/",
        "/admin/reports/locked/",
        "/admin/account/",
    ],
)
def test_editors_open_what_they_work_with(editor_client: Client, homes: Homes, path: str) -> None:
    assert editor_client.get(path, follow=True).status_code == 200


def test_editors_see_the_admin_in_bulgarian(editor_client: Client, homes: Homes) -> None:
    response = editor_client.get("/admin/", headers={"Accept-Language": "bg"})
    assert 'lang="bg"' in response.content.decode()


def test_editors_edit_and_publish_a_page(editor_client: Client, client: Client, homes: Homes) -> None:
    page = StandardPage.objects.get(url_path="/bg/privacy/")
    assert editor_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    form = {
        "title": "Как пазим данните ви",
        "slug": "privacy",
        "intro": "Накратко.",
        "seo_title": "",
        "search_description": "",
        "has_outline": "on",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Какво не пазим",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "action-publish",
    }
    response = editor_client.post(f"/admin/pages/{page.pk}/edit/", form)
    assert response.status_code == 302, response.content.decode()[:2000]
    html = client.get("/bg/privacy/").content.decode()
    assert "Как пазим данните ви" in html
    assert "Какво не пазим" in html


def test_editors_preview_a_draft(editor_client: Client, homes: Homes) -> None:
    page = StandardPage.objects.get(url_path="/bg/privacy/")
    page.title = "Чернова"
    revision = page.save_revision()
    response = editor_client.get(f"/admin/pages/{page.pk}/revisions/{revision.pk}/view/")
    assert response.status_code == 200
    assert "Чернова" in response.content.decode()


def test_editors_change_the_frame(editor_client: Client, client: Client, homes: Homes) -> None:
    url = editor_client.get("/admin/settings/pages/sitesettings/").headers["Location"]
    form = {
        "tagline_bg": "Мегданът",
        "contact_email": "office@example.org",
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "0",
        "links-0-area": "main",
        "links-0-address": "/practices/",
        "links-0-label_bg": "Всички практики",
        "links-0-label_en": "All practices",
        "links-0-ORDER": "1",
    }
    response = editor_client.post(url, form)
    assert response.status_code == 302, response.content.decode()[:2000]
    html = client.get("/bg/").content.decode()
    assert "Всички практики" in html
    assert "office@example.org" in html


def test_editors_do_not_reach_people_or_the_whole_tree(
    editor_client: Client, editor: User, homes: Homes
) -> None:
    assert not editor.has_perm("accounts.change_user")
    assert not editor.has_perm("auth.change_group")
    response = editor_client.get("/admin/users/", follow=True)
    assert "member@example.org" not in response.content.decode()


def test_every_block_shows_in_the_editor_and_on_the_page(
    editor_client: Client, client: Client, homes: Homes
) -> None:
    body = [
        {"type": "heading", "value": "Първо"},
        {"type": "heading", "value": "Първо"},
        {"type": "heading", "value": "<b>Второ</b>"},
        {"type": "paragraph", "value": "<p>Дума <b>дебела</b></p>"},
        {"type": "quote", "value": {"text": "Казано", "source": "Учителка"}},
        {"type": "callout", "value": {"level": "danger", "title": "Внимание", "text": "<p>Текст</p>"}},
        {"type": "steps", "value": [{"title": "Първа стъпка", "text": "Така"}]},
        {
            "type": "cards",
            "value": [{"title": "Карта", "text": "", "link": {"label": "", "page": None, "address": "/bg/"}}],
        },
        {"type": "button", "value": {"label": "Напред", "page": homes["bg"].pk, "address": ""}},
        {
            "type": "contacts",
            "value": [{"title": "Спешно", "phone": "112", "email": "", "text": "Денонощно"}],
        },
        {"type": "questions", "value": [{"title": "Може ли?", "text": "<p>Да.</p>"}]},
        {
            "type": "table",
            "value": {
                "columns": [{"type": "text", "heading": "Град"}, {"type": "number", "heading": "Хора"}],
                "rows": [{"values": ["Хасково", "7"]}],
                "caption": "По градове",
            },
        },
    ]
    home = Page.objects.get(pk=homes["bg"].pk)
    page = home.add_child(
        instance=StandardPage(title="Всичко", slug="all", locale=homes["bg"].locale, body=json.dumps(body))
    )
    html = client.get("/bg/all/").content.decode()
    for text in (
        "Казано",
        "Внимание",
        "Първа стъпка",
        "Карта",
        "Напред",
        "112",
        "Може ли?",
        "По градове",
        "Хасково",
    ):
        assert text in html
    assert "<b>Второ</b>" not in html
    assert "None" not in html
    print(html[html.index("<main") :][:6000])
    assert 'href="#parvo-2"' in html
    assert 'id="parvo-2"' in html
    assert editor_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_a_home_page_stays(client: Client, homes: Homes, action: str) -> None:
    admin = User.objects.create_superuser("root@example.org", "a long password", display_name="Админ")
    client.force_login(admin)
    home = homes["en"]
    response = client.post(f"/admin/pages/{home.pk}/{action}/", follow=True)
    assert response.redirect_chain == [(f"/admin/pages/{home.pk}/", 302)]
    assert HomePage.objects.filter(pk=home.pk, live=True).exists()
    url = f"/admin/bulk/wagtailcore/page/{action}/?id={home.pk}&next=/admin/"
    client.post(url, {"confirm": "yes", "include_descendants": "on"}, follow=True)
    assert HomePage.objects.filter(pk=home.pk, live=True).exists()


def test_a_home_page_stays_where_it_is(client: Client, homes: Homes) -> None:
    admin = User.objects.create_superuser("root@example.org", "a long password", display_name="Админ")
    client.force_login(admin)
    target = StandardPage.objects.get(url_path="/bg/privacy/")
    client.post(f"/admin/pages/{homes['en'].pk}/move/{target.pk}/confirm/", {})
    assert HomePage.objects.get(pk=homes["en"].pk).url_path == "/en/"
