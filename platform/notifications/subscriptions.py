"""Following: what there is to follow, who is told of its news, and why somebody got a letter.

Owns none of the things that are followed. An app registers each *kind* of thing (how it is called, for whom it is there) and
each kind of *news* (which things it is news of). News is announced in the transaction that makes it; a worker finds the
followers and queues a letter for each, so that an action costs the same however many follow. Whoever follows a thing in several
ways gets one letter. Letters go out at once; whether somebody still follows, and may still see it, is asked when a letter is
written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction
from django.db.models import Q

from core import outbox
from core.models import OutboxItem
from notifications.mail import queue_mail
from notifications.models import Subscription

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor

NEWS_TOPIC = "notifications.news"

Target: TypeAlias = tuple[str, str]
"""A thing that can be followed: its kind and its key, e.g. ("theme", "housing")."""


@dataclass(frozen=True)
class Followed:
    """A thing that one can follow, as the actor sees it."""

    label: str
    url: str


@dataclass(frozen=True)
class News:
    """What happened concerns these things, from the closest to the widest; `without` are people who hear of it anyway."""

    targets: Sequence[Target]
    without: frozenset[int] = frozenset()


Finder = Callable[[Collection[str], "Actor"], Mapping[str, Followed]]
NewsReader = Callable[[int], "News | None"]
_finders: dict[str, Finder] = {}
_readers: dict[str, NewsReader] = {}


def register_followed(kind: str, find: Finder) -> None:
    """Make things of a kind open to following: `find(keys, actor)` returns those that are there for the actor, by key.

    Called once from the owning `AppConfig.ready`; must cost the same number of queries for one key and for many.
    """
    _finders[kind] = find


def register_news(kind: str, read: NewsReader) -> None:
    """Say what news of a kind is about: `read(object_id)` returns None when there is nothing left to tell. The kind is that of
    the letter as well (`register_mail`), whose builder gets `object_id`."""
    _readers[kind] = read


def find_followed(targets: Iterable[Target], actor: Actor) -> dict[Target, Followed]:
    """Those of the things that are there for the actor. Each kind is asked once."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in targets:
        by_kind.setdefault(kind, []).append(key)
    return {
        (kind, key): thing
        for kind, keys in by_kind.items()
        if kind in _finders
        for key, thing in _finders[kind](keys, actor).items()
    }


def announce(kind: str, object_id: int) -> None:
    """There is news. Part of the caller's transaction; the same news is announced once until it was delivered."""
    outbox.put(NEWS_TOPIC, f"{kind}:{object_id}", {"kind": kind, "object": object_id})


def deliver_news(items: Sequence[OutboxItem]) -> list[int]:
    """Outbox handler: queue a letter for each follower."""
    for item in items:
        with transaction.atomic():
            # The row is what gives the right to queue: without it another worker has done so already.
            taken, _by_model = OutboxItem.objects.filter(pk=item.pk, version=item.version).delete()
            if taken:
                _queue_letters(str(item.payload["kind"]), int(item.payload["object"]))
    return [item.pk for item in items]


def _queue_letters(kind: str, object_id: int) -> None:
    read = _readers.get(kind)
    if read is None:
        raise LookupError(f"Nobody knows what news of the kind {kind} is about.")
    news = read(object_id)
    if news is None or not news.targets:
        return
    followers = Subscription.objects.filter(_any_of(news.targets), user__is_active=True)
    ids = followers.order_by("user").values_list("user", flat=True).distinct()
    for user_id in ids.exclude(user__in=news.without).iterator():
        queue_mail(kind, recipient_id=user_id, key=str(object_id), object_id=object_id)


def reason_for(recipient: User, targets: Sequence[Target]) -> Subscription | None:
    """By which of these things the recipient follows what happened: the closest one; None when they follow none any more."""
    if not targets:
        return None
    rows = Subscription.objects.filter(_any_of(targets), user=recipient)
    order = {target: place for place, target in enumerate(targets)}
    return min(rows, key=lambda row: order[row.kind, row.key], default=None)


def _any_of(targets: Sequence[Target]) -> Q:
    by_kind: dict[str, list[str]] = {}
    for kind, key in targets:
        by_kind.setdefault(kind, []).append(key)
    found = Q()
    for kind, keys in by_kind.items():
        found |= Q(kind=kind, key__in=keys)
    return found
