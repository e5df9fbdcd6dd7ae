"""Pictures, files and videos of a draft: added, described, put in order, removed; and what a worker does with them afterwards.

They belong to the card document, so publishing shows them and nothing before (practices.projection).
"""

from __future__ import annotations

import datetime
import io
import uuid
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from PIL import Image

from core import outbox
from core.access import NotVisible
from core.pictures import MEDIA_TYPES, encoded
from practices.actions.drafting import store_document
from practices.actions.steps import as_user, locked_practice
from practices.card import Document, MediaItem, clean_card, clean_item, fingerprint
from practices.enums import MediaKind
from practices.media_storage import delete_files, folders_before, open_file, write_files
from practices.models import Practice, PracticeMedia
from practices.policies import check_edit_practice

if TYPE_CHECKING:
    from core.access import Actor
    from practices.media_uploads import Upload

TOPIC = "practice-media"
AT_MOST = {MediaKind.IMAGE: 8, MediaKind.FILE: 6, MediaKind.VIDEO: 4}
"""On one card."""
MAX_KEPT = 60
"""Of one practice, those that were removed and not yet purged among them: nobody fills the disk by adding and removing."""
UNUSED_DAYS = 30
"""How long a file is kept that no card holds any more; a draft may be put back to what it was."""
ORPHAN_HOURS = 24
"""Files without a row are of a request that died; a younger one may still be at work."""
PURGE_BATCH = 100


class TooManyMediaError(Exception):
    """The card has as many of this kind as it may, or the practice as many as are kept."""


class MediaConflictError(Exception):
    """Somebody else changed the words since they were read. Carries what is stored now."""

    def __init__(self, item: MediaItem) -> None:
        super().__init__("The words were changed elsewhere meanwhile.")
        self.item = item


@transaction.atomic
def add_media(
    *, actor: Actor, practice_id: int, token: uuid.UUID, upload: Upload, words: MediaItem
) -> tuple[PracticeMedia, bool]:
    """Put a picture, file or video at the end of the draft. The same token again answers what it made, and False.

    Outbox: the other formats of a picture. Raises NotVisible, NotAllowed, TooManyMediaError.
    """
    practice = locked_practice(practice_id, actor)
    check_edit_practice(actor, practice)
    known = PracticeMedia.objects.filter(token=token).first()
    if known is not None:
        if known.practice_id != practice.pk:
            raise NotVisible
        return known, False
    document = clean_card(practice.draft.document)
    kinds = dict(practice.media.values_list("pk", "kind"))
    if len(kinds) >= MAX_KEPT or len(_of_kind(document, kinds, upload.kind)) >= AT_MOST[upload.kind]:
        raise TooManyMediaError
    media = PracticeMedia.objects.create(
        practice=practice,
        kind=upload.kind,
        token=token,
        width=upload.width,
        height=upload.height,
        extension=upload.extension,
        size_bytes=upload.size_bytes,
        created_by=as_user(actor),
    )
    item = clean_item({**words, "id": str(media.pk)})
    store_document(actor=actor, practice=practice, document={**document, "media": [*document["media"], item]})
    write_files(media, upload.files)
    if media.kind == MediaKind.IMAGE:
        outbox.put(TOPIC, str(media.pk))
    return media, True


@transaction.atomic
def describe_media(
    *, actor: Actor, practice_id: int, media_id: uuid.UUID, words: MediaItem, base: str
) -> bool:
    """Change the words of one item. `base` is the fingerprint of those that the form began with.

    Raises NotVisible, NotAllowed, MediaConflictError.
    """
    practice, document = _editable(actor, practice_id)
    item = _item(document, media_id)
    changed = clean_item({**item, **words, "id": item["id"]})
    if changed is None or changed == item:
        return False
    if fingerprint(item) != base:
        raise MediaConflictError(item)
    item.update(changed)
    store_document(actor=actor, practice=practice, document=document)
    return True


@transaction.atomic
def move_media(*, actor: Actor, practice_id: int, media_id: uuid.UUID, position: int) -> bool:
    """Put one item at this position (from 0) among those of its kind. Where it stands already, nothing is written.

    Raises NotVisible, NotAllowed.
    """
    practice, document = _editable(actor, practice_id)
    item = _item(document, media_id)
    kinds = dict(practice.media.values_list("pk", "kind"))
    same = _of_kind(document, kinds, kinds.get(media_id, ""))
    position = max(0, min(position, len(same) - 1))
    if item not in same or same.index(item) == position:
        return False
    order = [one for one in same if one is not item]
    order.insert(position, item)
    document["media"] = [order.pop(0) if one in same else one for one in document["media"]]
    store_document(actor=actor, practice=practice, document=document)
    return True


@transaction.atomic
def remove_media(*, actor: Actor, practice_id: int, media_id: uuid.UUID) -> bool:
    """Take one item from the draft. A published card shows it until it is published anew; the file goes after 30 days.

    Raises NotVisible, NotAllowed.
    """
    practice, document = _editable(actor, practice_id)
    if not practice.media.filter(pk=media_id).exists():
        raise NotVisible
    left = [item for item in document["media"] if item["id"] != str(media_id)]
    if len(left) == len(document["media"]):
        return False
    store_document(actor=actor, practice=practice, document={**document, "media": left})
    return True


def _editable(actor: Actor, practice_id: int) -> tuple[Practice, Document]:
    practice = locked_practice(practice_id, actor)
    check_edit_practice(actor, practice)
    return practice, clean_card(practice.draft.document)


def _item(document: Document, media_id: uuid.UUID) -> MediaItem:
    for item in document["media"]:
        if item["id"] == str(media_id):
            found: MediaItem = item
            return found
    raise NotVisible


def _of_kind(document: Document, kinds: dict[uuid.UUID, str], kind: str) -> list[MediaItem]:
    return [item for item in document["media"] if kinds.get(uuid.UUID(item["id"])) == kind]


# --- afterwards -----------------------------------------------------------------------------------------------------------


def add_modern_formats(*, media_id: uuid.UUID) -> bool:
    """Make AVIF and WebP of a picture, of its widest JPEG. Raises OSError when that can't be read or nothing written."""
    media = PracticeMedia.objects.filter(pk=media_id, kind=MediaKind.IMAGE).first()
    if media is None or media.has_modern_formats:
        return False
    with open_file(media, f"{media.width}.jpg") as file:
        picture = Image.open(io.BytesIO(file.read()))
        picture.load()
    for width in media.widths:
        for extension in MEDIA_TYPES:
            if extension != "jpg":
                write_files(media, {f"{width}.{extension}": encoded(picture, width, extension)})
    PracticeMedia.objects.filter(pk=media.pk).update(has_modern_formats=True)
    return True


def purge_media(*, now: datetime.datetime | None = None) -> int:
    """Delete what no draft and no public card has held for 30 days; returns how many.

    What is unused from today on is noted, what is used again is no longer counted.
    """
    now = now or timezone.now()
    last, purged = 0, 0
    owned = PracticeMedia.objects.filter(practice=OuterRef("pk"))
    while True:
        practices = list(
            Practice.objects.filter(Exists(owned), pk__gt=last)
            .select_related("draft")
            .prefetch_related("media")
            .order_by("pk")[:PURGE_BATCH]
        )
        if not practices:
            break
        last = practices[-1].pk
        for practice in practices:
            if any(
                _is_used(practice, media) != (media.unused_since is None) for media in practice.media.all()
            ) or any(_is_over(media, now) for media in practice.media.all()):
                purged += _purge_practice(practice.pk, now)
    return purged


@transaction.atomic
def _purge_practice(practice_id: int, now: datetime.datetime) -> int:
    """The same again, under the practice's lock."""
    practice = locked_practice(practice_id)
    purged = 0
    for media in practice.media.all():
        if _is_used(practice, media):
            practice.media.filter(pk=media.pk, unused_since__isnull=False).update(unused_since=None)
        elif media.unused_since is None:
            practice.media.filter(pk=media.pk).update(unused_since=now)
        elif _is_over(media, now):
            transaction.on_commit(partial(delete_files, media.folder))
            media.delete()
            purged += 1
    return purged


def _is_used(practice: Practice, media: PracticeMedia) -> bool:
    return media.is_public or any(
        item["id"] == str(media.pk) for item in practice.draft.document.get("media", [])
    )


def _is_over(media: PracticeMedia, now: datetime.datetime) -> bool:
    return media.unused_since is not None and media.unused_since <= now - datetime.timedelta(days=UNUSED_DAYS)


def purge_orphans(*, now: datetime.datetime | None = None) -> int:
    """Delete files that no row has known for a day: what a process that died has left. Returns of how many rows."""
    purged = 0
    for folders in folders_before((now or timezone.now()) - datetime.timedelta(hours=ORPHAN_HOURS)):
        ids = {folder: _id_of(folder) for folder in folders}
        known = set(
            PracticeMedia.objects.filter(pk__in=[pk for pk in ids.values() if pk]).values_list(
                "pk", flat=True
            )
        )
        for folder, media_id in ids.items():
            if media_id not in known:
                delete_files(folder)
                purged += 1
    return purged


def _id_of(folder: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=folder.rpartition("/")[2])
    except ValueError:
        return None
