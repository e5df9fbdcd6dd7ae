"""The outbox: one row for each target, claimed for a while, done once it is done, never lost, never in the way of others."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from core import outbox
from core.models import OutboxItem

TOPIC = "test.outbox"
Handler = Callable[[Sequence[OutboxItem]], list[int]]


class Recorder:
    """A handler that remembers what it was given, and can be told to fail."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.refuses: set[str] = set()
        self.raises: dict[str, Exception] = {}
        self.meanwhile: Callable[[], None] | None = None

    def __call__(self, items: Sequence[OutboxItem]) -> list[int]:
        self.batches.append([item.key for item in items])
        for item in items:
            if error := self.raises.get(item.key):
                raise error
        if self.meanwhile:
            self.meanwhile()
        return [item.pk for item in items if item.key not in self.refuses]

    @property
    def handled(self) -> list[str]:
        return [key for batch in self.batches for key in batch]


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A topic of our own; gone afterwards, or other tests would sweep it."""
    handler = Recorder()
    outbox.register_handler(TOPIC, handler, batch_size=3)
    yield handler
    outbox._topics.pop(TOPIC)


def put(*keys: str, payload: dict[str, Any] | None = None) -> None:
    with transaction.atomic():
        for key in keys:
            outbox.put(TOPIC, key, payload)


def row(key: str) -> OutboxItem:
    return OutboxItem.objects.get(topic=TOPIC, key=key)


def rewind(*, seconds: int = 3 * 3600) -> None:
    """Everything becomes due, as if so much time had passed."""
    past = timezone.now() - datetime.timedelta(seconds=seconds)
    OutboxItem.objects.filter(topic=TOPIC).update(available_at=past)


@pytest.mark.django_db(transaction=True)
def test_a_row_needs_the_transaction_that_causes_it(recorder: Recorder) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        outbox.put(TOPIC, "a:1")


@pytest.mark.django_db
def test_one_target_is_one_row_whose_version_grows(recorder: Recorder) -> None:
    put("a:1", payload={"id": 1})
    put("a:1", payload={"id": 2})
    assert OutboxItem.objects.filter(topic=TOPIC).count() == 1
    assert (row("a:1").version, row("a:1").payload) == (2, {"id": 2})


@pytest.mark.django_db
def test_many_targets_are_written_in_few_statements(
    recorder: Recorder, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4), transaction.atomic():
        outbox.put_many(TOPIC, [f"a:{number}" for number in range(900)])
    assert OutboxItem.objects.filter(topic=TOPIC).count() == 900


@pytest.mark.django_db
def test_what_is_done_goes_and_is_handled_once(recorder: Recorder) -> None:
    put("a:1", "a:2", "a:3", "a:4")
    assert outbox.drain(TOPIC) == 4
    assert outbox.drain(TOPIC) == 0
    assert sorted(recorder.handled) == ["a:1", "a:2", "a:3", "a:4"]
    assert [len(batch) for batch in recorder.batches] == [3, 1]
    assert not OutboxItem.objects.filter(topic=TOPIC).exists()


@pytest.mark.django_db
def test_a_topic_that_keeps_rows_keeps_their_version(recorder: Recorder) -> None:
    outbox.register_handler(TOPIC, recorder, keep=True)
    put("a:1")
    outbox.drain(TOPIC)
    assert not row("a:1").is_pending
    put("a:1")
    assert (row("a:1").version, row("a:1").is_pending) == (2, True)
    assert outbox.drain(TOPIC) == 1


@pytest.mark.django_db
def test_a_change_that_comes_while_it_is_handled_is_handled_again(recorder: Recorder) -> None:
    put("a:1")
    changes = iter([lambda: put("a:1", payload={"id": 9})])
    recorder.meanwhile = lambda: next(changes, lambda: None)()
    outbox.drain(TOPIC)
    assert recorder.handled == ["a:1", "a:1"]
    assert not OutboxItem.objects.filter(topic=TOPIC).exists()


@pytest.mark.django_db
def test_a_claimed_row_is_left_alone_until_its_time_is_over(recorder: Recorder) -> None:
    put("a:1")
    assert [item.key for item in outbox._claim(outbox._topics[TOPIC])] == ["a:1"]
    assert outbox.drain(TOPIC) == 0
    past = timezone.now() - datetime.timedelta(seconds=1)
    OutboxItem.objects.filter(topic=TOPIC).update(claimed_until=past)
    assert outbox.drain(TOPIC) == 1


@pytest.mark.django_db
def test_a_worker_that_comes_back_too_late_takes_nothing_from_the_next_one(recorder: Recorder) -> None:
    put("a:1")
    topic = outbox._topics[TOPIC]
    slow = outbox._claim(topic)
    past = timezone.now() - datetime.timedelta(seconds=1)
    OutboxItem.objects.filter(topic=TOPIC).update(claimed_until=past)
    quick = outbox._claim(topic)
    outbox._finish(topic, slow)
    assert row("a:1").claim == quick[0].claim
    outbox._release(slow, error="Late")
    assert (row("a:1").claim, row("a:1").attempts) == (quick[0].claim, 0)
    outbox._finish(topic, quick)
    assert not OutboxItem.objects.filter(topic=TOPIC).exists()


@pytest.mark.django_db
def test_what_is_not_done_waits_longer_each_time(recorder: Recorder) -> None:
    recorder.refuses = {"a:2"}
    put("a:1", "a:2")
    assert outbox.drain(TOPIC) == 1
    waits = []
    for attempt in range(1, 4):
        item = row("a:2")
        assert item.attempts == attempt
        waits.append((item.available_at - timezone.now()).total_seconds())
        assert outbox.drain(TOPIC) == 0
        rewind()
        outbox.drain(TOPIC)
    assert waits == sorted(waits)
    assert waits[0] > 0


@pytest.mark.django_db
def test_after_many_failures_a_row_is_set_aside_and_a_change_brings_it_back(recorder: Recorder) -> None:
    recorder.refuses = {"a:1"}
    put("a:1")
    for _attempt in range(outbox.MAX_ATTEMPTS):
        rewind()
        outbox.drain(TOPIC)
    assert row("a:1").set_aside_at is not None
    rewind()
    calls = len(recorder.batches)
    outbox.drain(TOPIC)
    assert len(recorder.batches) == calls
    recorder.refuses = set()
    put("a:1")
    assert (row("a:1").attempts, row("a:1").set_aside_at) == (0, None)
    assert outbox.drain(TOPIC) == 1


@pytest.mark.django_db
def test_one_row_that_breaks_the_batch_is_alone_delayed(recorder: Recorder) -> None:
    recorder.raises = {"a:2": ValueError("secret text")}
    put("a:1", "a:2", "a:3")
    assert outbox.drain(TOPIC) == 2
    assert row("a:2").attempts == 1
    assert "secret" not in row("a:2").last_error


@pytest.mark.django_db
def test_a_server_that_is_away_costs_no_attempt(recorder: Recorder) -> None:
    recorder.raises = {"a:1": outbox.TryLater("ConnectionRefused")}
    put("a:1", "a:2")
    assert outbox.drain(TOPIC) == 0
    for key in ("a:1", "a:2"):
        assert (row(key).attempts, row(key).claim) == (0, None)
        assert row(key).available_at > timezone.now()
    recorder.raises = {}
    rewind()
    assert outbox.drain(TOPIC) == 2


@pytest.mark.django_db
def test_a_server_that_goes_away_between_single_rows_costs_no_attempt(recorder: Recorder) -> None:
    """The batch fails for one row, and while the rows are tried alone the server goes away as well."""
    recorder.raises = {"a:1": ValueError(), "a:3": outbox.TryLater("ConnectionRefused")}
    put("a:1", "a:2", "a:3")
    assert outbox.drain(TOPIC) == 1
    assert (row("a:1").attempts, row("a:3").attempts) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_transaction_that_failed_never_were(recorder: Recorder) -> None:
    with transaction.atomic():
        outbox.put(TOPIC, "a:1")
        transaction.set_rollback(True)
    assert outbox.drain(TOPIC) == 0


@pytest.mark.django_db
def test_a_retried_row_keeps_its_message_id(recorder: Recorder) -> None:
    recorder.refuses = {"a:1"}
    put("a:1")
    before = row("a:1").message_uuid
    outbox.drain(TOPIC)
    put("a:1")
    assert row("a:1").message_uuid == before


@pytest.mark.stack
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_handle_each_row_once(recorder: Recorder) -> None:
    put(*[f"a:{number}" for number in range(40)])
    start = threading.Barrier(2)
    problems: list[Exception] = []

    def work() -> None:
        try:
            start.wait(timeout=30)
            outbox.drain(TOPIC)
        except Exception as error:  # noqa: BLE001 - told to the test's own thread
            problems.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert not problems
    assert sorted(recorder.handled) == sorted(f"a:{number}" for number in range(40))
    assert not OutboxItem.objects.filter(topic=TOPIC).exists()
    assert connection.is_usable()
