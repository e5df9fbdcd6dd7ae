"""Bulgarian in Latin letters, by the Transliteration Act of 2009: for addresses, never for what people read."""

from __future__ import annotations

import re

LETTERS = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
        "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya i".split(),
        strict=True,
    )
)
_END_IA = re.compile(r"ия\b")


def to_latin(text: str) -> str:
    """The text in small letters, Cyrillic ones replaced; a final -ия becomes -ia (article 6)."""
    lowered = _END_IA.sub("ia", text.lower())
    return "".join(LETTERS.get(letter, letter) for letter in lowered)
