"""Pictures, files and videos of a draft: what is kept, once, by whom, and what the public gets of it and when."""

from __future__ import annotations

import datetime
import io
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import outbox
from core.access import Actor, NotAllowed, NotVisible
from core.models import OutboxItem
from practices import actions
from practices.actions.media import AT_MOST
from practices.actions.steps import publish_document
from practices.card import MediaItem, clean_card, fingerprint
from practices.enums import MediaKind
from practices.media_uploads import Upload, picture_upload
from practices.models import Practice, PracticeMedia
from practices.policies import check_view_media
from practices.presentation import media_of_draft, media_of_published
from tests.factories.media import (
    add_file,
    add_picture,
    add_video,
    picture_bytes,
    sent,
    some_words,
)
from tests.factories.practices import make_practice

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media" / "practice-media"


@pytest.fixture
def draft(practice_in: PracticeIn) -> Practice:
    return practice_in("draft")


def items_of(practice: Practice) -> list[MediaItem]:
    practice.draft.refresh_from_db()
    found: list[MediaItem] = practice.draft.document["media"]
    return found


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def publish(practice: Practice, member: User, coordinator: User) -> None:
    actions.submit_practice(actor=member, practice_id=practice.pk)
    actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    practice.refresh_from_db()


def as_if_it_could_be_edited(practice: Practice, items: list[MediaItem]) -> None:
    """What a later version of a published card holds, before it is published."""
    practice.draft.document = {**practice.draft.document, "media": items}
    practice.draft.save()


class TestAdding:
    def test_a_picture_is_there_in_each_width_and_its_words_in_the_draft(
        self, draft: Practice, member: User, stored: Path
    ) -> None:
        version = draft.draft.version
        media = add_picture(member, draft, size=(2000, 1000))
        assert files_in(stored) == ["1600.jpg", "480.jpg", "960.jpg"]
        assert (media.width, media.height) == (1600, 800)
        item = items_of(draft)[0]
        assert item["id"] == str(media.pk)
        assert item["alt"]["bg"] == "Двама души подписват лист на маса"
        assert draft.draft.version == version + 1
        assert OutboxItem.objects.filter(topic="practice-media", key=str(media.pk)).exists()

    def test_the_same_form_twice_is_one_picture(self, draft: Practice, member: User, stored: Path) -> None:
        token, upload = uuid.uuid4(), picture_upload(sent("a.jpg", picture_bytes()))
        sending = {"actor": member, "practice_id": draft.pk, "token": token, "upload": upload}
        first, is_new = actions.add_media(**sending, words=some_words())  # type: ignore[arg-type]
        version = CardVersion(draft)
        again, is_new_again = actions.add_media(**sending, words=some_words("друго"))  # type: ignore[arg-type]
        assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
        assert len(items_of(draft)) == PracticeMedia.objects.count() == 1
        assert version.is_unchanged()

    def test_a_token_of_another_practice_is_nobodys(self, practice_in: PracticeIn, member: User) -> None:
        here, there = practice_in("draft"), practice_in("draft")
        media = add_video(member, here)
        with pytest.raises(NotVisible):
            actions.add_media(
                actor=member,
                practice_id=there.pk,
                token=media.token,
                upload=Upload(MediaKind.VIDEO),
                words=some_words(),
            )

    @pytest.mark.parametrize("kind", list(MediaKind))
    def test_there_is_room_for_so_many(self, draft: Practice, member: User, kind: MediaKind) -> None:
        most = AT_MOST[kind]
        upload = Upload(kind, {}, 10, 10) if kind == MediaKind.IMAGE else Upload(kind, {}, extension="pdf")
        for _number in range(most):
            actions.add_media(
                actor=member, practice_id=draft.pk, token=uuid.uuid4(), upload=upload, words=some_words()
            )
        with pytest.raises(actions.TooManyMediaError):
            actions.add_media(
                actor=member, practice_id=draft.pk, token=uuid.uuid4(), upload=upload, words=some_words()
            )
        assert len(items_of(draft)) == PracticeMedia.objects.count() == most

    def test_adding_and_removing_does_not_fill_the_disk(
        self, draft: Practice, member: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("practices.actions.media.MAX_KEPT", 2)
        for _number in range(2):
            media = add_video(member, draft)
            actions.remove_media(actor=member, practice_id=draft.pk, media_id=media.pk)
        with pytest.raises(actions.TooManyMediaError):
            add_video(member, draft)

    def test_a_storage_that_fails_leaves_nothing(
        self, draft: Practice, member: User, stored: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stored.parent.mkdir(parents=True)
        stored.write_text("no folder")  # so that none can be made in it
        with pytest.raises(NotADirectoryError):
            add_picture(member, draft)
        assert not PracticeMedia.objects.exists()
        assert items_of(draft) == []
        assert not OutboxItem.objects.filter(topic="practice-media").exists()

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned", "published", "archived"])
    def test_only_those_who_edit_the_card_add_to_it(
        self, practices: dict[str, Practice], personas: dict[str, Actor], state: str
    ) -> None:
        for name, actor in personas.items():
            may = name == "member" and state in ("draft", "returned", "published")
            if may:
                continue
            with pytest.raises((NotVisible, NotAllowed)):
                add_video(actor, practices[state])  # type: ignore[arg-type]
        assert not PracticeMedia.objects.exists()


class CardVersion:
    """The draft's version as it was."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        practice.draft.refresh_from_db()
        self.version = practice.draft.version

    def is_unchanged(self) -> bool:
        self.practice.draft.refresh_from_db()
        return bool(self.practice.draft.version == self.version)


class TestDescribing:
    def test_words_change_once(self, draft: Practice, member: User) -> None:
        media = add_picture(member, draft)
        base = fingerprint(items_of(draft)[0])
        change = {"actor": member, "practice_id": draft.pk, "media_id": media.pk, "base": base}
        words = {"alt": {"bg": "Стая с маса", "en": "A room"}}
        assert actions.describe_media(**change, words=words)  # type: ignore[arg-type]
        version = CardVersion(draft)
        assert not actions.describe_media(**change, words=words)  # type: ignore[arg-type]
        assert version.is_unchanged()
        item = items_of(draft)[0]
        assert item["alt"] == words["alt"]
        assert item["author"] == "Сдружение „Мост“"

    def test_what_somebody_else_changed_is_not_lost(self, draft: Practice, member: User) -> None:
        media = add_picture(member, draft)
        change = {
            "actor": member,
            "practice_id": draft.pk,
            "media_id": media.pk,
            "base": fingerprint(items_of(draft)[0]),
        }
        actions.describe_media(**change, words={"author": "първият"})  # type: ignore[arg-type]
        with pytest.raises(actions.MediaConflictError) as conflict:
            actions.describe_media(**change, words={"author": "вторият"})  # type: ignore[arg-type]
        assert conflict.value.item["author"] == "първият"
        assert items_of(draft)[0]["author"] == "първият"

    def test_words_are_clean_and_bounded(self, draft: Practice, member: User) -> None:
        add_picture(member, draft, caption="<b>надпис</b>\x00 " + "а" * 9000, consent="everybody")
        item = items_of(draft)[0]
        assert len(item["caption"]["bg"]) == 200
        assert "\x00" not in item["caption"]["bg"]
        assert item["consent"] == ""

    @pytest.mark.parametrize(
        "link",
        [
            "javascript:alert(1)",
            "http://example.org/",
            "https://",
            "https://[",
            "https://www.gov.bg@evil.example/",
            "x",
        ],
    )
    def test_a_link_is_https_or_nothing(self, draft: Practice, member: User, link: str) -> None:
        add_video(member, draft, link=link)
        assert items_of(draft)[0]["link"] == ""


class TestOrder:
    def test_one_is_moved_among_its_kind_once(self, draft: Practice, member: User) -> None:
        pictures = [add_picture(member, draft) for _number in range(2)]
        video = add_video(member, draft)
        pictures.append(add_picture(member, draft))
        moving = {"actor": member, "practice_id": draft.pk, "media_id": pictures[2].pk, "position": 0}
        assert actions.move_media(**moving)  # type: ignore[arg-type]
        version = CardVersion(draft)
        assert not actions.move_media(**moving)  # type: ignore[arg-type]
        assert version.is_unchanged()
        order = [item["id"] for item in items_of(draft)]
        assert order == [str(media.pk) for media in (pictures[2], pictures[0], video, pictures[1])]

    @pytest.mark.parametrize("position", [-5, 999])
    def test_beyond_the_end_is_the_end(self, draft: Practice, member: User, position: int) -> None:
        first, second = add_picture(member, draft), add_picture(member, draft)
        moved = second if position < 0 else first
        actions.move_media(actor=member, practice_id=draft.pk, media_id=moved.pk, position=position)
        assert [item["id"] for item in items_of(draft)] == [str(second.pk), str(first.pk)]

    def test_what_is_removed_is_gone_once(self, draft: Practice, member: User, stored: Path) -> None:
        media = add_picture(member, draft)
        assert actions.remove_media(actor=member, practice_id=draft.pk, media_id=media.pk)
        version = CardVersion(draft)
        assert not actions.remove_media(actor=member, practice_id=draft.pk, media_id=media.pk)
        assert version.is_unchanged()
        assert items_of(draft) == []
        assert files_in(stored)  # a draft may be put back to what it was

    def test_of_another_practice_nothing_can_be_touched(self, practice_in: PracticeIn, member: User) -> None:
        here, there = practice_in("draft"), practice_in("draft")
        media = add_picture(member, there)
        which = {"actor": member, "practice_id": here.pk, "media_id": media.pk}
        with pytest.raises(NotVisible):
            actions.remove_media(**which)  # type: ignore[arg-type]
        with pytest.raises(NotVisible):
            actions.move_media(**which, position=0)  # type: ignore[arg-type]
        with pytest.raises(NotVisible):
            actions.describe_media(**which, words={}, base="")  # type: ignore[arg-type]


class TestPublishing:
    def test_the_public_sees_what_was_published(
        self, draft: Practice, member: User, coordinator: User
    ) -> None:
        picture, file, video = (make(member, draft) for make in (add_picture, add_file, add_video))
        assert not media_of_published(draft)
        publish(draft, member, coordinator)
        shown = media_of_published(draft)
        assert [item.pk for item in (*shown.pictures, *shown.files, *shown.videos)] == [
            picture.pk,
            file.pk,
            video.pk,
        ]
        assert shown.pictures[0].licence.startswith("CC BY 4.0")

    def test_a_later_draft_changes_nothing_that_is_public(
        self, draft: Practice, member: User, coordinator: User
    ) -> None:
        first, second = add_picture(member, draft), add_picture(member, draft)
        publish(draft, member, coordinator)
        items = items_of(draft)
        as_if_it_could_be_edited(draft, [{**items[1], "author": "друг"}])
        draft.refresh_from_db()
        assert [item.pk for item in media_of_published(draft).pictures] == [first.pk, second.pk]
        assert media_of_published(draft).pictures[1].words["author"] == "Сдружение „Мост“"
        publish_document(draft, clean_card(draft.draft.document))
        assert [item.pk for item in media_of_published(draft).pictures] == [second.pk]
        assert media_of_published(draft).pictures[0].words["author"] == "друг"

    def test_a_card_cannot_show_what_belongs_to_another(
        self, practice_in: PracticeIn, member: User, coordinator: User
    ) -> None:
        here, there = practice_in("draft"), practice_in("draft")
        add_picture(member, there)
        as_if_it_could_be_edited(here, items_of(there))
        assert not media_of_draft(here, here.draft.document)
        publish(here, member, coordinator)
        assert not media_of_published(here)

    def test_what_is_public_costs_no_query(
        self,
        draft: Practice,
        member: User,
        coordinator: User,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for _number in range(8):
            add_picture(member, draft, size=(20, 10))
        publish(draft, member, coordinator)
        with django_assert_num_queries(0):
            assert all(item.credit for item in media_of_published(draft).pictures)
        document = draft.draft.document
        with django_assert_num_queries(2):
            assert all(item.credit for item in media_of_draft(draft, document).pictures)


def test_a_document_keeps_only_items_that_name_a_file() -> None:
    media_id = str(uuid.uuid4())
    raw = {"media": ["x", {}, {"id": "no"}, {"id": media_id, "alt": "x", "spy": 1}, {"id": media_id}, None]}
    media = clean_card(raw)["media"]
    assert [item["id"] for item in media] == [media_id]
    assert media[0]["alt"] == {"bg": "", "en": ""}
    assert "spy" not in media[0]
    assert clean_card({"media": media}) == clean_card(clean_card({"media": media}))
    assert clean_card({"media": "x"})["media"] == clean_card({})["media"] == []


SEES = {
    "draft": {"member"},
    "submitted": {"member", "coordinator"},
    "returned": {"member", "coordinator"},
}


@pytest.mark.parametrize("state", list(SEES))
def test_who_sees_a_picture_of_a_draft(
    state: str, member: User, practice_in: PracticeIn, personas: dict[str, Actor], coordinator: User
) -> None:
    practice = practice_in("draft")
    media = add_picture(member, practice)
    Practice.objects.filter(pk=practice.pk).update(state=state)
    for name, actor in personas.items():
        found = PracticeMedia.objects.of_practices_visible_to(actor).filter(pk=media.pk).first()
        if name in SEES[state]:
            assert found is not None, name
            check_view_media(actor, found)
        else:
            assert found is None, name


def test_an_unpublished_picture_of_a_public_card_is_seen_by_its_people_alone(
    member: User, practice_in: PracticeIn, personas: dict[str, Actor], coordinator: User
) -> None:
    practice = practice_in("draft")
    media = add_picture(member, practice)
    items = items_of(practice)
    as_if_it_could_be_edited(practice, [])
    publish(practice, member, coordinator)
    as_if_it_could_be_edited(practice, items)
    for name, actor in personas.items():
        found = PracticeMedia.objects.of_practices_visible_to(actor).get(pk=media.pk)
        if name == "member":
            check_view_media(actor, found)
        else:
            with pytest.raises(NotVisible):
                check_view_media(actor, found)


class TestAfterwards:
    def test_the_other_formats_are_made_once(self, draft: Practice, member: User, stored: Path) -> None:
        media = add_picture(member, draft, size=(700, 500))
        assert outbox.drain("practice-media") == 1
        media.refresh_from_db()
        assert media.has_modern_formats
        assert media.variants == ["480.avif", "700.avif", "480.webp", "700.webp", "480.jpg", "700.jpg"]
        assert files_in(stored) == sorted(media.variants)
        for variant in media.variants:
            with default_storage.open(media.stored_name(variant)) as file:
                assert Image.open(io.BytesIO(file.read())).width == int(variant.split(".")[0])
        assert not actions.add_modern_formats(media_id=media.pk)

    def test_a_picture_that_is_gone_needs_no_formats(self) -> None:
        assert not actions.add_modern_formats(media_id=uuid.uuid4())

    def test_a_file_is_purged_a_month_after_it_left_the_card(
        self,
        draft: Practice,
        member: User,
        stored: Path,
        django_capture_on_commit_callbacks: Callable[..., object],
    ) -> None:
        kept, removed = add_picture(member, draft), add_picture(member, draft)
        actions.remove_media(actor=member, practice_id=draft.pk, media_id=removed.pk)
        day = timezone.now()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            assert actions.purge_media(now=day) == 0
            assert actions.purge_media(now=day + datetime.timedelta(days=29)) == 0
            assert actions.purge_media(now=day + datetime.timedelta(days=30)) == 1
        assert [media.pk for media in PracticeMedia.objects.all()] == [kept.pk]
        assert {path.parent.name for path in stored.rglob("*.jpg")} == {kept.pk.hex}

    def test_what_is_used_again_stays(self, draft: Practice, member: User) -> None:
        media = add_picture(member, draft)
        items = items_of(draft)
        actions.remove_media(actor=member, practice_id=draft.pk, media_id=media.pk)
        day = timezone.now()
        actions.purge_media(now=day)
        as_if_it_could_be_edited(draft, items)
        assert actions.purge_media(now=day + datetime.timedelta(days=90)) == 0
        media.refresh_from_db()
        assert media.unused_since is None

    def test_what_is_public_stays(self, draft: Practice, member: User, coordinator: User) -> None:
        add_picture(member, draft)
        publish(draft, member, coordinator)
        as_if_it_could_be_edited(draft, [])
        day = timezone.now()
        for days in (0, 40, 80):
            assert actions.purge_media(now=day + datetime.timedelta(days=days)) == 0

    def test_files_that_no_row_knows_go_after_a_day(
        self, draft: Practice, member: User, stored: Path
    ) -> None:
        kept = add_picture(member, draft)
        lost = stored / "ab" / uuid.uuid4().hex
        lost.mkdir(parents=True)
        (lost / "480.jpg").write_bytes(b"x")
        assert actions.purge_orphans() == 0
        assert actions.purge_orphans(now=timezone.now() + datetime.timedelta(days=2)) == 1
        assert not lost.exists()
        assert PracticeMedia.objects.get().pk == kept.pk
        assert files_in(stored)


def test_many_practices_are_purged_in_batches(
    member: User, organisation: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practices.actions.media.PURGE_BATCH", 2)
    for _number in range(5):
        practice = make_practice(member, organisation)  # type: ignore[arg-type]
        media = add_video(member, practice)
        actions.remove_media(actor=member, practice_id=practice.pk, media_id=media.pk)
    day = timezone.now()
    actions.purge_media(now=day)
    assert actions.purge_media(now=day + datetime.timedelta(days=31)) == 5
    assert not PracticeMedia.objects.exists()
