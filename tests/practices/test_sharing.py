"""A practice taken along: as PDF, as a picture beside a link, as a reference."""

from __future__ import annotations

import io
import os
import re
import sys
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image, ImageFile

from accounts.models import User
from core.access import Actor
from core.made_files import MadeFiles
from practices import actions, printing
from practices.models import Practice
from tests.factories.practices import a_card

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


@pytest.fixture
def own_files(tmp_path: Any, settings: Any) -> Any:
    """A data folder in which nothing was made yet."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "made"


def image_address(client: Client, practice: Practice, language: str = "bg") -> str:
    html = client.get(f"/{language}/practices/{practice.pk}/").content.decode()
    found = re.search(r'property="og:image" content="([^"]+)"', html)
    assert found
    return found[1].removeprefix(settings.BASE_URL)


# --- the PDF ---


def objects_of(pdf: bytes) -> bytes:
    """The file with its compressed parts opened."""
    opened = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:  # the metadata isn't compressed
            opened.append(stream)
    return pdf + b"".join(opened)


def test_the_pdf_is_a_tagged_document_with_title_author_and_language(
    client: Client, practice_in: PracticeIn, own_files: Any
) -> None:
    practice = practice_in("published")
    response = client.get(f"/bg/practices/{practice.pk}/card.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert f'filename="megdan-{practice.pk}-bg.pdf"' in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF-")
    parts = objects_of(response.content)
    for part in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (bg)", b"pdfuaid:part"):
        assert part in parts, part
    for text in ("Квартира с наставник", "Сдружение „Мост“"):
        assert text.encode("utf-16-be").hex().encode() in parts.lower() or text.encode() in parts


def test_the_pdf_holds_what_the_page_says(client: Client, practice_in: PracticeIn) -> None:
    """The same template parts make both: what is typed only on the page would be missing on paper."""
    practice = practice_in("published")
    response = client.get(f"/bg/practices/{practice.pk}/")
    page, paper = (name for name in ("practices/practice_detail.html", "practices/card_sections.html"))
    assert {page, paper} <= {template.name for template in response.templates}
    response = client.get(f"/bg/practices/{practice.pk}/card.pdf")
    assert {"practices/practice_pdf.html", paper} <= {template.name for template in response.templates}


def test_an_unchanged_pdf_is_neither_made_nor_sent_again(
    client: Client, practice_in: PracticeIn, own_files: Any
) -> None:
    address = f"/bg/practices/{practice_in('published').pk}/card.pdf"
    first = client.get(address)
    made = list(own_files.rglob("*.pdf"))
    assert len(made) == 1
    made[0].write_bytes(b"%PDF-kept")
    assert client.get(address).content == b"%PDF-kept"
    unchanged = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    assert unchanged.content == b""


def test_a_changed_card_is_another_pdf(client: Client, practice_in: PracticeIn, member: User) -> None:
    practice = practice_in("published")
    before = client.get(f"/bg/practices/{practice.pk}/card.pdf")["ETag"]
    assert client.get(f"/en/practices/{practice.pk}/card.pdf")["ETag"] != before
    actions.archive_practice(actor=member, practice_id=practice.pk)
    assert client.get(f"/bg/practices/{practice.pk}/card.pdf")["ETag"] != before


def test_a_machine_without_pango_says_what_it_lacks(
    client: Client, practice_in: PracticeIn, own_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    practice = practice_in("published")
    response = client.get(f"/bg/practices/{practice.pk}/card.pdf")
    assert response.status_code == 503
    assert "libpangoft2-1.0-0" in response.content.decode()
    assert f'href="/bg/practices/{practice.pk}/"' in response.content.decode()
    assert not list(own_files.rglob("*"))


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/x.png",
        "http://127.0.0.1:1/static/css/pdf.css",
        "file:///etc/passwd",
        f"{settings.BASE_URL}/bg/",
        f"{settings.BASE_URL}.elsewhere.example/static/css/pdf.css",
        f"{settings.BASE_URL}/static/no-such-file.css",
        "data:text/css,body{}",
    ],
)
def test_paper_loads_the_sites_own_files_alone(url: str) -> None:
    assert printing.own_file(url) is None


@pytest.mark.parametrize("path", ["/static/../config/settings.py", "/media/../secret-key"])
def test_paper_loads_nothing_from_beside_them(path: str) -> None:
    try:
        content = printing.own_file(settings.BASE_URL + path)
    except Exception as refusal:  # noqa: BLE001 - Django's storages refuse with errors of their own
        assert "Suspicious" in type(refusal).__name__  # noqa: PT017
    else:
        assert content is None
    assert printing.own_file(f"{settings.BASE_URL}/static/css/pdf.css")


# --- the picture ---


def test_the_page_names_a_picture_of_its_own(client: Client, practice_in: PracticeIn, own_files: Any) -> None:
    practice = practice_in("published")
    address = image_address(client, practice)
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert "immutable" in response["Cache-Control"]
    with Image.open(io.BytesIO(response.content)) as image:
        assert image.size == (1200, 630)
    assert client.get(address).content == response.content
    assert len(list(own_files.rglob("*.png"))) == 1


def test_an_old_address_leads_to_todays_picture(
    client: Client, practice_in: PracticeIn, own_files: Any
) -> None:
    practice = practice_in("published")
    response = client.get(f"/bg/practices/{practice.pk}/preview-0123456789abcdef.png")
    assert response.status_code == 302
    assert response.url == image_address(client, practice)
    assert not list(own_files.rglob("*.png"))


def test_another_title_is_another_picture(client: Client, practice_in: PracticeIn) -> None:
    first, second = practice_in("published"), practice_in("published", card=a_card(title="Други думи"))
    names = {image_address(client, practice).rsplit("/", 1)[1] for practice in (first, second)}
    assert len(names) == 2


@pytest.mark.parametrize(
    "title", ["W" * 100, "Щ" * 100, "дума " * 20, "Смесено – together, № 5 за 10 €", "日本 مرحبا"]
)
def test_any_title_can_be_drawn(client: Client, practice_in: PracticeIn, own_files: Any, title: str) -> None:
    practice = practice_in("published", card=a_card(title=title.strip()))
    assert client.get(image_address(client, practice)).status_code == 200


def test_the_folder_of_made_files_is_bounded(own_files: Any) -> None:
    files = MadeFiles("some", most=10)
    for number in range(25):
        files.get_or_make(f"{number}.txt", lambda number=number: str(number).encode())  # type: ignore[misc]
        os.utime(files.folder / f"{number}.txt", (number, number))
    kept = {path.name for path in files.folder.iterdir()}
    assert len(kept) <= 10
    assert "24.txt" in kept
    assert "0.txt" not in kept


# --- the reference ---


def test_the_citation_is_a_sentence_in_the_language_of_the_page(
    client: Client, practice_in: PracticeIn
) -> None:
    practice = practice_in("published")
    year = practice.published_at.year  # type: ignore[union-attr]
    html = client.get(f"/bg/practices/{practice.pk}/").content.decode()
    assert (
        f"Сдружение „Мост“ ({year}). Квартира с наставник. Мегдан. {settings.BASE_URL}/bg/practices/" in html
    )
    assert "Лиценз: CC BY 4.0." in html
    html = client.get(f"/en/practices/{practice.pk}/").content.decode()
    assert f"Bridge Association ({year}). Квартира с наставник. Megdan." in html


def test_reference_managers_get_files(client: Client, practice_in: PracticeIn) -> None:
    practice = practice_in("published", card=a_card(title="Дом & ключ {100 %}"))
    ris = client.get(f"/bg/practices/{practice.pk}/citation.ris")
    assert "attachment" in ris["Content-Disposition"]
    lines = ris.content.decode().split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert "AU  - Сдружение „Мост“," in lines
    assert "TI  - Дом & ключ {100 %}" in lines
    assert lines[-2:] == ["ER  - ", ""]
    bibtex = client.get(f"/bg/practices/{practice.pk}/citation.bib").content.decode()
    assert bibtex.startswith(f"@misc{{megdan-{practice.pk},\n")
    assert r"title = {{Дом \& ключ 100 \%}}" in bibtex
    assert bibtex.count("{") == bibtex.count("}")


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
@pytest.mark.parametrize("file", ["card.pdf", "citation.ris", "citation.bib", "preview-0.png"])
def test_drafts_are_taken_nowhere(
    signed_in: SignedIn, member: User, practice_in: PracticeIn, state: str, file: str
) -> None:
    """Not even by their own people: who has the file would pass it on as if it were published."""
    practice = practice_in(state)
    assert signed_in(member).get(f"/bg/practices/{practice.pk}/{file}").status_code == 404


def test_printing_lets_no_half_picture_through(client: Client, practice_in: PracticeIn) -> None:
    """WeasyPrint tells Pillow to take half a picture for a whole one; uploads in the same process must not."""
    assert client.get(f"/bg/practices/{practice_in('published').pk}/card.pdf").status_code == 200
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
