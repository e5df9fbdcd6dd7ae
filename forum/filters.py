"""Narrowing a board's list: by kind, by what has become of a thread, by tag, by what is unread. Parses and applies; who may
see what was decided before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from forum.enums import ThreadKind
from forum.models import TaggedThread
from forum.read_marks import unread_in
from taxonomy.models import tag_slug

if TYPE_CHECKING:
    from django.http import QueryDict

    from core.access import Actor

MAX_TAG = 100
STATES = ("open", "solved", "closed", "over")


class BoardFilter:
    """What a board's address asks for. What isn't known is left out, as in any search."""

    def __init__(self, parameters: QueryDict) -> None:
        kind, state = parameters.get("kind", ""), parameters.get("state", "")
        self.kind = kind if kind in ThreadKind.values else ""
        self.state = state if state in STATES else ""
        self.tag = tag_slug(parameters.get("tag", "")[:MAX_TAG])
        self.is_unread = bool(parameters.get("unread"))

    @property
    def chosen(self) -> dict[str, str]:
        values = {
            "kind": self.kind,
            "state": self.state,
            "tag": self.tag,
            "unread": "1" if self.is_unread else "",
        }
        return {name: value for name, value in values.items() if value}

    @property
    def query(self) -> str:
        """For the addresses of further pages, ready to stand before a cursor; "" without a filter."""
        return f"{urlencode(self.chosen)}&" if self.chosen else ""

    def apply(self, threads: Any, board: Any, actor: Actor) -> Any:
        """The threads of one board narrowed; expects the board `with_board_mark()`. Each way has an index in the list's own
        order, but for tags, where the list is walked along its index and each thread asked for the tag."""
        if self.kind:
            threads = threads.filter(kind=self.kind)
        if self.state:
            threads = threads.filter(_state(self.state))
        if self.tag:
            tagged = TaggedThread.objects.filter(content_object=OuterRef("pk"), tag__slug=self.tag)
            threads = threads.filter(Exists(tagged))
        if self.is_unread and actor.is_authenticated:
            threads = unread_in(threads, board, actor)
        return threads

    def kind_choices(self) -> list[tuple[str, Any, bool]]:
        """(value, label, is chosen), for the form."""
        choices: list[tuple[str, Any]] = [("", _("All kinds")), *ThreadKind.choices]
        return [(value, label, value == self.kind) for value, label in choices]

    def state_choices(self) -> list[tuple[str, str, bool]]:
        labels = {
            "": _("Whatever has become of it"),
            "open": _("Questions without an answer"),
            "solved": _("Solved"),
            "closed": _("Closed"),
            "over": _("Calls that are over"),
        }
        return [(value, label, value == self.state) for value, label in labels.items()]


def _state(state: str) -> Q:
    if state == "open":
        return Q(kind=ThreadKind.QUESTION, answer=None)
    if state == "solved":
        return Q(answer__isnull=False)
    if state == "closed":
        return Q(is_locked=True)
    return Q(kind=ThreadKind.PARTNERS, partner_call__until__lt=timezone.localdate())
