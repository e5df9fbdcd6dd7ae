"""Bulgarian in Latin letters, by the Transliteration Act of 2009: for addresses, never for what people read."""

from __future__ import annotations

import re

LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya", "ѝ": "i",
}  # fmt: skip
_END_IA = re.compile(r"ия\b")


def to_latin(text: str) -> str:
    """The text in small letters, Cyrillic ones replaced; a final -ия becomes -ia (article 6)."""
    lowered = _END_IA.sub("ia", text.lower())
    return "".join(LETTERS.get(letter, letter) for letter in lowered)
