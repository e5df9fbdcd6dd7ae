"""Boards and threads of the demonstration, and thousands of invented ones on request. Loading twice changes nothing."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User
from forum.actions import CallFacts, PollFacts
from forum.actions.cases import CaseFacts
from forum.actions.importing import (
    Author,
    ImportedPost,
    ImportedThread,
    ensure_access,
    ensure_board,
    ensure_category,
    import_threads,
)
from forum.enums import Level, ThreadKind
from forum.invented import invented_threads
from forum.models import Board

THREADS = Path(__file__).parent / "demo_data" / "threads.json"
BATCH_SIZE = 200
"""Threads in a transaction: 800 posts of four each, some 2 MB, and a write lock of under a second."""
ACCOUNTS_OF_ROLES = {"coordinator": "coordinator"}
"""The others belong to real organisations, into whose mouth nothing made up is put: they stay names without accounts."""
WRITERS = {"coordinators": "coordinators", "access": "access"}
"""Who writes in a board, where its readers are fewer than all members."""
ROOM_MEMBERS = {"coordinator", "ngo", "ngo2", "officer"}
WITHOUT_PSEUDONYMS = {"platform-help"}
WITH_CASES = {"health", "cases"}


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(THREADS.read_text(encoding="utf-8"))
    return content


def load(context: Mapping[str, Any]) -> int:
    """The boards and the hand-written threads; returns how many threads are new.

    `context["accounts"]` maps names of demo accounts to users, `context["practices"]` keys of practices to ids.
    """
    authors = _authors(context.get("accounts", {}))
    practices: Mapping[str, int] = context.get("practices", {})
    boards = _boards()
    _open_rooms(boards, context.get("accounts", {}))
    return import_threads(
        [
            _imported(raw, boards, authors, prefix="demo", subject_id=practices.get(raw["practice"] or ""))
            for raw in _content()["threads"]
        ]
    )


def load_many(count: int, *, posts_each: int = 4) -> int:
    """Have `count` invented threads, written in batches; returns how many are new."""
    boards, authors = _boards(), _authors({})
    source = (
        _imported(raw, boards, authors, prefix="demo", subject_id=None)
        for raw in invented_threads(count, posts_each)
    )
    return sum(import_threads(batch) for batch in _batches(source))


def _batches(source: Iterator[ImportedThread]) -> Iterator[list[ImportedThread]]:
    while batch := list(islice(source, BATCH_SIZE)):
        yield batch


def _boards() -> dict[str, Board]:
    categories = {
        raw["key"]: ensure_category(raw["title_bg"], title_en=raw["title_en"], position=raw["position"])
        for raw in _content()["categories"]
    }
    return {
        raw["slug"]: ensure_board(
            raw["slug"],
            position=raw["position"],
            category=categories[raw["category"]],
            read_by=raw["visibility"],
            start_by=WRITERS.get(raw["visibility"], "members"),
            reply_by=WRITERS.get(raw["visibility"], "members"),
            attach_by=WRITERS.get(raw["visibility"], "members"),
            allows_pseudonyms=raw["slug"] not in WITHOUT_PSEUDONYMS,
            allows_cases=raw["slug"] in WITH_CASES,
            **{
                f"{name}_{code}": raw[f"{name}_{code}"]
                for name in ("title", "description", "rules")
                for code in ("bg", "en")
            },
        )
        for raw in _content()["boards"]
    }


def _open_rooms(boards: Mapping[str, Board], accounts: Mapping[str, User]) -> None:
    """Rooms of named members are open to the demonstration's accounts, to the day on which their project ends."""
    for raw in _content()["boards"]:
        if "days_open" in raw:
            until = timezone.localdate() + datetime.timedelta(days=raw["days_open"])
            for name in sorted(ROOM_MEMBERS & accounts.keys()):
                ensure_access(boards[raw["slug"]], accounts[name], Level.START, until)


def _call(raw: dict[str, Any]) -> CallFacts | None:
    if "call" not in raw:
        return None
    return CallFacts(raw["call"]["seeks"], _day(raw["call"]["days_left"]), raw["call"]["funding"])


def _poll(raw: dict[str, Any]) -> PollFacts | None:
    if "poll" not in raw:
        return None
    poll = raw["poll"]
    return PollFacts(
        poll["question"], tuple(poll["options"]), _day(poll["days_left"]), poll["allows_several"]
    )


def _day(days_left: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days_left)


def _authors(accounts: Mapping[str, User]) -> dict[tuple[str, str], Author]:
    """(author key, language) → who that is: the first of each role is the demo account, the others are names."""
    found: dict[tuple[str, str], Author] = {}
    taken: set[str] = set()
    for key, raw in _content()["authors"].items():
        account = accounts.get(ACCOUNTS_OF_ROLES.get(raw["role"], "")) if raw["role"] not in taken else None
        taken.add(raw["role"])
        for language in ("bg", "en"):
            found[key, language] = (
                Author(user=account) if account else Author(name=raw[f"display_name_{language}"])
            )
    return found


def _imported(
    raw: dict[str, Any],
    boards: Mapping[str, Board],
    authors: Mapping[tuple[str, str], Author],
    *,
    prefix: str,
    subject_id: int | None,
) -> ImportedThread:
    now = timezone.now()
    start = now - datetime.timedelta(days=raw["days_ago"])
    return ImportedThread(
        external_id=f"{prefix}:{raw['key']}",
        board=boards[raw["board"]],
        title=raw["title"],
        language=raw["language"],
        tags=tuple(raw["tags"]),
        kind=raw.get("kind", ThreadKind.DISCUSSION),
        answer=raw.get("answer"),
        call=_call(raw),
        poll=_poll(raw),
        subject=("practice", subject_id) if subject_id else None,
        case=CaseFacts(**{**raw["case"], "needs": tuple(raw["case"]["needs"])}) if "case" in raw else None,
        posts=[
            ImportedPost(
                author=authors[post["author"], raw["language"]],
                body=post["body"],
                # A thread with many posts would run into the future: then the last ones come close together.
                created_at=min(start + datetime.timedelta(hours=post["hours_later"]), now),
                is_pseudonymous=post["is_pseudonymous"],
            )
            for post in raw["posts"]
        ],
    )
