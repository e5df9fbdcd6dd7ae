"""What changed in a card's pictures and files is told: to readers between versions, to reviewers between rounds."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from core.access import Actor
from practices import actions
from practices.card import Document, clean_card, fingerprint
from practices.media_changes import media_changes
from practices.models import Practice
from tests.factories.media import add_file, add_picture, add_video, some_words
from tests.factories.practices import a_card

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]
HERE = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def a_card_with(*items: dict[str, Any]) -> Document:
    return clean_card({**a_card(), "media": list(items)})


def an_item(number: int = 0, **words: Any) -> dict[str, Any]:
    return {**some_words(**words), "id": str(HERE[number])}


def changes(
    before: Document, after: Document, **options: Any
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    found = media_changes(before, after, {"cc-by-4.0": "CC BY", "cc0-1.0": "CC0"}.__getitem__, **options)
    return [(one.label, one.language, [(part.kind, part.text) for part in one.parts]) for one in found]


def test_what_came_and_what_went_is_named_with_its_credit() -> None:
    before = a_card_with(an_item(0, caption="Чай", author="Мост"))
    after = a_card_with(
        an_item(1, caption="Договор", alt={}, consent="", author="Праг"),
        {"id": str(HERE[2]), "caption": {"bg": "Разказ"}, "link": "https://youtu.be/x", "licence": "cc0-1.0"},
    )
    assert changes(before, after) == [
        (
            "Снимки и файлове",
            "",
            [
                ("removed", "Снимка „Чай“ · Двама души подписват лист на маса · Мост · CC BY"),
                ("added", "Файл „Договор“ · Праг · CC BY"),
                ("added", "Видео „Разказ“ · CC0 · https://youtu.be/x"),
            ],
        )
    ]


def test_changed_words_are_marked_one_by_one_in_their_language() -> None:
    before = a_card_with(an_item(caption="Чай в двора"))
    item = an_item(caption="Чай в градината", author="Праг", licence="cc0-1.0", consent="nobody")
    item["alt"]["en"] = "Two people"
    after = a_card_with(item)
    found = changes(before, after)
    assert [(label, language) for label, language, _parts in found] == [
        ("Снимка „Чай в градината“: надпис или заглавие", "bg"),
        ("Снимка „Чай в градината“: описание", "en"),
        ("Снимка „Чай в градината“: автор", ""),
        ("Снимка „Чай в градината“: лиценз", ""),
    ]
    assert ("removed", "двора") in [(kind, text.strip()) for kind, text in found[0][2]]
    assert found[-1][2] == [("removed", "CC BY"), ("added", "CC0")] or "CC0" in str(found[-1][2])
    assert "хората в нея" in str(changes(before, after, with_private=True))  # for those who decide on it
    with override("en"):
        assert changes(before, after)[0][0] == "Picture “Чай в градината”: caption or title"


def test_another_order_is_told_once_and_the_same_says_nothing() -> None:
    before = a_card_with(an_item(0, caption="Първа"), an_item(1, caption="Втора"))
    after = copy.deepcopy(before)
    assert changes(before, after) == []
    after["media"].reverse()
    assert changes(before, after) == [
        (
            "Подредба на снимките и файловете",
            "",
            [
                ("removed", "1. Снимка „Първа“\n2. Снимка „Втора“"),
                ("added", "1. Снимка „Втора“\n2. Снимка „Първа“"),
            ],
        )
    ]


def test_a_document_from_before_there_were_pictures_had_none() -> None:
    before, after = a_card_with(), a_card_with(an_item())
    del before["media"]
    assert len(changes(before, after)) == len(changes(after, before)) == 1


@pytest.fixture
def twice_published(practice_in: PracticeIn, member: User, coordinator: User) -> Practice:
    def hang(practice: Practice) -> None:
        add_picture(member, practice, caption="Чай в двора")
        add_file(member, practice, caption="Образец на договор")

    practice: Practice = practice_in("published", before=hang)
    picture, file = practice.draft.document["media"] or clean_card(practice.draft.document)["media"]
    actions.describe_media(
        actor=member,
        practice_id=practice.pk,
        media_id=uuid.UUID(picture["id"]),
        words={"caption": {"bg": "Чай в градината", "en": ""}, "consent": "nobody"},
        base=fingerprint(picture),
    )
    actions.remove_media(actor=member, practice_id=practice.pk, media_id=uuid.UUID(file["id"]))
    add_video(member, practice, caption="Разказ")
    return practice


def test_versions_are_compared_with_their_pictures(
    twice_published: Practice, member: User, coordinator: User
) -> None:
    practice = twice_published
    actions.submit_practice(actor=member, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    address = f"practices/{practice.pk}/revisions/compare/?older=1&newer=2"
    with CaptureQueriesContext(connection) as queries:
        body = Client().get(f"/bg/{address}").content.decode()
    assert len(queries) <= 12
    assert "Файл „Образец на договор“" in body
    assert "Сдружение „Мост“ · CC BY 4.0" in body
    assert "Видео „Разказ“" in body
    assert "Снимка „Чай в градината“: надпис или заглавие" in body
    assert "хората в нея" not in body
    english = Client().get(f"/en/{address}").content.decode()
    assert "File “Образец на договор”" in english


def test_reviewers_see_them_between_rounds(
    practice_in: PracticeIn, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("returned")
    add_picture(member, practice, caption="Чай в двора")
    actions.submit_practice(actor=member, practice_id=practice.pk)
    client = signed_in(coordinator)
    with CaptureQueriesContext(connection) as queries:
        body = client.get(f"/bg/practices/{practice.pk}/review/").content.decode()
    assert len(queries) <= 12, [query["sql"][:90] for query in queries]
    panel = body.split('id="panel-changes"')[1].split("</section>")[0]
    assert 'href="#field-media"' in panel
    part = body.split('id="field-media"')[1].split("</section>")[0]
    assert "Снимка „Чай в двора“" in part
    assert "CC BY 4.0" in part


def test_an_update_shows_them_before_it_is_sent(
    twice_published: Practice, member: User, signed_in: SignedIn
) -> None:
    body = signed_in(member).get(f"/bg/practices/{twice_published.pk}/update/").content.decode()
    assert "Файл „Образец на договор“" in body
