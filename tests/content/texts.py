"""Reads the content files, and walks every text in them with its language."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TAXONOMY = ROOT / "platform/taxonomy/data"
FILES = {
    "terms": TAXONOMY / "terms.json",
    "organisations": ROOT / "platform/directory/demo_data/organisations.json",
    "pages": ROOT / "platform/pages/demo_data/pages.json",
    "red_cross": ROOT / "practices/demo_data/red_cross.json",
    "practice_blocks": ROOT / "practices/demo_data/invented.json",
    "threads": ROOT / "forum/demo_data/threads.json",
    "thread_blocks": ROOT / "forum/demo_data/invented.json",
}
LANGUAGES = ("bg", "en")

CYRILLIC = re.compile(r"[Ѐ-ӿ]")
LATIN = re.compile(r"[A-Za-z]")
TAG = re.compile(r"<[^>]+>|{\w+}")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:bg|org|com|example)\b")


def load(name: str) -> Any:
    return json.loads(FILES[name].read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (TAXONOMY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place_codes() -> set[str]:
    return {row["code"] for name in ("oblasts", "municipalities", "districts") for row in rows(name)}


def term_codes() -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for term in load("terms"):
        codes.setdefault(term["vocabulary"], set()).add(term["code"])
    return codes


def organisation_keys() -> set[str]:
    return {organisation["key"] for organisation in load("organisations")["organisations"]}


def visible(text: str) -> str:
    """The text as read: without markup, slots, addresses and mailboxes."""
    return ADDRESS.sub(" ", TAG.sub(" ", text))


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a JSON value with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from strings(part, f"{path}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from strings(part, f"{path}[{index}]")


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text written in a language, with where it stands."""
    for term in load("terms"):
        yield f"terms.{term['code']}", term[f"name_{language}"]
    for name in ("organisations", "threads"):
        for path, text in strings(load(name), name):
            if path.endswith(f"_{language}"):
                yield path, text
    pages = load("pages")
    yield from strings(pages["site"][language], "pages.site")
    yield from strings(pages["home"][language], "pages.home")
    for page in pages["pages"]:
        yield from strings(page[language], f"pages.{page['slug']}")
    yield from strings(load("red_cross")["texts"][language], "red_cross")
    index = LANGUAGES.index(language)
    blocks = load("practice_blocks")
    for kit in blocks["kits"]:
        yield from _halves(kit, index, f"practice_blocks.{kit['code']}")
    yield from _halves(blocks["pools"], index, "practice_blocks.pools")
    for thread in load("threads")["threads"]:
        if thread["language"] == language:
            yield from strings([thread["title"], thread["posts"]], f"threads.{thread['key']}")
    for topic in load("thread_blocks")["topics"]:
        if topic["language"] == language:
            yield from strings([topic["titles"], topic["openings"], topic["replies"]], "thread_blocks")
    for pool in ("reply", "thanks"):
        yield from strings(load("thread_blocks")[pool][language], f"thread_blocks.{pool}")


PAIRED = {
    "titles", "taglines", "problems", "actions", "results", "activities", "challenges", "impacts", "replications",
    "origin", "goal", "activity", "challenge", "impact", "replication",
}  # fmt: skip


def _halves(groups: dict[str, Any], index: int, path: str) -> Iterator[tuple[str, str]]:
    for name in PAIRED & groups.keys():
        for pair in groups[name]:
            yield from strings(pair[index], f"{path}.{name}")
