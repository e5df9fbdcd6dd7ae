"""A card on paper with its pictures, files and videos: from the stored files, with words and credit, at most a page of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings as site
from django.test import Client

from accounts.models import User
from practices import actions
from practices.models import Practice
from practices.presentation.media import MOST_PRINTED
from practices.printing import own_file
from tests.factories.media import add_file, add_picture, add_video

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    return tmp_path / "media" / "practice-media"


def with_pictures(member: User, number: int) -> Callable[[Practice], None]:
    def hang(practice: Practice) -> None:
        for position in range(number):
            add_picture(
                member,
                practice,
                size=(1200, 800),
                caption=f"Надпис {position}",
                alt={"bg": f"Описание {position}", "en": ""},
            )
        add_file(member, practice, caption="Образец на договор", is_evaluation=True)
        add_video(member, practice, "https://youtu.be/x", caption="Разказ")

    return hang


def pdf_of(practice: Practice, language: str = "bg") -> pikepdf.Pdf:
    response = Client().get(f"/{language}/practices/{practice.pk}/card.pdf")
    assert response.status_code == 200
    return pikepdf.open(io.BytesIO(response.content))


def alternatives_in(pdf: pikepdf.Pdf) -> list[str]:
    return [
        str(thing["/Alt"])
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing and thing.get("/S") == "/Figure"
    ]


def links_in(pdf: pikepdf.Pdf) -> set[str]:
    return {
        str(note["/A"]["/URI"])
        for page in pdf.pages
        for note in page.obj.get("/Annots", [])
        if "/A" in note and "/URI" in note["/A"]
    }


def photos_in(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    return [
        (int(thing["/Width"]), int(thing["/Height"]))
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image" and "/SMask" not in thing
    ]


def test_pictures_are_there_with_their_descriptions_and_files_as_links(
    practice_in: PracticeIn, member: User
) -> None:
    practice = practice_in("published", before=with_pictures(member, 2))
    pdf = pdf_of(practice)
    assert photos_in(pdf).count((960, 640)) >= 1  # the same picture twice is kept once
    assert {"Описание 0", "Описание 1"} <= set(alternatives_in(pdf))
    file = next(item for item in practice.shown_media if item["kind"] == "file")
    assert {f"{site.BASE_URL}/bg/practices/media/{file['id']}/file", "https://youtu.be/x"} <= links_in(pdf)


@pytest.mark.parametrize(
    ("language", "said"), [("bg", "Още 2 снимки ще видите"), ("en", "2 more pictures stand on the page")]
)
def test_more_than_a_page_of_them_stay_on_the_site(
    practice_in: PracticeIn, member: User, language: str, said: str
) -> None:
    practice = practice_in("published", before=with_pictures(member, MOST_PRINTED + 2))
    response = Client().get(f"/{language}/practices/{practice.pk}/card.pdf")
    markup = response.content
    with pikepdf.open(io.BytesIO(markup)) as pdf:
        shown = [text for text in alternatives_in(pdf) if text.startswith("Описание")]
    assert len(shown) == MOST_PRINTED
    page = Client().get(f"/{language}/practices/{practice.pk}/")
    assert said not in page.content.decode()


def test_a_card_without_pictures_has_no_such_part(practice_in: PracticeIn) -> None:
    assert photos_in(pdf_of(practice_in("published"))) == []


def test_a_picture_that_the_draft_alone_has_is_not_printed(practice_in: PracticeIn, member: User) -> None:
    practice = practice_in("published")
    before = Client().get(f"/bg/practices/{practice.pk}/card.pdf")["ETag"]
    add_picture(member, practice)
    assert Client().get(f"/bg/practices/{practice.pk}/card.pdf")["ETag"] == before


def test_a_picture_whose_file_is_lost_leaves_the_rest(
    practice_in: PracticeIn, member: User, stored: Path
) -> None:
    practice = practice_in("published", before=with_pictures(member, 1))
    for path in stored.rglob("*.jpg"):
        path.unlink()
    assert photos_in(pdf_of(practice)) == []


def test_a_picture_that_was_removed_is_no_longer_printed(
    practice_in: PracticeIn, member: User, coordinator: User
) -> None:
    practice = practice_in("published", before=with_pictures(member, 1))
    media_id = next(item["id"] for item in practice.shown_media if item["kind"] == "image")
    actions.remove_media(actor=member, practice_id=practice.pk, media_id=media_id)
    actions.submit_practice(actor=member, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    assert photos_in(pdf_of(practice)) == []


@pytest.mark.parametrize(
    "path", ["practice-media/../../db.sqlite3", "practice-media/%2e%2e/%2e%2e/x", "practice-media/"]
)
def test_nothing_but_files_of_the_folder_is_read(path: str) -> None:
    assert own_file(f"{site.BASE_URL}{site.MEDIA_URL}{path}") is None
