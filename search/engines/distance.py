"""How far two words are apart: typing errors between them."""

from __future__ import annotations


def edit_distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words; limit + 1 where it is more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before_last, last = last, row
    return last[-1]


def allowed_distance(word: str) -> int:
    """Typing errors that a word may hold and still be recognised: none in short words, two from eight letters on."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def shared_end(word: str) -> str:
    """The beginning that is right, or else an ending as long is, when one letter is wrong or two neighbours are swapped.

    Less than half, since a swap may lie across the middle; at least two letters, so that not half the words begin so.
    """
    return word[: max(2, (len(word) - 2) // 2)]


def closest(word: str, candidates: set[str]) -> list[str]:
    """The candidates that may be meant by a mistyped word, the closest first; the word itself is none of them."""
    limit = allowed_distance(word)
    distances = {other: edit_distance(word, other, limit) for other in candidates if other != word}
    near = [other for other, distance in distances.items() if 0 < distance <= limit]
    return sorted(near, key=lambda other: (distances[other], other[:1] != word[:1], other))
