"""Pictures and files in what is taken out and brought in: JSON says where they are, a sheet and every import leave them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from practices import actions
from practices.exchange.json_schema import faults_of, schema_of_file
from practices.exchange.reading import dry_run
from practices.models import Practice
from tests.factories.media import add_file, add_picture, add_video

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
PracticeIn = Callable[..., Practice]


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def hang(member: User) -> Callable[[Practice], None]:
    def each_kind(practice: Practice) -> None:
        add_picture(member, practice, size=(1200, 800), caption="Чай в двора", consent="adults")
        add_file(member, practice, caption="Образец", is_evaluation=True)
        add_video(member, practice, "https://youtu.be/x", caption="Разказ")

    return each_kind


def practice_in_file(response: Any) -> dict[str, Any]:
    content = json.loads(response.content)
    assert list(faults_of(content, schema_of_file())) == []
    found: dict[str, Any] = content["practices"][0]
    return found


def test_json_says_what_there_is_where_and_on_what_terms(
    client: Client, practice_in: PracticeIn, hang: Callable[[Practice], None]
) -> None:
    practice = practice_in("published", before=hang)
    found = practice_in_file(client.get(f"/bg/practices/{practice.pk}/card.json"))
    picture, file, video = found["media"]
    assert [one["kind"] for one in found["media"]] == ["image", "file", "video"]
    assert picture["url"].startswith(f"{site.BASE_URL}/bg/practices/media/")
    for one in (picture, file):
        response = client.get(one["url"].removeprefix(site.BASE_URL))
        assert response.status_code == 200
        response.getvalue()  # type: ignore[attr-defined]
    assert video["url"] == "https://youtu.be/x"
    assert (picture["caption"]["bg"], picture["author"], picture["licence"]) == (
        "Чай в двора",
        "Сдружение „Мост“",
        "cc-by-4.0",
    )
    assert file["is_evaluation"] is True
    assert "adults" not in json.dumps(found)  # a consent is for those who decide
    assert "media" not in found["card"]


def test_what_the_draft_alone_has_is_nobody_elses(
    client: Client, signed_in: SignedIn, practice_in: PracticeIn, member: User
) -> None:
    practice = practice_in("published")
    add_picture(member, practice)
    for reader in (client, signed_in(member)):
        assert "media" not in practice_in_file(reader.get(f"/bg/practices/{practice.pk}/card.json"))
    own = practice_in_file(signed_in(member).get("/bg/practices/mine/practices.json"))
    assert len(own["media"]) == 1
    assert client.get(own["media"][0]["url"].removeprefix(site.BASE_URL)).status_code == 404


@pytest.mark.parametrize("path", ["{pk}/card.json", "mine/practices.json"])
def test_brought_in_again_they_are_left_as_they_are_and_it_says_so(
    signed_in: SignedIn, practice_in: PracticeIn, member: User, hang: Callable[[Practice], None], path: str
) -> None:
    practice = practice_in("draft")
    hang(practice)
    practice.draft.refresh_from_db()
    before = practice.draft.document["media"]
    content = signed_in(member).get(f"/bg/practices/{path.format(pk=practice.pk)}").content
    parsed = dry_run(content, actor=member, organisation=practice.organisation)
    said = [finding for finding in parsed.findings if finding.place == "practices[0].media"]
    assert [(one.level.value, one.message["en"][:25]) for one in said] == [
        ("note", "Pictures, files and video")
    ]
    assert not parsed.has_errors
    assert parsed.items[0].document["media"] == before
    assert parsed.items[0].document["texts"] == practice.draft.document["texts"]


@pytest.mark.parametrize("media", ["x", [1], [{"alt": "x"}], [{"id": "x"}] * 31])
def test_what_isnt_a_list_of_pictures_is_said(
    signed_in: SignedIn, practice_in: PracticeIn, member: User, media: Any
) -> None:
    practice = practice_in("draft")
    content = json.loads(signed_in(member).get(f"/bg/practices/{practice.pk}/card.json").content)
    content["practices"][0]["media"] = media
    parsed = dry_run(json.dumps(content).encode(), actor=member, organisation=practice.organisation)
    assert parsed.has_errors
    assert all(finding.place.startswith("practices[0].media") for finding in parsed.findings)


def test_a_sheet_leaves_them_and_says_so(
    signed_in: SignedIn, practice_in: PracticeIn, member: User, hang: Callable[[Practice], None]
) -> None:
    practice = practice_in("draft")
    hang(practice)
    content = signed_in(member).get(f"/en/practices/{practice.pk}/card.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Чай в двора" not in cells
    assert any(text.startswith("Pictures, files and videos aren't in the sheet") for text in cells)
    assert "the sheet has the words alone" in signed_in(member).get("/en/practices/mine/").content.decode()


@pytest.mark.parametrize(
    ("language", "in_page", "in_sheet"),
    [
        ("bg", "още 2 не са сред тях", "още 2 не са в него"),
        ("en", "2 others aren&#x27;t among them", "2 others aren't in it"),
    ],
)
def test_what_no_longer_fits_into_a_file_is_counted(
    signed_in: SignedIn,
    practice_in: PracticeIn,
    member: User,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    in_page: str,
    in_sheet: str,
) -> None:
    for _number in range(5):
        practice_in("draft")
    client = signed_in(member)
    assert in_page not in client.get(f"/{language}/practices/mine/").content.decode().replace("'", "&#x27;")
    for module in ("exchanging", "writing"):
        monkeypatch.setattr(f"practices.views.{module}.MAX_PRACTICES", 3)
    page = client.get(f"/{language}/practices/mine/").content.decode().replace("'", "&#x27;")
    assert in_page in page
    assert json.loads(client.get("/bg/practices/mine/practices.json").content)["left_out"] == 2
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/{language}/practices/mine/practices.xlsx").content)
    )
    assert in_sheet in str(book.worksheets[1]["A1"].value)
    assert len(list(book.worksheets[0].iter_rows(min_row=3))) == 3


def test_taking_out_costs_the_same_with_many(
    signed_in: SignedIn, practice_in: PracticeIn, member: User
) -> None:
    client, counts = signed_in(member), []
    for number in (1, 4):
        for _practice in range(number):
            practice = practice_in("draft")
            for _picture in range(number):
                add_video(member, practice)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/bg/practices/mine/practices.json").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_an_archived_card_still_says_where_they_are(
    client: Client, practice_in: PracticeIn, member: User, hang: Callable[[Practice], None]
) -> None:
    practice = practice_in("published", before=hang)
    actions.archive_practice(actor=member, practice_id=practice.pk)
    assert len(practice_in_file(client.get(f"/bg/practices/{practice.pk}/card.json"))["media"]) == 3
