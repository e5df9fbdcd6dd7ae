"""The outbox: what has to happen elsewhere is written down in the transaction that caused it (DESIGN 7).

`put` writes a row for a target (an index entry, a letter); the commit wakes a task, and a sweep every 15 seconds finds
what a lost wake-up left behind. `drain` claims due rows for a while, hands them to the topic's handler, and marks what the
handler finished. A worker that dies keeps nothing: its claim runs out and the rows come back. So every handler may be called
twice for the same row, and must make the second time harmless.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.models import OutboxItem

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
RETRY_SECONDS = [5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200]
"""Waiting time after each failure: in sum some four hours, longer than the engine or the mail server is usually away."""
PUT_BATCH = 500

Handler = Callable[[Sequence[OutboxItem]], Iterable[int]]


@dataclass(frozen=True)
class Topic:
    """How one kind of row is handled. `keeps_rows`: a done row stays, because its version is still needed."""

    name: str
    handler: Handler
    batch_size: int
    keeps_rows: bool


_topics: dict[str, Topic] = {}


class TryLater(Exception):
    """Raised by a handler when nothing in the batch is at fault (server away): the rows wait, attempts don't count."""


def register_handler(topic: str, handler: Handler, *, batch_size: int = 50, keep: bool = False) -> None:
    """Say who handles a topic. The handler gets rows and returns the ids of those that are done."""
    _topics[topic] = Topic(topic, handler, batch_size, keep)


def topics() -> list[str]:
    return sorted(_topics)


def put(topic: str, key: str, payload: dict[str, int | str] | None = None) -> None:
    """Ask that something be done about a target. Part of the caller's transaction; the same target is one row.

    Side effect: after the commit a task is woken. Raises TransactionManagementError outside a transaction.
    """
    _write(topic, [(key, payload or {})])


def put_many(topic: str, keys: Iterable[str]) -> None:
    """`put` for many targets in a bounded number of statements. Keys are sorted so that writers can't deadlock."""
    batch: list[tuple[str, dict[str, int | str]]] = []
    for key in sorted(set(keys)):
        batch.append((key, {}))
        if len(batch) == PUT_BATCH:
            _write(topic, batch)
            batch = []
    if batch:
        _write(topic, batch)


def _write(topic: str, rows: list[tuple[str, dict[str, int | str]]]) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An outbox row belongs to the transaction that caused it."
        )
    now = timezone.now()
    table = OutboxItem._meta.db_table
    # Django's bulk_create can't add to the row that is there; ON CONFLICT is the same in SQLite and PostgreSQL.
    columns = "topic, key, payload, version, is_pending, message_uuid, created_at, available_at, attempts, last_error"
    placeholders = ", ".join(["(%s, %s, %s, 1, %s, %s, %s, %s, 0, '')"] * len(rows))
    fields = {field.attname: field for field in OutboxItem._meta.concrete_fields}

    def as_stored(name: str, value: object) -> Any:
        return fields[name].get_db_prep_save(value, connection)

    values: list[Any] = []
    for key, payload in rows:
        values += [
            topic,
            key,
            as_stored("payload", payload),
            True,
            as_stored("message_uuid", uuid.uuid4()),
            as_stored("created_at", now),
            as_stored("available_at", now),
        ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES {placeholders} "
            f"ON CONFLICT (topic, key) DO UPDATE SET version = {table}.version + 1, is_pending = excluded.is_pending, "
            "payload = excluded.payload, available_at = excluded.available_at, attempts = 0, set_aside_at = NULL",
            values,
        )
    transaction.on_commit(partial(wake, topic), robust=True)


def wake(topic: str) -> None:
    """Tell a worker that there is something to do. Losing this call loses nothing: the sweep comes anyway."""
    from core.tasks import drain_outbox  # noqa: PLC0415 - tasks import this module

    if settings.OUTBOX_WAKES_WORKER:
        drain_outbox.apply_async(args=[topic], retry=False)


def due(topic: str) -> models.QuerySet[OutboxItem]:
    now = timezone.now()
    return OutboxItem.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now),
        topic=topic,
        is_pending=True,
        set_aside_at=None,
        available_at__lte=now,
    )


def drain(topic: str, *, max_batches: int = 200) -> int:
    """Handle what is due, batch after batch. Returns how many rows were done.

    Stops early when a handler asks for patience (`TryLater`) or a batch gets nowhere.
    """
    known = _topics[topic]
    done_in_all = 0
    for _ in range(max_batches):
        items = _claim(known)
        if not items:
            break
        outcome = _handle(known, items)
        _finish(known, [item for item in items if item.pk in outcome.done])
        for item in items:
            if item.pk not in outcome.done:
                waits = outcome.pause if item.pk not in outcome.errors else ""
                _release([item], error=waits or outcome.errors.get(item.pk, "NotDone"), counts=not waits)
        done_in_all += len(outcome.done)
        if outcome.pause:
            break
    return done_in_all


@dataclass
class _Outcome:
    """Which rows are done, which failed and how, and why the rest should wait, if it should."""

    done: set[int]
    errors: dict[int, str]
    pause: str = ""


def _handle(topic: Topic, items: Sequence[OutboxItem]) -> _Outcome:
    """The batch as a whole; after a failure row by row, so that the one at fault alone is delayed and set aside."""
    try:
        return _Outcome(set(topic.handler(items)), {})
    except TryLater as pause:
        return _Outcome(set(), {}, _reason(pause))
    except Exception as error:  # noqa: BLE001 - whatever it was, the rows must come back
        logger.warning("outbox: %s failed for %d rows: %s", topic.name, len(items), type(error).__name__)
        if len(items) == 1:
            return _Outcome(set(), {items[0].pk: type(error).__name__})
    outcome = _Outcome(set(), {})
    for item in items:
        alone = _handle(topic, [item])
        outcome.done |= alone.done
        outcome.errors |= alone.errors
        if alone.pause:
            outcome.pause = alone.pause
            break
    return outcome


def _reason(pause: TryLater) -> str:
    return str(pause) or "TryLater"


def _claim(topic: Topic) -> list[OutboxItem]:
    """Take due rows for OUTBOX_CLAIM_SECONDS: longer than a batch takes, short enough to miss a killed worker soon."""
    claim = uuid.uuid4()
    with transaction.atomic():
        rows = due(topic.name).order_by("available_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ids = list(rows.values_list("pk", flat=True)[: topic.batch_size])
        if not ids:
            return []
        OutboxItem.objects.filter(pk__in=ids).update(claim=claim, claimed_until=_claim_ends())
    return list(OutboxItem.objects.filter(claim=claim).order_by("available_at", "pk"))


def hold(item: OutboxItem) -> bool:
    """For a handler whose rows take long, before each: renew the batch's claim. False when it ran out and the row is another
    worker's by now."""
    if item.claim is None:
        return True
    OutboxItem.objects.filter(claim=item.claim).update(claimed_until=_claim_ends())
    return OutboxItem.objects.filter(pk=item.pk, claim=item.claim).exists()


def _claim_ends() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)


def _finish(topic: Topic, items: Sequence[OutboxItem]) -> None:
    for version, ids in _by_version(items).items():
        # A change that came while we worked has raised the version: that row stays pending for the next round.
        unchanged = OutboxItem.objects.filter(pk__in=ids, version=version, claim=items[0].claim)
        if topic.keeps_rows:
            unchanged.update(is_pending=False, claim=None, claimed_until=None, attempts=0, last_error="")
        else:
            unchanged.delete()
    _let_go(items)


def _by_version(items: Sequence[OutboxItem]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = {}
    for item in items:
        grouped.setdefault(item.version, []).append(item.pk)
    return grouped


def _release(items: Sequence[OutboxItem], *, error: str, counts: bool = True) -> None:
    now = timezone.now()
    for item in items:
        attempts = item.attempts + 1 if counts else item.attempts
        wait = RETRY_SECONDS[min(attempts, len(RETRY_SECONDS)) - 1] if counts else RETRY_SECONDS[0]
        OutboxItem.objects.filter(pk=item.pk, version=item.version, claim=item.claim).update(
            attempts=F("attempts") + int(counts),
            available_at=now + datetime.timedelta(seconds=wait),
            set_aside_at=now if attempts >= MAX_ATTEMPTS else None,
            claim=None,
            claimed_until=None,
            last_error=error[:120],
        )
    _let_go(items)


def _let_go(items: Sequence[OutboxItem]) -> None:
    """Give up the claim on rows that changed meanwhile; a claim that ran out and is another worker's now stays theirs."""
    if items:
        OutboxItem.objects.filter(claim=items[0].claim).filter(pk__in=[item.pk for item in items]).update(
            claim=None, claimed_until=None
        )
