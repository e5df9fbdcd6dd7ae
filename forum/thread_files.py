"""Threads of another forum in a file: what each line may say, checked line by line (docs/forum-import.md).

Reads and checks; `actions/importing.py` writes. An author is matched by the fingerprint of an e-mail address that somebody here
has confirmed; everybody else stays a name without an account.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TextIO

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.sanitising import clean_plain_text, plain_to_html
from forum.actions.importing import Author, ImportedPost, ImportedThread
from forum.content import checked_body, checked_tags, checked_title, language_of
from forum.enums import ThreadKind
from forum.models import Board
from taxonomy.tags import parse_tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User

FORMAT, VERSION = "megdan-threads", 1
MAX_LINE = 20_000_000
"""Characters: a thread of some thousand long posts."""
KINDS = (ThreadKind.DISCUSSION, ThreadKind.QUESTION)
NAME_MAX_LENGTH = 80
ID_MAX_LENGTH = 60


@dataclass
class Header:
    """The first line: where the threads come from, and who wrote them."""

    source: str
    authors: Mapping[str, Author]


@dataclass
class Report:
    """What a file holds and what is wrong with it."""

    threads: int = 0
    posts: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


class WrongLine(Exception):
    """Why a line can't be taken, in words for whoever made the file."""


def fingerprint(address: str) -> str:
    """What stands in a file instead of an e-mail address."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def read_threads(lines: TextIO, report: Report) -> Iterator[ImportedThread]:
    """The threads of a file, one at a time; what is wrong goes into the report and is left out."""
    header: Header | None = None
    boards = {board.slug: board for board in Board.objects.all()}
    seen: set[str] = set()
    for number, line in enumerate(iter(lambda: lines.readline(MAX_LINE + 1), ""), start=1):
        if not line.strip():
            continue
        try:
            raw = _object(line)
            if header is None:
                header = _header(raw)
                continue
            thread = _thread(raw, header, boards)
            if thread.external_id in seen:
                raise WrongLine(f"the id {raw['id']!r} stands in this file twice")
            seen.add(thread.external_id)
        except WrongLine as error:
            report.errors.append((number, str(error)))
            if header is None:
                return
            continue
        report.threads += 1
        report.posts += len(thread.posts)
        yield thread
    if header is None:
        report.errors.append((1, "the file is empty"))


def _object(line: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise WrongLine(f"the line is longer than {MAX_LINE} characters")
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WrongLine("this is no JSON") from error
    if not isinstance(raw, dict):
        raise WrongLine("a line holds one JSON object")
    return raw


def _header(raw: dict[str, Any]) -> Header:
    if raw.get("format") != FORMAT or raw.get("version") != VERSION:
        raise WrongLine(f'the first line says {{"format": "{FORMAT}", "version": {VERSION}, …}}')
    source = _text(raw, "source", ID_MAX_LENGTH)
    authors = raw.get("authors")
    if not isinstance(authors, dict) or not authors:
        raise WrongLine("`authors` names at least one author by a key")
    for key, author in authors.items():
        if not isinstance(author, dict):
            raise WrongLine(f"author {key!r}: an object with a name")
    return Header(source, _matched(authors))


def _matched(raw: Mapping[str, dict[str, Any]]) -> dict[str, Author]:
    """Authors with accounts where an address is known here; only accounts that can be signed in to count. One query."""
    wanted = {str(author["email_sha256"]).lower() for author in raw.values() if author.get("email_sha256")}
    known: dict[str, User] = {}
    if wanted:
        confirmed = EmailAddress.objects.filter(verified=True, user__is_active=True)
        for address in confirmed.select_related("user").iterator(chunk_size=1000):
            if (mark := fingerprint(address.email)) in wanted:
                known[mark] = address.user
    authors = {}
    for key, author in raw.items():
        user = known.get(str(author.get("email_sha256", "")).lower())
        try:
            name = _text(author, "name", NAME_MAX_LENGTH)
        except WrongLine as error:
            raise WrongLine(f"author {key!r}: {error}") from error
        authors[key] = Author(user=user) if user else Author(name=name)
    return authors


def _thread(raw: dict[str, Any], header: Header, boards: Mapping[str, Board]) -> ImportedThread:
    pk = _text(raw, "id", ID_MAX_LENGTH)
    board = boards.get(str(raw.get("board")))
    if board is None:
        raise WrongLine(f"there is no board {raw.get('board')!r} here; boards: {', '.join(sorted(boards))}")
    title = _checked(checked_title, _text(raw, "title", 1000), "title")
    kind = raw.get("kind", ThreadKind.DISCUSSION)
    if kind not in KINDS:
        raise WrongLine(f"`kind` is one of {', '.join(KINDS)}")
    posts = raw.get("posts")
    if not isinstance(posts, list) or not posts:
        raise WrongLine("`posts` holds at least one post")
    read = [_post(post, place, header) for place, post in enumerate(posts, start=1)]
    if any(later.created_at < earlier.created_at for earlier, later in pairwise(read)):
        raise WrongLine("the posts stand in the order in which they were written")
    answer = raw.get("answer")
    if answer is not None and not (
        kind == ThreadKind.QUESTION and type(answer) is int and 1 < answer <= len(read)
    ):
        raise WrongLine("`answer` is the number of a reply in a question, the first reply being 2")
    tags = raw.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise WrongLine("`tags` is a list of words")
    language = raw.get("language") or language_of(title)
    if language not in dict(settings.LANGUAGES):
        raise WrongLine(f"`language` is one of {', '.join(dict(settings.LANGUAGES))}")
    return ImportedThread(
        external_id=f"{header.source}:{pk}"[:120],
        board=board,
        title=title,
        language=language,
        posts=read,
        tags=tuple(_checked(_tags_in, ",".join(tags), "tags")),
        kind=kind,
        answer=answer,
    )


def _post(raw: Any, place: int, header: Header) -> ImportedPost:
    try:
        if not isinstance(raw, dict):
            raise WrongLine("an object with author, at, and html or text")
        author = header.authors.get(str(raw.get("author")))
        if author is None:
            raise WrongLine(f"the first line has no author {raw.get('author')!r}")
        body = raw.get("html") or plain_to_html(str(raw.get("text") or ""))
        _checked(checked_body, str(body), "text")
        return ImportedPost(author=author, body=str(body), created_at=_moment(raw.get("at")))
    except WrongLine as error:
        raise WrongLine(f"post {place}: {error}") from error


def _moment(value: Any) -> datetime.datetime:
    try:
        moment = parse_datetime(str(value))
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise WrongLine("`at` is a moment with its time zone, e.g. 2024-05-17T09:30:00+03:00")
    if moment > timezone.now():
        raise WrongLine("`at` is still to come")
    return moment


def _text(raw: Mapping[str, Any], name: str, longest: int) -> str:
    value = raw.get(name)
    cleaned = (
        " ".join(clean_plain_text(str(value)[: 2 * longest]).split()) if isinstance(value, (str, int)) else ""
    )
    if not cleaned:
        raise WrongLine(f"`{name}` is missing")
    if len(cleaned) > longest:
        raise WrongLine(f"`{name}` is longer than {longest} characters")
    return cleaned


def _checked(check: Callable[[str], Any], value: str, name: str) -> Any:
    try:
        return check(value)
    except ValidationError as error:
        raise WrongLine(f"{name}: {' '.join(error.messages)}") from error


def _tags_in(text: str) -> list[str]:
    return checked_tags(parse_tags(text))
