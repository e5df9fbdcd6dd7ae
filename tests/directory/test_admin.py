"""Organisations and vocabularies in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from core.models import OutboxItem
from directory.models import Organisation
from taxonomy.models import Place, Tag, Term

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
ORGANISATIONS = "wagtailsnippets_directory_organisation"
TERMS = "wagtailsnippets_taxonomy_term"
PLACES = "wagtailsnippets_taxonomy_place"


@pytest.fixture
def desk(admin: User, signed_in: SignedIn) -> Client:
    return signed_in(admin)


def entry(**changes: str) -> dict[str, str]:
    kind = Term.objects.get(vocabulary="organisation_type", code="local-ngo")
    return {
        "name_bg": "Сдружение „Чешма“",
        "name_en": "Fountain Association",
        "slug": "cheshma",
        "kind": str(kind.pk),
        "place": "HKV34",
        "website": "",
        **changes,
    }


def test_an_entry_is_added_and_found(desk: Client) -> None:
    url = reverse(f"{ORGANISATIONS}:add")
    assert desk.get(url).status_code == 200
    response = desk.post(url, entry())
    assert response.status_code == 302
    made = Organisation.objects.get(slug="cheshma")
    assert made.place is not None
    assert made.place.code == "HKV34"
    assert made.folded_names
    assert OutboxItem.objects.filter(key=f"organisation:{made.pk}").exists()
    assert "Чешма" in desk.get(reverse(f"{ORGANISATIONS}:list"), {"q": "Чешма"}).content.decode()
    edit = reverse(f"{ORGANISATIONS}:edit", args=[made.pk])
    assert desk.get(edit).status_code == 200
    assert desk.post(edit, entry(place="", name_bg="Чешма")).status_code == 302
    made.refresh_from_db()
    assert (made.name_bg, made.place) == ("Чешма", None)


def test_an_entry_has_no_word_of_the_directorys_addresses(desk: Client) -> None:
    response = desk.post(reverse(f"{ORGANISATIONS}:add"), entry(slug="requests"))
    assert response.status_code == 200
    assert not Organisation.objects.filter(slug="requests").exists()


def test_nobody_deletes_entries_terms_or_places(desk: Client, organisation: Organisation) -> None:
    term, place = Term.objects.first(), Place.objects.first()
    assert term is not None
    assert place is not None
    for name, pk in ((ORGANISATIONS, organisation.pk), (TERMS, term.pk), (PLACES, place.pk)):
        desk.post(reverse(f"{name}:delete", args=[pk]))
    assert Organisation.objects.filter(pk=organisation.pk).exists()
    assert Term.objects.filter(pk=term.pk).exists()
    assert Place.objects.filter(pk=place.pk).exists()


def test_a_terms_code_never_changes(desk: Client) -> None:
    term = Term.objects.get(vocabulary="theme", code="housing")
    url = reverse(f"{TERMS}:edit", args=[term.pk])
    assert desk.get(url).status_code == 200
    response = desk.post(
        url,
        {
            "vocabulary": "level",
            "code": "dom",
            "name_bg": "Дом",
            "name_en": "Home",
            "synonyms": "[]",
            "position": "6",
        },
    )
    assert response.status_code == 302
    term.refresh_from_db()
    assert (term.vocabulary, term.code, term.name_bg) == ("theme", "housing", "Дом")


def test_terms_are_listed_and_narrowed(desk: Client) -> None:
    html = desk.get(reverse(f"{TERMS}:list"), {"vocabulary": "theme"}).content.decode()
    assert "Жилище" in html
    assert "Бежанци" not in html


def test_places_are_only_looked_at(desk: Client) -> None:
    place = Place.objects.get(code="HKV34")
    assert "Хасково" in desk.get(reverse(f"{PLACES}:list"), {"q": "Хасково"}).content.decode()
    desk.post(reverse(f"{PLACES}:edit", args=[place.pk]), {"name_bg": "Другаде", "name_en": "Elsewhere"})
    place.refresh_from_db()
    assert place.name_bg == "Хасково"


def test_a_tag_is_renamed(desk: Client) -> None:
    tag = Tag.objects.create(name="Езикови курсове")
    url = reverse("wagtailsnippets_taxonomy_tag:edit", args=[tag.pk])
    assert desk.post(url, {"name": "Уроци по език"}).status_code == 302
    tag.refresh_from_db()
    assert tag.name == "Уроци по език"
