"""Invented discussions for lists, search and bench, put together from hand-written building blocks.

Owns how a thread is composed; the sentences are in demo_data/invented.json, the boards and the roles that speak in
demo_data/threads.json. Pure Python: no database, no Django. The same seed gives the same threads, and a longer series
begins with the shorter one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from itertools import count as numbers
from pathlib import Path
from typing import Any

Thread = dict[str, Any]

BLOCKS = Path(__file__).parent / "demo_data" / "invented.json"
AUTHORS = ("ngo", "mentor", "teacher", "social", "mediator", "officer", "centre", "coordinator")
OLDEST_DAYS = 900


@cache
def _blocks() -> dict[str, Any]:
    blocks: dict[str, Any] = json.loads(BLOCKS.read_text(encoding="utf-8"))
    return blocks


def invented_threads(count: int, posts_each: int = 4, seed: int = 7) -> Iterator[Thread]:
    """`count` threads with distinct titles, of `posts_each` posts, in the shape of demo_data/threads.json."""
    chance = random.Random(seed)
    topics, used = _blocks()["topics"], set[str]()
    for number in range(count):
        topic = topics[number % len(topics)]
        language = topic["language"]
        yield {
            "key": f"invented-{number + 1}",
            "board": topic["board"],
            "language": language,
            "title": _title(chance, topic, used),
            "tags": topic["tags"],
            "practice": None,
            "days_ago": chance.randint(1, OLDEST_DAYS),
            "posts": _posts(chance, topic, posts_each),
        }


def _title(chance: random.Random, topic: dict[str, Any], used: set[str]) -> str:
    """A question of its town; numbered once all combinations are taken."""
    towns = _blocks()["towns"]
    index = 0 if topic["language"] == "bg" else 1
    town = chance.choice(towns)[index]
    title = f"{chance.choice(topic['titles'])} – {town}"
    if title in used:
        title = next(numbered for number in numbers(2) if (numbered := f"{title} ({number})") not in used)
    used.add(title)
    return title


def _posts(chance: random.Random, topic: dict[str, Any], how_many: int) -> list[dict[str, Any]]:
    pools, language = _blocks(), topic["language"]
    asker, *others = chance.sample(AUTHORS, len(AUTHORS))
    bodies = [" ".join(chance.sample(topic["openings"], chance.choice([1, 2])))]
    answers = chance.sample(topic["replies"], len(topic["replies"]))
    while len(bodies) < how_many:
        if answers and chance.random() < 0.7:
            bodies.append(answers.pop())
        else:
            bodies.append(chance.choice(pools["reply"][language]))
    authors = [asker, *(chance.choice(others) for _ in bodies[1:])]
    if how_many > 2 and chance.random() < 0.6:
        bodies[-1], authors[-1] = chance.choice(pools["thanks"][language]), asker
    posts, hours = [], 0
    for author, body in zip(authors, bodies, strict=True):
        posts.append(
            {"author": author, "is_pseudonymous": False, "hours_later": hours, "body": f"<p>{body}</p>"}
        )
        hours += chance.randint(1, 30)
    return posts
