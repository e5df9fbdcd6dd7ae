"""Invented practices for lists, search and bench: realistic texts, put together from hand-written building blocks.

Owns how a card is composed; the sentences are in demo_data/invented.json. Pure Python: no database, no Django. The same
seed gives the same cards, and a longer series begins with the shorter one. Nothing here describes a real organisation:
the organisations are roles in a town, and each says of itself that it is made up.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from itertools import count as numbers
from pathlib import Path
from typing import Any

Card = dict[str, Any]
Pair = list[str]

BLOCKS = Path(__file__).parent / "demo_data" / "invented.json"
LANGUAGES = ("bg", "en")
EXAMPLE_TAG = "пример"
"""On each invented card, so that readers see what it is and editors can find them all."""

PATTERNS_PER_PLACE = 2
TODAY_YEAR = 2026
"""Fixed, so that a seed gives the same cards in any year."""
FIRST_YEAR = 2015
EURO_YEAR = 2026
"""From then on sums are in euro."""

SOURCE_NOTE_BG = "Измислена организация: показва как изглежда указателят."
SOURCE_NOTE_EN = "An invented organisation that shows what the directory looks like."


@cache
def _blocks() -> dict[str, Any]:
    blocks: dict[str, Any] = json.loads(BLOCKS.read_text(encoding="utf-8"))
    return blocks


def invented_organisations() -> list[dict[str, Any]]:
    """Two organisations for each town, in the shape of directory/demo_data/organisations.json."""
    return [_organisation(pattern, place) for place in _blocks()["places"] for pattern in _patterns(place)]


def invented_practices(count: int, seed: int = 7) -> Iterator[Card]:
    """`count` card documents with distinct titles. Every third has English as well, one in twenty-five English alone."""
    chance = random.Random(seed)
    kits, places = _shuffled(chance, _blocks()["kits"]), _shuffled(chance, _blocks()["places"])
    used: set[str] = set()
    for number in range(count):
        kit = kits[number % len(kits)]
        place = places[(number * 7 + number // len(kits)) % len(places)]
        card = _card(chance, kit, place, _languages(number), used)
        # By a chance of its own, so that what was invented before stays as it was.
        _add_numbers(random.Random(f"{seed}:{number}"), card)
        yield card


def _card(
    chance: random.Random, kit: dict[str, Any], place: list[str], languages: tuple[str, ...], used: set[str]
) -> Card:
    pools = _blocks()["pools"]
    times = _times(chance)
    slots = [
        {"n": str(chance.randint(8, 30)), "place": place[1], "in_place": f"{_in(place[1])} {place[1]}"},
        {"place": place[2], "in_place": f"in {place[2]}"},
    ]
    slots[1]["n"] = slots[0]["n"]
    result, other_result = _shuffled(chance, kit["results"])
    chosen = {
        "title": _title(chance, kit["titles"], place, used),
        "tagline": chance.choice([kit["taglines"][0], other_result]),
        "summary": [chance.choice(kit["problems"]), chance.choice(kit["actions"]), result],
        "origin": chance.sample(pools["origin"], chance.choice([1, 2])),
        "goals": [chance.choice(kit["problems"]), chance.choice(pools["goal"])],
        "activities": [
            *_in_order(chance, kit["activities"], chance.randint(3, len(kit["activities"]))),
            *chance.sample(pools["activity"], chance.choice([0, 1, 2])),
        ],
        "challenges": [
            *_in_order(chance, kit["challenges"], chance.choice([1, 2])),
            *chance.sample(pools["challenge"], chance.choice([0, 1])),
        ],
        "impact": [*chance.sample(kit["impacts"], chance.choice([1, 2])), chance.choice(pools["impact"])],
        "replication": [kit["replications"][0], chance.choice(pools["replication"])],
    }
    return {
        "schema": 1,
        "facts": _facts(chance, kit, place, times),
        "texts": {
            language: _texts(chosen, index, times, slots[index])
            for index, language in enumerate(LANGUAGES)
            if language in languages
        },
    }


FUNDING = ["amif"] * 4 + [
    "municipal-budget",
    "private-donor",
    "unhcr",
    "cerv",
    "eea-norway",
    "own-funds",
    "erasmus",
]
"""Codes of sources, as often as one meets them."""


def _add_numbers(chance: random.Random, card: Card) -> None:
    """People reached, money, results, staff and what comes after: most cards have them, some lack a part."""
    facts, pools = card["facts"], _blocks()["pools"]
    total = chance.choice([18, 24, 40, 55, 80, 120, 160, 240, 410])
    if chance.random() < 0.8:
        facts |= {"people_total": str(total), "people_women": str(total * chance.randint(35, 65) // 100)}
        facts["people_children"] = str(total * chance.randint(0, 50) // 100)
    if chance.random() < 0.8:
        started = int(facts["starts_on"][:4])
        facts["budget_amount"] = str(chance.choice([4, 7, 12, 18, 25, 40, 65, 110, 180]) * 1000)
        facts["budget_currency"] = "EUR" if started >= EURO_YEAR else chance.choice(["BGN", "EUR"])
    sources = chance.sample(sorted(set(FUNDING)), 1) if chance.random() < 0.3 else [chance.choice(FUNDING)]
    facts["funding"] = [{"source": source, "contract": ""} for source in sources]
    measures = chance.sample(pools["measure"], chance.choice([0, 1, 1, 2]))
    keys = [f"r{number + 1}" for number in range(len(measures))]
    facts["results"] = [
        {
            "key": key,
            "baseline": str(chance.choice([0, 0, 3, 6])),
            "value": str(chance.choice([9, 14, 22, 35, 60])),
            "measured_on": "",
        }
        for key in keys
    ]
    chosen = {
        "staff": chance.choice(pools["staff"]),
        "sustainability": chance.choice(pools["sustainability"]),
        "preconditions": chance.sample(pools["precondition"], chance.choice([0, 2, 3])),
    }
    for language, texts in card["texts"].items():
        index = LANGUAGES.index(language)
        texts |= {name: chosen[name][index] for name in ("staff", "sustainability")}
        texts["preconditions"] = [{"text": pair[index]} for pair in chosen["preconditions"]]
        texts["results"] = {
            key: dict(zip(("indicator", "unit", "source"), measure[index]))
            for key, measure in zip(keys, measures)
        }
    facts["original_language"] = next(iter(card["texts"]))


def _facts(
    chance: random.Random, kit: dict[str, Any], place: list[str], times: dict[str, Any]
) -> dict[str, Any]:
    groups = kit["target_groups"]
    organisation = _organisation_key(chance.choice(_patterns(place)), place)
    return {
        "organisation": organisation,
        "themes": kit["themes"],
        "country": "BG",
        "places": [place[0]],
        "level": chance.choice(kit["levels"]),
        "target_groups": _in_order(chance, groups, chance.randint(1, len(groups))),
        "sdgs": kit["sdgs"],
        "status": times["status"],
        "evidence_level": chance.choice(["1", "1", "2", "2", "2", "3", "4", "0"]),
        "starts_on": times["starts_on"],
        "ends_on": times["ends_on"],
        "is_ongoing": times["is_ongoing"],
        "replicable": chance.choice(["yes", "yes", "yes", "partly"]),
        "links": [],
        "licence": chance.choice(["cc-by-4.0"] * 4 + ["cc-by-sa-4.0", "cc0-1.0"]),
        "contact_role": chance.choice(
            ["Координатор на дейността", "Ръководител на екипа", "Секретар на сдружението"]
        ),
        "contact_email": f"office@{organisation}.example",
        "contact_visibility": chance.choice(["form", "form", "members"]),
        "tags": [EXAMPLE_TAG, *kit["tags"][: chance.choice([1, 2])]],
    }


def _texts(
    chosen: dict[str, Any], index: int, times: dict[str, Any], slots: dict[str, str]
) -> dict[str, Any]:
    def text(pairs: list[Pair], between: str = " ") -> str:
        return between.join(pair[index].format(**slots) for pair in pairs)

    def rich(pairs: list[Pair]) -> str:
        return "".join(f"<p>{pair[index].format(**slots)}</p>" for pair in pairs)

    return {
        "title": chosen["title"][index],
        "tagline": text([chosen["tagline"]]).rstrip("."),
        "duration": times["duration"][index],
        "summary": text(chosen["summary"]),
        "origin": rich(chosen["origin"]),
        "goals": rich(chosen["goals"]),
        "activities": [{"title": row[index][0], "text": row[index][1]} for row in chosen["activities"]],
        "challenges": [
            {"obstacle": row[index][0], "response": row[index][1]} for row in chosen["challenges"]
        ],
        "impact": rich(chosen["impact"]),
        "replication": text(chosen["replication"], "\n"),
    }


def _title(chance: random.Random, titles: list[Pair], place: list[str], used: set[str]) -> Pair:
    """A title with its town, and with a number for the later ones once all combinations are taken."""
    for title in _shuffled(chance, titles):
        candidate = [f"{title[0]} – {place[1]}", f"{title[1]} – {place[2]}"]
        if candidate[0] not in used:
            break
    else:
        candidate = next(
            numbered
            for number in numbers(2)
            if (numbered := [f"{text}, {number}" for text in candidate])[0] not in used
        )
    used.add(candidate[0])
    return candidate


def _times(chance: random.Random) -> dict[str, Any]:
    """Start, end, status and the duration in words, which agree with each other."""
    months = chance.choice([6, 9, 12, 18, 24, 36])
    year, month = chance.randint(FIRST_YEAR, TODAY_YEAR - 1), chance.randint(1, 12)
    end = year * 12 + month - 1 + months
    if end > TODAY_YEAR * 12:
        is_ongoing, status = True, "pilot" if months < 12 else "ongoing"
    elif chance.random() < 0.25:
        is_ongoing, status = True, "regular-service"
    else:
        is_ongoing, status = False, "completed"
    return {
        "starts_on": f"{year}-{month:02d}-01",
        "ends_on": "" if is_ongoing else f"{end // 12}-{end % 12 + 1:02d}-01",
        "is_ongoing": is_ongoing,
        "status": status,
        "duration": ["", ""] if is_ongoing else _duration(months),
    }


def _duration(months: int) -> Pair:
    if months % 12:
        return [f"{months} месеца", f"{months} months"]
    years = months // 12
    return ["1 година", "1 year"] if years == 1 else [f"{years} години", f"{years} years"]


def _languages(number: int) -> tuple[str, ...]:
    if number % 25 == 24:
        return ("en",)
    return LANGUAGES if number % 3 == 0 else ("bg",)


def _in(place: str) -> str:
    """The preposition „в“ is „във“ before a word that begins with its own sound."""
    return "във" if place[0] in "ВФ" else "в"


def _patterns(place: list[str]) -> list[list[str]]:
    patterns = _blocks()["organisation_patterns"]
    first = _blocks()["places"].index(place) % len(patterns)
    return [patterns[(first + step) % len(patterns)] for step in range(PATTERNS_PER_PLACE)]


def _organisation_key(pattern: list[str], place: list[str]) -> str:
    return f"invented-{pattern[0]}-{place[0].lower()}"


def _organisation(pattern: list[str], place: list[str]) -> dict[str, Any]:
    key = _organisation_key(pattern, place)
    return {
        "key": key,
        "name_bg": f"{pattern[1]} – {place[1]}",
        "name_en": f"{pattern[2]} – {place[2]}",
        "short_name_bg": "",
        "short_name_en": "",
        "kind": pattern[3],
        "place": place[0],
        "address_bg": "",
        "address_en": "",
        "phone": "",
        "email": f"office@{key}.example",
        "website": "",
        "description_bg": f"Измислена за примера. Събира новодошли и местни хора {_in(place[1])} {place[1]}.",
        "description_en": f"Made up as an example. Brings newcomers and locals together in {place[2]}.",
        "is_invented": True,
        "is_confirmed": False,
        "confirmed_on": None,
        "source_note_bg": SOURCE_NOTE_BG,
        "source_note_en": SOURCE_NOTE_EN,
    }


def _shuffled(chance: random.Random, items: list[Any]) -> list[Any]:
    return chance.sample(items, len(items))


def _in_order(chance: random.Random, items: list[Any], how_many: int) -> list[Any]:
    """A choice that keeps the order in which the items were written."""
    chosen = sorted(chance.sample(range(len(items)), how_many))
    return [items[index] for index in chosen]
