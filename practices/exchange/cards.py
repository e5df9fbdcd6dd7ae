"""A written card (pasted, or out of a document) as a draft: its parts are known by their headings, in either language and
any order. What no field is found for is kept word by word and shown to the author; nothing is guessed behind their back.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.folding import fold
from core.sanitising import clean_plain_text
from practices.card import BY_NAME, CardField, Document, Kind, clean_card, empty_card
from practices.card.document import HARD_LIMIT_FACTOR
from practices.exchange.headings import Headings
from practices.exchange.layout import column_key
from practices.exchange.marks import rich_text_in
from practices.exchange.report import Item, Level, Parsed
from practices.exchange.safety import MAX_PASTED_CHARACTERS, UnreadableFileError
from practices.exchange.words import Words

LIKELY_MEANT = 0.75
"""How alike a word must be to a term (difflib's ratio): „Местен“ is „Местно“, and the author confirms it."""
_SEPARATORS = re.compile(r"[;,•·|\n]+|\s+/\s+")
_THEME_SEPARATORS = re.compile(r"\s*[;,•·|]\s*|\s+/\s+")
_ITEM = re.compile(r"^\s*(?:\d{1,2}[.)]?|[-–•*])\s+(?=\S)")
_ADDRESS = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-zа-я]{2,}(?:[/?#]\S*)?$", re.I)
_CYRILLIC = re.compile(r"[а-я]", re.I)
_LATIN = re.compile(r"[a-z]", re.I)
_BREADCRUMBS = ("добри практики", "good practices")


@dataclass
class _Section:
    """A heading with the lines under it; the first has none."""

    item: CardField | None
    heading: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip()


@dataclass
class _Reading:
    """The card as far as it is understood."""

    language: str
    document: Document
    words: Words
    origins: dict[str, str] = field(default_factory=dict)
    leftover: list[str] = field(default_factory=list)

    def holder(self, item: CardField) -> Document:
        holder: Document = self.document["texts"][self.language] if item.is_text else self.document["facts"]
        return holder

    def understood(self, item: CardField, heading: str) -> None:
        key = column_key(item, self.language)
        self.origins.setdefault(key, heading)

    def left(self, heading: str, text: str) -> None:
        if text.strip():
            self.leftover.append(f"{heading}:\n{text.strip()}" if heading else text.strip())


def read_card(text: str, words: Words, *, kind: str = "text") -> Parsed:
    """The draft that a written card makes, and from which heading each field was understood. Raises UnreadableFileError."""
    text = clean_plain_text(text)
    if not text:
        raise UnreadableFileError(_("Paste the text of the card, or choose a file."))
    if len(text) > MAX_PASTED_CHARACTERS:
        raise UnreadableFileError(
            _("This is far too long for one card: at most %(most)d characters fit."),
            most=MAX_PASTED_CHARACTERS,
        )
    language = "bg" if len(_CYRILLIC.findall(text)) >= len(_LATIN.findall(text)) else "en"
    reading = _Reading(language, empty_card(language=language), words)
    preamble, *sections = _sections(text)
    for section in sections:
        _take(reading, section)
    _take_preamble(reading, preamble)
    parsed = Parsed(kind)
    if not sections:
        parsed.say(
            Level.WARNING,
            _(
                "No heading of a card was found in it. The headings of the form are understood, each on a line of its own."
            ),
        )
    parsed.items.append(
        Item(
            where="",
            document=clean_card(reading.document),
            origins=reading.origins,
            leftover="\n\n".join(reading.leftover),
        )
    )
    return parsed


def _sections(text: str) -> list[_Section]:
    headings = Headings()
    sections = [_Section(None, "")]
    for line in text.split("\n"):
        found = headings.find(line)
        if found is None:
            sections[-1].lines.append(line.strip())
        else:
            item, heading, behind = found
            sections.append(_Section(item, heading, [behind] if behind else []))
    return sections


def _take_preamble(reading: _Reading, section: _Section) -> None:
    """What stands above the first heading: themes on one line, the title, a line that says what it is about."""
    lines = [line for line in section.lines if line]
    rest: list[str] = []
    for line in lines:
        pieces = [piece for piece in _THEME_SEPARATORS.split(line) if piece]
        codes = [reading.words.code_of(BY_NAME["themes"], piece) for piece in pieces]
        if all(codes) and not reading.document["facts"]["themes"]:
            reading.document["facts"]["themes"] = codes
            reading.understood(BY_NAME["themes"], line)
        elif fold(line) not in {fold(known) for known in rest}:
            rest.append(line)
    crumbs = [line for line in rest if fold(line.partition("/")[0]) in _BREADCRUMBS]
    rest = [line for line in rest if line not in crumbs]
    if rest and not reading.holder(BY_NAME["title"])["title"]:
        _put_text(reading, BY_NAME["title"], "", rest.pop(0))
    if len(rest) == 1 and len(rest[0]) <= BY_NAME["tagline"].max_length:
        _put_text(reading, BY_NAME["tagline"], "", rest.pop(0))
    title = fold(reading.holder(BY_NAME["title"])["title"])
    reading.left("", "\n".join([*(line for line in crumbs if fold(line.rpartition("/")[2]) != title), *rest]))


def _take(reading: _Reading, section: _Section) -> None:
    """One section into its field; words that don't fit there are left over under their heading."""
    item, text = section.item, section.text
    assert item is not None
    if not text:
        return
    if item.kind in {Kind.LINE, Kind.TEXT, Kind.RICH}:
        _put_text(reading, item, section.heading, text)
    elif item.kind is Kind.GROUP:
        _put_rows(reading, item, section)
    elif item.kind is Kind.LINKS:
        _put_links(reading, item, section)
    elif item.kind in {Kind.TERMS, Kind.PLACES, Kind.TAGS}:
        _put_words(reading, item, section)
    else:
        _put_single(reading, item, section)


def _put_text(reading: _Reading, item: CardField, heading: str, text: str) -> None:
    holder = reading.holder(item)
    if item.name == "replication":
        _put_answer(reading, heading, text)
    if len(text) > item.max_length * HARD_LIMIT_FACTOR:
        reading.left(heading, text)  # the draft would cut it off
    typed = " ".join(text.split()) if item.kind is Kind.LINE else text
    if item.kind is Kind.RICH:
        holder[item.name] += rich_text_in(typed)
    else:
        holder[item.name] = "\n".join(filter(None, [holder[item.name], typed]))
    reading.understood(item, heading)


def _put_answer(reading: _Reading, heading: str, text: str) -> None:
    """A text under the question whether it can be repeated may begin with the answer: „Да. …“"""
    first = re.split(r"[\s.,:;–-]+", text, maxsplit=1)[0]
    code = reading.words.code_of(BY_NAME["replicable"], first)
    if code:
        reading.document["facts"]["replicable"] = code
        reading.understood(BY_NAME["replicable"], heading)


def _put_rows(reading: _Reading, item: CardField, section: _Section) -> None:
    """Each numbered line begins a row; without numbers each line is one."""
    lines = [line for line in section.lines if line]
    is_numbered = any(_ITEM.match(line) for line in lines)
    texts: list[str] = []
    for line in lines:
        if is_numbered and texts and not _ITEM.match(line):
            texts[-1] = f"{texts[-1]}\n{line}"
        else:
            texts.append(_ITEM.sub("", line))
    if item.is_shared_group or (
        not item.is_text and any(part.kind is not Kind.LINE for part in item.parts[:1])
    ):
        reading.left(section.heading, section.text)
        return
    part = next((part for part in item.parts if part.kind is Kind.TEXT), item.parts[0])
    reading.holder(item)[item.name] += [
        {each.name: text if each is part else "" for each in item.parts} for text in texts
    ]
    reading.understood(item, section.heading)


def _put_links(reading: _Reading, item: CardField, section: _Section) -> None:
    addresses: list[str] = []
    others: list[str] = []
    for line in section.lines:
        for word in _ITEM.sub("", line).split() if line else []:
            (addresses if _ADDRESS.match(word.rstrip(".,;")) else others).append(word.rstrip(".,;"))
    if addresses:
        full = [word if word.lower().startswith("http") else f"https://{word}" for word in addresses]
        reading.holder(item)[item.name] += full
        reading.understood(item, section.heading)
    if others:
        reading.left(section.heading, section.text)


def _put_words(reading: _Reading, item: CardField, section: _Section) -> None:
    known: list[str] = []
    unknown: list[str] = []
    for piece in _SEPARATORS.split("\n".join(_ITEM.sub("", line) for line in section.lines)):
        text = piece.strip(" .")
        if text:
            code = text if item.kind is Kind.TAGS else _code(reading, item, text)
            (known if code else unknown).append(code or text)
    if known:
        reading.holder(item)[item.name] += known
        reading.understood(item, section.heading)
    reading.left(section.heading, "; ".join(unknown))


def _put_single(reading: _Reading, item: CardField, section: _Section) -> None:
    text = " ".join(section.text.split())
    if item.kind is Kind.BOOLEAN:
        truth = reading.words.truth_of(text)
        if truth is None:
            reading.left(section.heading, text)
            return
        reading.holder(item)[item.name] = truth
    elif item.kind in {Kind.TERM, Kind.CHOICE, Kind.ORGANISATION}:
        code = _code(reading, item, text)
        if code is None:
            reading.left(section.heading, text)
            return
        reading.holder(item)[item.name] = code
    else:
        reading.holder(item)[item.name] = text
        if len(text) > (item.max_length or 100) * HARD_LIMIT_FACTOR:
            reading.left(section.heading, text)
    reading.understood(item, section.heading)


def _code(reading: _Reading, item: CardField, text: str) -> str | None:
    """The code of a word. Of a goal its number is enough, of a term another ending; an organisation is called by its name."""
    code = reading.words.code_of(item, text)
    if code is None and item.name == "sdgs" and (number := re.search(r"\b(\d{1,2})\b", text)):
        code = reading.words.code_of(item, number.group(1))
    if code is None and item.kind in {Kind.TERM, Kind.TERMS}:
        nearest = reading.words.nearest(item, text)
        if nearest and difflib.SequenceMatcher(None, fold(nearest), fold(text)).ratio() >= LIKELY_MEANT:
            code = reading.words.code_of(item, nearest)
    return code
