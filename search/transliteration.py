"""Bulgarian typed in Latin letters: the Cyrillic words that a Latin one may stand for, likeliest first.

A beam over a sound table: the statutory transliteration (Закон за транслитерацията, 2009) costs nothing, the ways in
which people type besides (4 for ч, 6 for ш, q for я, j, zh, sht, c …) a little. Whether a reading is a word is not
decided here: a reading that no document has matches nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Hypotheses kept at each letter. 48 keep every cheap reading of a 20-letter word; twice as many found no further word.
BEAM_WIDTH = 48
MAX_READINGS = 24
MAX_WORD_LENGTH = 32  # letters; longer strings in Latin letters are addresses or codes

_READABLE = re.compile(r"^[a-z0-9]*[a-z][a-z0-9]*$")
_HAS_NUMBER_BESIDE_46 = re.compile(r"[0-35789]")

# Latin → the Cyrillic that it may stand for, each with its cost.
_SOUNDS: dict[str, tuple[tuple[str, float], ...]] = {
    "a": (("а", 0), ("ъ", 0.5)),
    "b": (("б", 0),),
    "c": (("ц", 0.2), ("к", 0.4), ("ч", 0.7)),
    "d": (("д", 0),),
    "e": (("е", 0),),
    "f": (("ф", 0),),
    "g": (("г", 0),),
    "h": (("х", 0),),
    "i": (("и", 0), ("й", 0.5)),
    "j": (("ж", 0.3), ("й", 0.3), ("дж", 0.6)),
    "k": (("к", 0),),
    "l": (("л", 0),),
    "m": (("м", 0),),
    "n": (("н", 0),),
    "o": (("о", 0),),
    "p": (("п", 0),),
    "q": (("я", 0.3), ("к", 1.0)),
    "r": (("р", 0),),
    "s": (("с", 0), ("ш", 0.9)),
    "t": (("т", 0),),
    "u": (("у", 0), ("ъ", 0.4)),
    "v": (("в", 0),),
    "w": (("в", 0.2),),
    "x": (("х", 0.3), ("кс", 0.3)),
    "y": (("й", 0), ("ъ", 0.4), ("и", 0.6), ("у", 0.9)),
    "z": (("з", 0), ("ж", 0.9)),
    "4": (("ч", 0.1),),
    "6": (("ш", 0.1),),
    "6t": (("щ", 0.1),),
    "sh": (("ш", 0),),
    "sht": (("щ", 0), ("шт", 0.4)),
    "zh": (("ж", 0),),
    "ch": (("ч", 0), ("х", 0.9)),
    "ts": (("ц", 0), ("тс", 0.5)),
    "tz": (("ц", 0.2),),
    "tc": (("ц", 0.4),),
    "dzh": (("дж", 0),),
    "dj": (("дж", 0.1), ("дй", 0.9)),
    "kh": (("х", 0.4),),
    "th": (("т", 0.6),),
    "ph": (("ф", 0.5),),
    "ck": (("к", 0.4),),
    "ks": (("кс", 0),),
    "yu": (("ю", 0),),
    "ju": (("ю", 0.2), ("жу", 0.3)),
    "iu": (("ю", 0.3), ("иу", 0.2)),
    "ya": (("я", 0),),
    "ja": (("я", 0.2), ("жа", 0.3)),
    "ia": (("ия", 0.1), ("иа", 0.4), ("я", 0.4)),
    "iya": (("ия", 0),),
    "ija": (("ия", 0.1),),
    "iq": (("ия", 0.1),),
    "yo": (("йо", 0.1), ("ьо", 0.1)),
    "io": (("ио", 0.1), ("ьо", 0.3), ("йо", 0.3)),
    "jo": (("йо", 0.2), ("ьо", 0.3), ("жо", 0.3)),
    "ai": (("ай", 0.1), ("аи", 0.3)),
    "ei": (("ей", 0.1), ("еи", 0.3)),
    "oi": (("ой", 0.1), ("ои", 0.3)),
    "oo": (("у", 0.6), ("оо", 0.4)),
    "ou": (("у", 0.5), ("оу", 0.4)),
    "ee": (("ее", 0.2), ("и", 0.6)),
}
_LONGEST_SOUND = max(map(len, _SOUNDS))
# Letters that are nearly always one sound together; reading them apart („сходка“) costs.
_DIGRAPHS = frozenset({"sh", "zh", "ch", "ts", "ya", "yu", "sht"})
_APART_COST = 0.3
# What Bulgarian spelling doesn't do: й after a consonant, ъ beside another vowel or at the end, йа for я.
_CONSONANTS, _VOWELS = "бвгджзклмнпрстфхцчшщ", "аеиоуюя"
_ODD_COST = 0.6
_DOUBLED_COST = 0.4  # „immigraciya“: a doubled consonant read as one


def is_readable(form: str) -> bool:
    """Whether a folded word in Latin letters may be Bulgarian: letters, and of the digits 4 and 6 alone."""
    return (
        1 <= len(form) <= MAX_WORD_LENGTH
        and _READABLE.match(form) is not None
        and not _HAS_NUMBER_BESIDE_46.search(form)
    )


@lru_cache(maxsize=4_096)
def cyrillic_readings(form: str) -> tuple[tuple[str, float], ...]:
    """The Cyrillic words that a folded Latin one may stand for, each with its cost, the cheapest first."""
    if not is_readable(form):
        return ()
    beams: list[dict[str, float]] = [{} for _ in range(len(form) + 1)]
    beams[0][""] = 0.0
    for position in range(len(form)):
        cheapest = sorted(beams[position].items(), key=lambda reading: (reading[1], reading[0]))[:BEAM_WIDTH]
        for length in range(1, min(_LONGEST_SOUND, len(form) - position) + 1):
            latin = form[position : position + length]
            options = _SOUNDS.get(latin, ())
            apart = _APART_COST if length == 1 and form[position : position + 2] in _DIGRAPHS else 0.0
            if length == 2 and latin[0] == latin[1] and latin[0] not in "aeiouy46":
                options = (
                    *options,
                    *((cyrillic, cost + _DOUBLED_COST) for cyrillic, cost in _SOUNDS[latin[0]]),
                )
            following = beams[position + length]
            for written, cost in cheapest:
                for cyrillic, extra in options:
                    reading = written + cyrillic
                    total = cost + extra + apart + _oddness(written[-1:], cyrillic)
                    if total < following.get(reading, float("inf")):
                        following[reading] = total
    finished = ((reading, round(cost + _oddness(reading[-1:], ""), 2)) for reading, cost in beams[-1].items())
    return tuple(sorted(finished, key=lambda reading: (reading[1], reading[0]))[:MAX_READINGS])


def _oddness(before: str, after: str) -> float:
    """The cost of two neighbouring letters that Bulgarian spelling doesn't put side by side; "" is the word's edge."""
    following = after[:1]
    if before == "ъ" and (not following or following in _VOWELS):
        return _ODD_COST
    if following == "ъ" and before and before in _VOWELS:
        return _ODD_COST
    if following == "й" and before and before in _CONSONANTS:
        return _ODD_COST
    if before == "й" and following and following in "ау":
        return _ODD_COST
    return 0.0
