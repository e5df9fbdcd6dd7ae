"""The pages of a card's pictures and files as a browser without JavaScript meets them, and what is served to whom."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from core import outbox
from core.access import Actor
from core.upload_limits import MAX_FILE_BYTES
from core.uploads import media_type_of
from practices import actions
from practices.actions.media import AT_MOST
from practices.enums import MediaKind
from practices.models import Practice, PracticeMedia
from tests.factories.media import (
    DOCX,
    PDF,
    add_file,
    add_picture,
    add_video,
    office_bytes,
    picture_bytes,
    sent,
)
from tests.factories.practices import a_card

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media" / "practice-media"


@pytest.fixture
def draft(practice_in: PracticeIn) -> Practice:
    return practice_in("draft")


@pytest.fixture
def client(signed_in: SignedIn, member: User) -> Client:
    return signed_in(member)


def typed(kind: str, file: SimpleUploadedFile | None = None, **changes: str) -> dict[str, Any]:
    data: dict[str, Any] = {"token": str(uuid.uuid4()), "promise": "on"}
    if kind == "image":
        data |= {"alt_bg": "Двама души на маса", "caption_bg": "Подписване", "consent": "nobody"}
    else:
        data |= {"caption_bg": "Образец на договор"}
    if kind == "video":
        data |= {"link": "https://www.youtube.com/watch?v=x"}
    else:
        data |= {"author": "Сдружение „Мост“", "licence": "cc-by-4.0"}
    return {**data, **changes} | ({"file": file} if file else {})


def items_of(practice: Practice) -> list[dict[str, Any]]:
    practice.draft.refresh_from_db()
    found: list[dict[str, Any]] = practice.draft.document["media"]
    return found


class TestAdding:
    @pytest.mark.parametrize(
        ("kind", "file"),
        [
            ("image", sent("Мария Иванова.jpg", picture_bytes())),
            ("file", sent("Мария Иванова.pdf", PDF)),
            ("video", None),
        ],
    )
    def test_it_is_added_once_however_often_it_is_sent(
        self, client: Client, draft: Practice, kind: str, file: SimpleUploadedFile | None
    ) -> None:
        address = f"/bg/practices/{draft.pk}/media/add/{kind}/"
        token = re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())
        assert token
        for _time in range(2):
            if file:
                file.seek(0)
            response = client.post(address, typed(kind, file, token=token[1]))
            assert response.status_code == 302, response.content.decode()
        assert len(items_of(draft)) == PracticeMedia.objects.count() == 1
        page = client.get(response.url).content.decode()
        assert ("Подписване" if kind == "image" else "Образец на договор") in page
        assert "Иванова" not in page
        assert f'id="media-{PracticeMedia.objects.get().pk}"' in page

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("a.jpg", b"MZ a program", "не може да се прочете"),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "не може да се прочете"),
            ("a.jpg", b"", "празен"),
            ("a.jpg", picture_bytes(size=(900, 900))[:900], "не може да се прочете"),
            ("a.heic", b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", "HEIC"),
        ],
    )
    def test_a_refused_picture_says_why_at_its_field_and_keeps_the_words(
        self, client: Client, draft: Practice, stored: Path, name: str, data: bytes, said: str
    ) -> None:
        response = client.post(
            f"/bg/practices/{draft.pk}/media/add/image/",
            typed("image", sent(name, data), alt_en="Two people"),
        )
        assert response.status_code == 422
        body = response.content.decode()
        error = body.split('id="id_file_error"')[1].split("</div>")[0]
        assert said in error
        for words in ("Двама души на маса", "Подписване", "Two people", "Сдружение „Мост“"):
            assert words in body
        assert items_of(draft) == []
        assert not PracticeMedia.objects.exists()
        assert not stored.exists()

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.pdf", b"<html><script>alert(1)</script>"),
            ("a.docx", PDF),
            ("a.xlsx", DOCX),
            ("a.exe", b"MZ"),
            ("a.csv", b"a;b"),
            (
                "a.docx",
                office_bytes(
                    {"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}
                ),
            ),
        ],
    )
    def test_a_refused_file_leaves_nothing(
        self, client: Client, draft: Practice, stored: Path, name: str, data: bytes
    ) -> None:
        response = client.post(f"/bg/practices/{draft.pk}/media/add/file/", typed("file", sent(name, data)))
        assert response.status_code == 422
        assert 'id="id_file_error"' in response.content.decode()
        assert items_of(draft) == []
        assert not stored.exists()

    @pytest.mark.parametrize(("size", "kind"), [(15 * 1024**2 + 1, "image"), (MAX_FILE_BYTES + 1, "file")])
    def test_what_is_too_large_is_refused_with_its_size(
        self, client: Client, draft: Practice, size: int, kind: str
    ) -> None:
        file = sent("a.pdf" if kind == "file" else "a.jpg", b"%PDF-" + b"0" * (size - 5))
        response = client.post(f"/bg/practices/{draft.pk}/media/add/{kind}/", typed(kind, file))
        assert response.status_code == 422
        error = response.content.decode().split('id="id_file_error"')[1].split("</div>")[0]
        assert ("15,0" if kind == "image" else "25,0") in error
        assert ("15,0" if kind == "image" else "20,0") in error

    def test_a_file_that_was_fine_has_to_be_chosen_again_when_words_are_missing(
        self, client: Client, draft: Practice
    ) -> None:
        for missing in ("alt_bg", "author", "consent", "promise"):
            data = typed("image", sent("a.jpg", picture_bytes()))
            del data[missing]
            response = client.post(f"/bg/practices/{draft.pk}/media/add/image/", data)
            assert response.status_code == 422, missing
            body = response.content.decode()
            assert 'id="id_file_error"' in body
            assert f'id="id_{missing}_error"' in body
        assert not PracticeMedia.objects.exists()

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "http://youtube.com/x", "youtube.com", "https://", "ftp://a.bg/x"]
    )
    def test_a_video_is_an_https_address(self, client: Client, draft: Practice, link: str) -> None:
        response = client.post(f"/bg/practices/{draft.pk}/media/add/video/", typed("video", link=link))
        assert response.status_code == 422
        assert 'id="id_link_error"' in response.content.decode()
        assert not PracticeMedia.objects.exists()

    def test_words_in_english_are_wanted_for_a_card_that_is_written_in_english(
        self, signed_in: SignedIn, member: User, practice_in: PracticeIn
    ) -> None:
        practice = practice_in("draft", card=a_card(language="en"))
        page = signed_in(member).get(f"/en/practices/{practice.pk}/media/add/image/").content.decode()
        assert page.index('name="alt_en"') < page.index('name="author"') < page.index('name="alt_bg"')

    def test_a_full_card_offers_no_further_picture(
        self, client: Client, draft: Practice, member: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_picture(member, draft)
        monkeypatch.setitem(AT_MOST, MediaKind.IMAGE, 1)
        assertNotContains(client.get(f"/bg/practices/{draft.pk}/media/"), "/media/add/image/")
        response = client.post(
            f"/bg/practices/{draft.pk}/media/add/image/", typed("image", sent("a.jpg", picture_bytes()))
        )
        assert response.status_code == 422
        assertContains(response, "Двама души на маса", status_code=422)


class TestChanging:
    def test_words_are_changed(self, client: Client, draft: Practice, member: User) -> None:
        media = add_picture(member, draft)
        address = f"/bg/practices/{draft.pk}/media/{media.pk}/"
        page = client.get(address).content.decode()
        assert "Двама души подписват лист на маса" in page
        base = re.search(r'name="base" value="([^"]+)"', page)
        assert base
        data = typed("image", base=base[1], alt_bg="Стая", alt_en="A room")
        assert client.post(address, data).status_code == 302
        assert items_of(draft)[0]["alt"] == {"bg": "Стая", "en": "A room"}

    def test_somebody_elses_words_are_shown_before_they_are_replaced(
        self, client: Client, draft: Practice, member: User
    ) -> None:
        media = add_picture(member, draft)
        address = f"/bg/practices/{draft.pk}/media/{media.pk}/"
        base = re.search(r'name="base" value="([^"]+)"', client.get(address).content.decode())
        assert base
        client.post(address, typed("image", base=base[1], alt_bg="Първото"))
        response = client.post(address, typed("image", base=base[1], alt_bg="Второто"))
        assert response.status_code == 409
        body = response.content.decode()
        assert "Първото" in body
        assert "Второто" in body
        again = re.search(r'name="base" value="([^"]+)"', body)
        assert again
        assert client.post(address, typed("image", base=again[1], alt_bg="Второто")).status_code == 302
        assert items_of(draft)[0]["alt"]["bg"] == "Второто"

    def test_up_down_and_away(self, client: Client, draft: Practice, member: User) -> None:
        first, second = (
            add_picture(member, draft, caption="Първа"),
            add_picture(member, draft, caption="Втора"),
        )
        for _time in range(2):
            client.post(f"/bg/practices/{draft.pk}/media/{second.pk}/move/", {"position": "0"})
        assert [item["id"] for item in items_of(draft)] == [str(second.pk), str(first.pk)]
        for position in ("", "x", "-1", "9" * 50, "²"):
            assert (
                client.post(
                    f"/bg/practices/{draft.pk}/media/{second.pk}/move/", {"position": position}
                ).status_code
                == 302
            )
        assert [item["id"] for item in items_of(draft)] == [str(second.pk), str(first.pk)]
        address = f"/bg/practices/{draft.pk}/media/{second.pk}/remove/"
        assertContains(client.get(address), "Втора")
        for _time in range(2):
            assert client.post(address).status_code == 302
        assert [item["id"] for item in items_of(draft)] == [str(first.pk)]
        assert client.get(address).status_code == 404

    def test_the_way_from_the_form_saves_it(self, client: Client, draft: Practice) -> None:
        address = f"/bg/practices/{draft.pk}/edit/?step=basics"
        form = client.get(address).context["form"]
        data = {name: value for name, value in form.data.items() if value and "__row__" not in name}
        data |= {"base": form.base, "text": "bg", "step": "basics", "tagline": "Нов ред", "action": "media"}
        response = client.post(address, data)
        assert response.url == f"/bg/practices/{draft.pk}/media/"
        draft.draft.refresh_from_db()
        assert draft.draft.document["texts"]["bg"]["tagline"] == "Нов ред"


def test_the_pages_cost_the_same_for_one_and_for_many(client: Client, draft: Practice, member: User) -> None:
    counts: list[list[int]] = []
    media = add_picture(member, draft, size=(20, 10))
    pages = [
        f"/bg/practices/{draft.pk}/media/",
        f"/bg/practices/{draft.pk}/media/add/image/",
        f"/bg/practices/{draft.pk}/media/{media.pk}/",
        f"/bg/practices/{draft.pk}/media/{media.pk}/remove/",
        f"/bg/practices/{draft.pk}/preview/",
        f"/bg/practices/{draft.pk}/edit/",
    ]
    for _round in range(2):
        counts.append([])
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts[-1].append(len(queries))
        if not counts[1:]:
            for _number in range(7):
                add_picture(member, draft, size=(20, 10))
            add_file(member, draft)
            add_video(member, draft)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 12, counts


@pytest.fixture
def published(practice_in: PracticeIn, member: User) -> Practice:
    def hang(practice: Practice) -> None:
        add_picture(
            member, practice, size=(1200, 700), caption="Съседи на чай", alt={"bg": "Хора с чаши", "en": ""}
        )
        add_file(member, practice, "a.docx", DOCX, caption="Образец: договор / наем", is_evaluation=True)
        add_video(member, practice, "https://m.youtube.com/x", caption="Разказ")
        add_video(member, practice, "https://bnt.bg/x", caption="Репортаж")

    practice: Practice = practice_in("published", before=hang)
    return practice


class TestTheCard:
    def test_it_shows_pictures_files_and_videos(self, published: Practice, stored: Path) -> None:
        outbox.drain("practice-media")
        body = Client().get(f"/bg/practices/{published.pk}/").content.decode()
        figure = body.split("<figure")[1].split("</figure>")[0]
        assert 'type="image/avif"' in figure
        assert 'type="image/webp"' in figure
        assert figure.index("avif") < figure.index("webp") < figure.index("<img")
        assert 'alt="Хора с чаши"' in figure
        assert 'width="1200" height="700"' in figure
        assert "480w" in figure
        assert "960w" in figure
        assert "1200w" in figure
        assert "Съседи на чай" in figure
        assert "Сдружение „Мост“ · CC BY 4.0" in figure
        assert "DOCX" in body
        assert "оценка" in body
        assert "Видео в YouTube" in body
        assert "Видео в bnt.bg" in body
        assert "<iframe" not in body
        assert "писменото им съгласие" not in body  # for reviewers, not for readers

    def test_it_is_read_in_the_other_language_as_well(self, published: Practice) -> None:
        body = Client().get(f"/en/practices/{published.pk}/").content.decode()
        assert 'alt="Хора с чаши" lang="bg"' in body
        assert "Video on YouTube" in body

    def test_reviewers_see_what_the_people_in_it_agreed_to(
        self, practice_in: PracticeIn, signed_in: SignedIn, member: User, coordinator: User
    ) -> None:
        practice = practice_in("submitted", before=lambda one: add_picture(member, one))
        body = signed_in(coordinator).get(f"/bg/practices/{practice.pk}/review/").content.decode()
        assert "писменото им съгласие" in body

    def test_pictures_cost_a_card_no_query(
        self, published: Practice, signed_in: SignedIn, member: User
    ) -> None:
        client = signed_in(member)
        client.get("/bg/practices/")
        counts = []
        for shown in (published.shown_media, []):
            Practice.objects.filter(pk=published.pk).update(shown_media=shown)
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/bg/practices/{published.pk}/")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 12


class TestServing:
    def media(self, practice: Practice, kind: str) -> PracticeMedia:
        found: PracticeMedia = practice.media.filter(kind=kind).first()  # type: ignore[assignment]
        return found

    def test_a_public_picture_may_be_kept_by_everybody(
        self, published: Practice, signed_in: SignedIn, member: User
    ) -> None:
        media = self.media(published, "image")
        for actor in (None, member):
            client = signed_in(actor) if actor else Client()
            with CaptureQueriesContext(connection) as queries:
                response = client.get(f"/bg/practices/media/{media.pk}/480.jpg")
                response.getvalue()
            assert response.status_code == 200
            assert response.headers["Content-Type"] == "image/jpeg"
            assert response.headers["Cache-Control"] == "public, max-age=2592000, immutable"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "Cookie" not in response.headers.get("Vary", "")
            assert len(queries) == 1

    def test_a_jpeg_stands_in_until_the_other_formats_are_made(self, published: Practice) -> None:
        media = self.media(published, "image")
        address = f"/bg/practices/media/{media.pk}/960.avif"
        for kind, keeps in (("image/jpeg", "max-age=60"), ("image/avif", "immutable")):
            response = Client().get(address)
            body = response.getvalue()  # type: ignore[attr-defined]
            assert response.headers["Content-Type"] == media_type_of(body[:1024]) == kind
            assert keeps in response.headers["Cache-Control"]
            outbox.drain("practice-media")

    def test_a_picture_of_a_draft_is_kept_by_nobody(
        self, client: Client, draft: Practice, member: User
    ) -> None:
        media = add_picture(member, draft)
        response = client.get(f"/bg/practices/media/{media.pk}/480.jpg")
        response.getvalue()
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        assert Client().get(f"/bg/practices/media/{media.pk}/480.jpg").status_code == 404

    def test_what_was_removed_from_a_draft_is_gone(
        self, client: Client, draft: Practice, member: User
    ) -> None:
        media = add_picture(member, draft)
        actions.remove_media(actor=member, practice_id=draft.pk, media_id=media.pk)
        assert client.get(f"/bg/practices/media/{media.pk}/480.jpg").status_code == 404

    def test_a_file_is_downloaded_under_its_title(self, published: Practice) -> None:
        media = self.media(published, "file")
        response = Client().get(f"/bg/practices/media/{media.pk}/file")
        body = response.getvalue()  # type: ignore[attr-defined]
        assert response.headers["Content-Type"].endswith("wordprocessingml.document")
        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith("attachment")
        assert "%D0%9E" in disposition  # Образец
        assert "%2F" not in disposition
        assert "/" not in disposition
        assert disposition.endswith(".docx")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert b"canary-author" not in body

    def test_it_has_no_other_address(self, published: Practice, stored: Path) -> None:
        media = self.media(published, "image")
        assert (stored / media.pk.hex[:2] / media.pk.hex / "480.jpg").is_file()
        assert Client().get(f"/media/{media.stored_name('480.jpg')}").status_code == 404

    @pytest.mark.parametrize(
        "variant", ["481.avif", "file", "1600.jpg", "480.jpg.html", "..%2f..%2fsecret-key", "480.JPG"]
    )
    def test_nothing_else_can_be_asked_for(self, published: Practice, variant: str) -> None:
        media = self.media(published, "image")
        assert Client().get(f"/bg/practices/media/{media.pk}/{variant}").status_code == 404

    def test_a_video_has_no_file(self, published: Practice) -> None:
        media = self.media(published, "video")
        for variant in ("file", "480.jpg"):
            assert Client().get(f"/bg/practices/media/{media.pk}/{variant}").status_code == 404

    def test_a_file_that_is_lost_is_not_there(self, published: Practice, stored: Path) -> None:
        media = self.media(published, "image")
        (stored / media.pk.hex[:2] / media.pk.hex / "480.jpg").unlink()
        assert Client().get(f"/bg/practices/media/{media.pk}/480.jpg").status_code == 404
