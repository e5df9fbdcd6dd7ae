"""Who reads, writes in and moderates which board: for one board and for lists of them, decided in this module alone.

Two things count: what a person is (visitor, member of an organisation, coordinator), and the access that they or one of their
organisations have to a board by name. Access by name only ever adds. A coordinator moderates what coordinators read; a
board that is open by name alone is closed to them as to anybody. Access to one board says nothing about another.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from directory.memberships import is_member, organisation_ids_of
from forum.enums import Level, ReadBy, WriteBy

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor
    from forum.models import Board


_LEVELS = "_board_levels"  # where an actor object keeps what was asked about it


@dataclass(frozen=True)
class Rights:
    """What somebody may do in a board."""

    can_read: bool = False
    can_reply: bool = False
    can_start: bool = False
    can_attach: bool = False
    can_moderate: bool = False


def granted_levels(actor: Actor) -> dict[int, int]:
    """board id → the highest level that the actor has by name today, own or by an organisation.

    Asked once for each actor object, like memberships: one query for a request, however many boards it touches.
    """
    if not actor.is_authenticated:
        return {}
    known: dict[int, int] | None = getattr(actor, _LEVELS, None)
    if known is None:
        from forum.models import BoardAccess  # noqa: PLC0415 - models import the querysets, which import this

        rows = BoardAccess.objects.current().filter(
            Q(user=actor) | Q(organisation__in=organisation_ids_of(actor))
        )
        known = {}
        for board_id, level in rows.values_list("board_id", "level"):
            known[board_id] = max(level, known.get(board_id, 0))
        setattr(actor, _LEVELS, known)
    return known


def _reads_by_standing(actor: Actor) -> list[str]:
    """The values of `read_by` that are open to somebody for what they are."""
    groups: list[str] = [ReadBy.PUBLIC]
    if is_member(actor):
        groups.append(ReadBy.MEMBERS)
    if _is_coordinator(actor):
        groups.append(ReadBy.COORDINATORS)
    return groups


def _is_coordinator(actor: Actor) -> bool:
    return bool(actor.is_authenticated and actor.is_coordinator)


def _is_among(actor: Actor, group: str) -> bool:
    if group == WriteBy.MEMBERS:
        return is_member(actor)
    return group == WriteBy.COORDINATORS and _is_coordinator(actor)


def _names_writers(board: Board, level: int) -> bool:
    return level >= Level.REPLY and board.attach_by != WriteBy.COORDINATORS


def rights_on(actor: Actor, board: Board) -> Rights:
    """What the actor may do in this board. `readable` and `moderated` say the same for lists."""
    level = granted_levels(actor).get(board.pk, 0)
    by_standing = board.read_by in _reads_by_standing(actor)
    can_moderate = level >= Level.MODERATE or (by_standing and _is_coordinator(actor))
    can_reply = can_moderate or level >= Level.REPLY or (by_standing and _is_among(actor, board.reply_by))
    return Rights(
        can_read=by_standing or level >= Level.READ,
        can_reply=can_reply,
        # Here access by name opens what is for those alone who have it, and nothing that is for coordinators.
        can_attach=can_moderate
        or (can_reply and (_is_among(actor, board.attach_by) or _names_writers(board, level))),
        can_start=can_moderate or level >= Level.START or (by_standing and _is_among(actor, board.start_by)),
        can_moderate=can_moderate,
    )


def access_ends_on(actor: Actor, board: Board) -> datetime.date | None:
    """The last day on which somebody is in a room of named members; None where there is no such day, or no room. One query,
    and that for rooms alone."""
    if board.read_by != ReadBy.ACCESS or not actor.is_authenticated:
        return None
    own = Q(user=actor) | Q(organisation__in=organisation_ids_of(actor))
    days = list(board.accesses.current().filter(own).values_list("ends_on", flat=True))
    return None if None in days else max((day for day in days if day is not None), default=None)


def readable(actor: Actor, board: str = "") -> Q:
    """Condition for boards that the actor reads; `board` is the path to the board from the model asked, e.g. "board"."""
    path = f"{board}__" if board else ""
    levels = granted_levels(actor)
    condition = Q(**{f"{path}read_by__in": _reads_by_standing(actor)})
    return condition | Q(**{f"{board or 'pk'}__in": list(levels)}) if levels else condition


def moderated(actor: Actor, board: str = "") -> Q:
    """Condition for boards that the actor moderates."""
    path = f"{board}__" if board else ""
    named = [pk for pk, level in granted_levels(actor).items() if level >= Level.MODERATE]
    condition = Q(**{f"{board or 'pk'}__in": named})
    if _is_coordinator(actor):
        condition |= Q(**{f"{path}read_by__in": _reads_by_standing(actor)})
    return condition


def startable(actor: Actor) -> Q:
    """Condition for boards in which the actor may start a thread."""
    named = [pk for pk, level in granted_levels(actor).items() if level >= Level.START]
    groups = [group for group in WriteBy.values if _is_among(actor, group)]
    return Q(pk__in=named) | moderated(actor) | Q(read_by__in=_reads_by_standing(actor), start_by__in=groups)


def audience_tokens_of(user: User) -> Iterable[str]:
    """`board:ID` for each board that somebody reads by name."""
    return [f"board:{pk}" for pk in granted_levels(user)]


def audiences_of(board: Board) -> frozenset[str]:
    """The tokens of everybody who reads a board: its group, and those who have access to it by name."""
    if board.read_by == ReadBy.PUBLIC:
        return frozenset({ReadBy.PUBLIC.value})
    by_name = f"board:{board.pk}"
    return frozenset({by_name} if board.read_by == ReadBy.ACCESS else {str(board.read_by), by_name})
