"""Keeping practices in collections. They are their owner's own list, so the log of a practice says nothing of them."""

from __future__ import annotations

from collections.abc import Collection as Ids
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.sanitising import clean_plain_text
from practices.models import Bookmark, Collection, Practice
from practices.policies import check_keep_collection, check_start_collection

if TYPE_CHECKING:
    from core.access import Actor


@transaction.atomic
def start_collection(*, actor: Actor, title: str, note: str = "") -> tuple[Collection, bool]:
    """A new, empty collection. The actor's collection of the same title is returned as it is, and False.

    Raises NotVisible for a visitor, NotAllowed when the actor has very many.
    """
    check_start_collection(actor)
    assert actor.pk is not None
    User.objects.select_for_update().get(pk=actor.pk)  # one at a time
    return _start(actor.pk, title, note)


def _start(owner_id: int, title: str, note: str = "") -> tuple[Collection, bool]:
    title = _line(title, Collection.MAX_TITLE_LENGTH)
    folded = Collection.fold_title(title)
    known = Collection.objects.filter(owner=owner_id, folded_title=folded).first()
    if known is not None:
        return known, False
    if Collection.objects.filter(owner=owner_id).count() >= Collection.MAX_COLLECTIONS:
        raise NotAllowed(_("You have very many collections. Delete one first."))
    return Collection.objects.create(
        owner_id=owner_id,
        title=title,
        folded_title=folded,
        note=_line(note, Collection.MAX_NOTE_LENGTH),
    ), True


@transaction.atomic
def update_collection(*, actor: Actor, collection_id: int, title: str, note: str, is_shared: bool) -> bool:
    """Change the title, the note, and whether the address may be read by whoever has it. Nothing new writes nothing.

    Raises NotVisible; NotAllowed when another collection of the actor has this title.
    """
    collection = _locked(actor, collection_id)
    title = _line(title, Collection.MAX_TITLE_LENGTH)
    values = {
        "title": title,
        "folded_title": Collection.fold_title(title),
        "note": _line(note, Collection.MAX_NOTE_LENGTH),
        "is_shared": is_shared,
    }
    if all(getattr(collection, name) == value for name, value in values.items()):
        return False
    same = Collection.objects.filter(owner=collection.owner_id, folded_title=values["folded_title"])
    if same.exclude(pk=collection.pk).exists():
        raise NotAllowed(_("You have a collection of this title already."))
    for name, value in values.items():
        setattr(collection, name, value)
    collection.changed_at = timezone.now()
    collection.save()
    return True


@transaction.atomic
def delete_collection(*, actor: Actor, collection_id: int) -> bool:
    """Delete a collection and its bookmarks; the practices stay. False when it is gone already. Raises NotVisible."""
    if not Collection.objects.filter(pk=collection_id).exists():
        return False
    _locked(actor, collection_id).delete()
    return True


@transaction.atomic
def keep_practice(*, actor: Actor, practice_id: int, collection_ids: Ids[int], new_title: str = "") -> bool:
    """Have the practice in exactly these of the actor's collections, and in a new one if a title is given.

    False when it was so already. Raises NotVisible, also for a collection of somebody else; NotAllowed for a full one.
    """
    check_start_collection(actor)
    assert actor.pk is not None
    practice = Practice.objects.public().visible_to(actor).filter(pk=practice_id).first()
    if practice is None:
        raise NotVisible
    User.objects.select_for_update().get(pk=actor.pk)  # one at a time, for all of somebody's collections
    own = set(Collection.objects.owned_by(actor).values_list("pk", flat=True))
    wanted = set(collection_ids)
    if wanted - own:
        raise NotVisible
    if new_title.strip():
        wanted.add(_start(actor.pk, new_title)[0].pk)
    there = set(
        Bookmark.objects.filter(practice=practice, collection__owner=actor.pk).values_list(
            "collection", flat=True
        )
    )
    Bookmark.objects.filter(practice=practice, collection__in=there - wanted).delete()
    for collection_id in sorted(wanted - there):
        _add(collection_id, practice)
    Collection.objects.filter(pk__in=wanted ^ there).update(changed_at=timezone.now())
    return wanted != there


def _add(collection_id: int, practice: Practice) -> None:
    bookmarks = Bookmark.objects.filter(collection=collection_id)
    if bookmarks.count() >= Collection.MAX_BOOKMARKS:
        raise NotAllowed(_("This collection is full. Start another one."))
    last = bookmarks.aggregate(last=Max("position"))["last"] or 0
    Bookmark.objects.create(collection_id=collection_id, practice=practice, position=last + 1)


@transaction.atomic
def drop_practice(*, actor: Actor, collection_id: int, practice_id: int) -> bool:
    """Take a practice out of a collection. False when it isn't in it. Raises NotVisible."""
    collection = _locked(actor, collection_id)
    deleted, _by_model = Bookmark.objects.filter(collection=collection, practice=practice_id).delete()
    if deleted:
        _touch(collection)
    return bool(deleted)


@transaction.atomic
def place_practice(*, actor: Actor, collection_id: int, practice_id: int, place: int) -> bool:
    """Put a practice on a place of its collection, counted from 1; the others make room. False when it stands there already.

    A place and not a direction, so that a double click moves it once. Raises NotVisible.
    """
    collection = _locked(actor, collection_id)
    rows = list(Bookmark.objects.filter(collection=collection))
    row = next((row for row in rows if row.practice_id == practice_id), None)
    if row is None:
        raise NotVisible
    order = [other for other in rows if other is not row]
    order.insert(min(max(place, 1), len(rows)) - 1, row)
    if order == rows:
        return False
    for position, bookmark in enumerate(order, start=1):
        bookmark.position = position
    Bookmark.objects.bulk_update(order, ["position"])
    _touch(collection)
    return True


def _touch(collection: Collection) -> None:
    Collection.objects.filter(pk=collection.pk).update(changed_at=timezone.now())


def _locked(actor: Actor, collection_id: int) -> Collection:
    """The collection under its row's lock. Raises NotVisible unless it is the actor's."""
    collection = Collection.objects.select_for_update().filter(pk=collection_id).first()
    if collection is None:
        raise NotVisible
    check_keep_collection(actor, collection)
    return collection


def _line(text: str, max_length: int) -> str:
    return " ".join(clean_plain_text(text).split())[:max_length]
