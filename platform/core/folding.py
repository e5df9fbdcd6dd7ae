"""One way to compare words whatever their case, accent or spacing.

SQLite ignores case for ASCII alone, so nothing in this project compares Bulgarian text with `iexact` or `icontains`: a
folded column or a folded value stands beside it.
"""

from __future__ import annotations

import unicodedata

_STRESS_MARKS = {"\u0300", "\u0301"}  # combining grave and acute: Bulgarian texts mark stress with them


def fold(text: str) -> str:
    """NFC, without stress marks, lower case for every script, single spaces; ѝ becomes и, й stays й.

    >>> fold("  Жѝлище  Бе́жанци ")
    'жилище бежанци'
    """
    decomposed = unicodedata.normalize("NFD", text)
    without_stress = "".join(c for c in decomposed if c not in _STRESS_MARKS)
    return " ".join(unicodedata.normalize("NFC", without_stress).casefold().split())
