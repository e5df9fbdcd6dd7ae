"""Files are what their bytes are: what is refused says why, what is taken has no metadata, and nothing else is served."""

from __future__ import annotations

import gc
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.asserts import assertContains
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from core.uploads import check_document, clean_image
from pages.models import HomePage, SiteDocument, SiteImage

MakeImage = Callable[..., bytes]


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media"


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@contextmanager
def read_whole(response: Any) -> Iterator[Any]:
    """A response whose file is read to its end, and so closed, as a server does it; `body` holds what was read."""
    response.body = response.getvalue()
    yield response


def office(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


DOCX = office({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
XLSX = office({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})
ODT = office({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"})


def test_the_models_are_ours() -> None:
    assert get_image_model() is SiteImage
    assert get_document_model() is SiteDocument


class TestImages:
    @pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
    def test_what_was_in_the_file_besides_its_pixels_is_gone(
        self, make_image: MakeImage, kind: str, name: str
    ) -> None:
        exif = Image.Exif()
        exif[0x010E] = "канарче"
        exif.get_ifd(0x8825)[2] = (42.0, 41.0, 0.0)  # GPSLatitude
        data = make_image(kind, exif=exif) + b"<script>alert(1)</script>"
        cleaned = clean_image(upload(name, data))
        again = Image.open(cleaned)
        assert again.format == kind
        assert not dict(again.getexif())
        assert "exif" not in again.info
        cleaned.seek(0)
        assert b"script" not in cleaned.read()

    def test_a_picture_taken_sideways_stands_upright(self, make_image: MakeImage) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        cleaned = clean_image(upload("a.jpg", make_image("JPEG", size=(40, 30), exif=exif)))
        assert Image.open(cleaned).size == (30, 40)

    def test_transparency_stays(self) -> None:
        out = io.BytesIO()
        Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(out, "PNG")
        assert Image.open(clean_image(upload("a.png", out.getvalue()))).mode == "RGBA"

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.jpg", b"MZ\x90\x00 a program"),
            ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
            ("a.jpg", b"%PDF-1.7"),
            ("a.jpg", b""),
        ],
    )
    def test_what_is_no_image_is_refused(self, name: str, data: bytes) -> None:
        with pytest.raises(ValidationError) as refusal:
            clean_image(upload(name, data))
        assert refusal.value.code == "not_an_image"

    def test_a_damaged_image_is_refused(self, make_image: MakeImage) -> None:
        with pytest.raises(ValidationError):
            clean_image(upload("a.png", make_image("PNG", size=(300, 300))[:-200]))

    def test_pixels_are_counted_before_anything_is_decoded(
        self, make_image: MakeImage, settings: object
    ) -> None:
        settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000  # type: ignore[attr-defined]
        with pytest.raises(ValidationError) as refusal:
            clean_image(upload("a.png", make_image("PNG", size=(400, 400))))
        assert refusal.value.code == "too_many_pixels"

    def test_a_moving_image_is_refused(self) -> None:
        out = io.BytesIO()
        frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "green")]
        frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
        with pytest.raises(ValidationError) as refusal:
            clean_image(upload("a.webp", out.getvalue()))
        assert refusal.value.code == "moving_image"


class TestDocuments:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.pdf", b"%PDF-1.7\n%%EOF"),
            ("a.docx", DOCX),
            ("a.xlsx", XLSX),
            ("a.odt", ODT),
            ("a.csv", "община;хора\nХасково;7\n".encode()),
            ("A.TXT", "Здравейте".encode()),
        ],
    )
    def test_what_it_claims_to_be_is_taken(self, name: str, data: bytes) -> None:
        check_document(upload(name, data))

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.pdf", b"<html><script>alert(1)</script>"),
            ("a.docx", XLSX),
            ("a.xlsx", b"PK\x03\x04 broken"),
            ("a.odt", DOCX),
            (
                "a.docx",
                office({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"x"}),
            ),
            ("a.txt", b"<!DOCTYPE html><script>"),
            ("a.csv", b"a;b\x00\x01"),
            ("a.txt", "Здравейте".encode("cp1251")),
            ("a.exe", b"MZ"),
            ("a", b"text"),
        ],
    )
    def test_anything_else_is_refused_with_a_reason(self, name: str, data: bytes) -> None:
        with pytest.raises(ValidationError) as refusal:
            check_document(upload(name, data))
        assert len(refusal.value.messages[0]) > 20
        assert "%(" not in refusal.value.messages[0]

    def test_a_document_that_unpacks_to_too_much_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("core.uploads.MAX_UNPACKED_BYTES", 100_000)
        bomb = office({"[Content_Types].xml": b"", "word/document.xml": b"0" * 1_000_000})
        with pytest.raises(ValidationError):
            check_document(upload("a.docx", bomb))


class TestInTheAdmin:
    def test_an_image_is_cleaned_on_its_way_in(
        self, editor_client: Client, homes: dict[str, HomePage], make_image: MakeImage
    ) -> None:
        exif = Image.Exif()
        exif[0x010E] = "canary"
        form = {
            "title": "Снимка",
            "file": upload("a.jpg", make_image("JPEG", exif=exif)),
            "alt_bg": "Хора на площад",
            "alt_en": "People on a square",
            "collection": Collection.get_first_root_node().pk,
        }
        response = editor_client.post("/admin/images/add/", form)
        assert response.status_code == 302, response.content.decode()[-3000:]
        image = SiteImage.objects.get()
        assert image.alt == "Хора на площад"
        assert b"canary" not in Path(image.file.path).read_bytes()

    def test_a_disguised_file_is_refused_at_its_field(
        self, editor_client: Client, homes: dict[str, HomePage]
    ) -> None:
        form = {
            "title": "Файл",
            "file": upload("a.pdf", b"<html>"),
            "collection": Collection.get_first_root_node().pk,
        }
        assertContains(editor_client.post("/admin/documents/add/", form), "PDF")
        assert not SiteDocument.objects.exists()

    def test_a_disguised_image_is_refused_at_its_field(
        self, editor_client: Client, homes: dict[str, HomePage]
    ) -> None:
        form = {"title": "Снимка", "file": upload("a.jpg", b"MZ program")}
        assert editor_client.post("/admin/images/add/", form).status_code == 200
        assert not SiteImage.objects.exists()


class TestServing:
    @pytest.fixture
    def image(self, db: None, make_image: MakeImage) -> SiteImage:
        return SiteImage.objects.create(title="x", file=upload("x.png", make_image("PNG")))

    # Wagtail leaves the temporary file of a new size to the garbage collector.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_an_image_is_served_as_what_it_is(self, client: Client, image: SiteImage) -> None:
        with read_whole(client.get(image.get_rendition("width-20|format-webp").url)) as response:
            assert response.headers["Content-Type"] == "image/webp"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "immutable" in response.headers["Cache-Control"]
        gc.collect()
        with read_whole(client.get(image.file.url)) as response:
            assert response.headers["Content-Type"] == "image/png"

    def test_it_is_not_sent_again(self, client: Client, image: SiteImage) -> None:
        with read_whole(client.get(image.file.url)) as first:
            pass
        again = client.get(image.file.url, headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert again.status_code == 304

    def test_what_is_no_image_is_only_ever_downloaded(self, client: Client, media: Path) -> None:
        (media / "images").mkdir(parents=True)
        (media / "images" / "x.png").write_text("<html><script>alert(1)</script>")
        with read_whole(client.get("/media/images/x.png")) as response:
            assert response.headers["Content-Type"] == "application/octet-stream"
            assert response.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        "path",
        [
            "images/",
            "images",
            "",
            "documents/secret.pdf",
            "images/../documents/secret.pdf",
            "images/%2e%2e/documents/secret.pdf",
            "images/..%2fdocuments/secret.pdf",
            "../secret-key",
            "images//etc/passwd",
            "/etc/passwd",
            "images/missing.png",
            "images/link.png",
        ],
    )
    def test_nothing_else_is_served(self, client: Client, db: None, media: Path, path: str) -> None:
        for folder in ("images", "documents"):
            (media / folder).mkdir(parents=True)
        (media / "documents" / "secret.pdf").write_text("%PDF-canary")
        (media / "images" / "link.png").symlink_to(media / "documents" / "secret.pdf")
        response = client.get(f"/media/{path}")
        assert response.status_code in {302, 404}
        assert b"canary" not in response.content

    def test_a_document_is_as_private_as_its_collection(
        self, client: Client, member_client: Client, db: None
    ) -> None:
        collection = Collection.get_first_root_node().add_child(name="Вътрешни")
        document = SiteDocument.objects.create(
            title="x", file=upload("x.txt", "канарче".encode()), collection=collection
        )
        with read_whole(client.get(document.url)) as response:
            assert response.status_code == 200
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )
        assert client.get(document.url).status_code == 302
        with read_whole(member_client.get(document.url)) as response:
            assert "канарче" in response.body.decode()
            assert response.headers["Content-Disposition"].startswith("attachment")
