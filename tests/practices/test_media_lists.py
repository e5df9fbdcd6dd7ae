"""The list of practices shows a card's first picture small: without a query more, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from practices import actions
from practices.models import Practice
from tests.factories.media import add_file, add_picture

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def hang(member: User) -> Callable[[Practice], None]:
    def file_and_pictures(practice: Practice) -> None:
        add_file(member, practice, caption="Образец")
        add_picture(member, practice, size=(1200, 800), caption="Чай в двора")
        add_picture(member, practice, size=(300, 200), caption="Втора")

    return file_and_pictures


def test_the_first_picture_stands_beside_the_title(
    client: Client, practice_in: PracticeIn, hang: Callable[[Practice], None]
) -> None:
    practice = practice_in("published", before=hang)
    bare = practice_in("published")
    body = client.get("/bg/practices/").content.decode()
    assert body.count("card__picture") == 1
    card = body.split("<article")[1 if f'/{practice.pk}/"' in body.split("<article")[1] else 2]
    picture = next(item for item in practice.shown_media if item["kind"] == "image")
    address = f"/bg/practices/media/{picture['id']}/480"
    assert f'<img src="{address}.jpg" width="480" height="320" alt="" loading="lazy"' in card
    assert card.index(f'srcset="{address}.avif"') < card.index(f'srcset="{address}.webp"')
    for extension in ("jpg", "webp", "avif"):
        response = client.get(f"{address}.{extension}")
        assert response.status_code == 200
        response.getvalue()  # type: ignore[attr-defined]
    assert f"/bg/practices/{bare.pk}/" in body
    assert "card__picture" not in client.get("/bg/practices/?view=table").content.decode()


def test_one_that_the_draft_alone_has_is_not_shown(
    client: Client, practice_in: PracticeIn, member: User
) -> None:
    practice = practice_in("published")
    add_picture(member, practice)
    assert "card__picture" not in client.get("/en/practices/").content.decode()


def test_one_that_was_removed_goes_with_the_next_publication(
    client: Client, practice_in: PracticeIn, hang: Callable[[Practice], None], member: User, coordinator: User
) -> None:
    practice = practice_in("published", before=hang)
    for item in practice.shown_media:
        actions.remove_media(actor=member, practice_id=practice.pk, media_id=item["id"])
    assert "card__picture" in client.get("/bg/practices/").content.decode()
    actions.submit_practice(actor=member, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    assert "card__picture" not in client.get("/bg/practices/").content.decode()


@pytest.mark.parametrize("view", ["cards", "table"])
def test_many_pictures_cost_no_query_more(
    client: Client, practice_in: PracticeIn, member: User, view: str
) -> None:
    counts = []
    for number in (2, 10):
        for _practice in range(number):
            practice_in("published", before=lambda one: add_picture(member, one, size=(20, 10)))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/bg/practices/?view={view}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
