"""Titles and snippets with what was found marked, cut from the stored texts: the same for both engines, safe HTML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import Word, place_of_any, words_in, written_form
from search.contract import LanguageText
from search.planner import Plan
from search.vocabulary import stop_words

SNIPPET_LENGTH = 240  # characters: three lines on a phone
LEAD_LENGTH = 60  # characters before the first word that was found
LOOK_FURTHER = 1_200  # characters after the first find in which a place with more finds is looked for
LONGEST_LOOK = 8_000  # characters that are looked through for a first find: five pages, a millisecond
ELLIPSIS = "…"
LINE_BREAK = " · "  # between what stood on lines of its own


class Marker:
    """What of a text a plan finds: single terms, and phrases where their terms stand side by side."""

    def __init__(self, plan: Plan) -> None:
        self._groups_of_term: dict[str, int] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self.group_count = len(plan.groups)
        for position, group in enumerate(plan.groups):
            for alternative in group.alternatives:
                if alternative.is_phrase:
                    self._phrases[alternative.terms[0]].append((alternative.terms, position))
                else:
                    for term in alternative.terms:
                        self._groups_of_term.setdefault(term, position)

        self.starts = frozenset(self._groups_of_term) | frozenset(self._phrases)

    def found_at(self, words: list[Word], position: int) -> tuple[int, int] | None:
        """How many words from here on are a find, and which group they belong to."""
        term = words[position].term
        for terms, group in self._phrases.get(term, ()):
            if tuple(word.term for word in words[position : position + len(terms)]) == terms:
                return len(terms), group
        if term in self._groups_of_term:
            return 1, self._groups_of_term[term]
        return None


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    group: int


def _finds(text: str, marker: Marker) -> list[_Find]:
    """The finds in a text, up to somewhat behind the first one or to where every group was found."""
    found: list[_Find] = []
    groups: set[int] = set()
    pending: list[Word] = []
    text = text[:LONGEST_LOOK]
    begin = place_of_any(text, marker.starts)
    if begin is None:
        return found
    for word in words_in(text, begin):
        pending.append(word)
        if word.start > begin + LOOK_FURTHER or (
            len(groups) == marker.group_count and word.start > found[0].start + SNIPPET_LENGTH
        ):
            break
        if len(pending) % 64 == 0:
            _collect(pending, marker, found, groups, keep=8)
    _collect(pending, marker, found, groups, keep=0)
    return found


def _collect(words: list[Word], marker: Marker, found: list[_Find], groups: set[int], *, keep: int) -> None:
    """Take the finds out of the words read so far, but for the last few, where a phrase may be cut in two."""
    position, starts = 0, marker.starts
    while position < len(words) - keep:
        if words[position].term in starts and (find := marker.found_at(words, position)):
            length, group = find
            found.append(_Find(words[position].start, words[position + length - 1].end, group))
            groups.add(group)
            position += length
        else:
            position += 1
    del words[:position]


def _marked(text: str, finds: list[_Find], start: int, end: int) -> str:
    pieces, position = [], start
    for find in finds:
        if find.start >= position and find.end <= end:
            pieces += [
                escape(text[position : find.start]),
                "<mark>",
                escape(text[find.start : find.end]),
                "</mark>",
            ]
            position = find.end
    return "".join([*pieces, escape(text[position:end])])


def marked_title(title: str, marker: Marker) -> SafeString:
    """A title with its finds marked."""
    return mark_safe(_marked(title, _finds(title, marker), 0, len(title)))


def best_snippet(
    texts: Mapping[str, LanguageText], preferred_language: str, marker: Marker
) -> tuple[SafeString, str]:
    """The part of a body that shows why it was found, and its language: the preferred one where that shows it."""
    languages = sorted(texts, key=lambda language: language != preferred_language)
    for language in languages:
        if finds := _finds(texts[language].body, marker):
            return _cut(texts[language].body, finds), language
    first = next((language for language in languages if texts[language].body), languages[0])
    return _cut(texts[first].body, []), first


def _cut(body: str, finds: list[_Find]) -> SafeString:
    start = _best_start(body, finds)
    end = min(len(body), start + SNIPPET_LENGTH)
    if end < len(body) and (space := body.rfind(" ", start + SNIPPET_LENGTH // 2, end)) > 0:
        end = space
    text = LINE_BREAK.join(
        line.strip() for line in _marked(body, finds, start, end).splitlines() if line.strip()
    )
    return mark_safe((ELLIPSIS if start else "") + text + (ELLIPSIS if end < len(body) else ""))


def _best_start(body: str, finds: list[_Find]) -> int:
    """Where the stretch with most of the query begins, at a word's beginning."""
    if not finds or finds[-1].end <= SNIPPET_LENGTH:
        return 0

    def groups_from(find: _Find) -> int:
        return len(
            {
                f.group
                for f in finds
                if find.start <= f.start and f.end <= find.start + SNIPPET_LENGTH - LEAD_LENGTH
            }
        )

    best = max(finds, key=lambda find: (groups_from(find), -find.start))
    start = max(0, best.start - LEAD_LENGTH)
    if start:
        space = body.find(" ", start, best.start)
        start = space + 1 if space >= 0 else best.start
    return start


def is_telling(word: str) -> bool:
    """Whether a typed word is worth correcting: no stop word."""
    return written_form(word) not in stop_words()
