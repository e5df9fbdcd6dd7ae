"""How far somebody has read: one mark for each board, and threads that they have read further than that.

Marks compare numbers. A board gives each of its posts the next *serial*, and a thread keeps the serial of its last post:
whatever is at or below the board's mark has been read. Marks never run out, and nobody but their owner is ever shown them.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models.boards import Board
from forum.models.threads import Thread


class BoardRead(models.Model):
    """Everything in this board up to this serial has been read."""

    wagtail_reference_index_ignore = True  # the admin's usage pages would tell who reads what

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="reads")
    serial = models.PositiveBigIntegerField()
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="one_read_mark_for_board")]

    def __str__(self) -> str:
        return f"{self.board_id}: {self.serial}"


class ThreadRead(models.Model):
    """This thread has been read up to this post, whatever the board's mark says."""

    wagtail_reference_index_ignore = True  # as above

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reads")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="one_read_mark_for_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.number}"
