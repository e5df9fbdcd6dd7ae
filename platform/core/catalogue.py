"""The catalogue of translated texts: gathering them from the sources, compiling, checking. Babel only, no gettext tools.

Owns the files in locale/. The msgids are the English texts, so only Bulgarian has a catalogue. It does not decide which
words are good ones: a person does, and `problems` tells what that person has not done yet.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

SOURCE_FOLDERS = ["platform", "forum", "practices", "search", "templates"]
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
OVERRIDE = "override"
"""A comment `# override` keeps a text in the catalogue that no source of ours has: another package's, translated by us."""

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%[sd]|\{[a-z_0-9.]*(?:![rs])?(?::[^}]*)?\}", re.I)
MARKUP = re.compile(r"<[^>]*>|&[a-z#0-9]+;", re.I)
ADDRESS = re.compile(r"https?://\S*|\S+@\S+|(?<![\w/])/[a-z]+/(?:[a-z]+/)*|\b(?:mailto|tel):")
LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")

NOISE = (
    *(
        "# Bulgarian translations for",
        "# The Bulgarian texts of",
        "# Copyright (C)",
        "# This file is distributed",
    ),
    *(
        "# FIRST AUTHOR",
        "#\n",
        '"Report-Msgid-Bugs-To',
        '"Last-Translator',
        '"Language-Team',
        '"Project-Id-Version',
    ),
    *('"POT-Creation-Date', '"PO-Revision-Date'),
)
Key = tuple[str, str]


@dataclass(frozen=True)
class Text:
    """One text to translate, and where it stands."""

    singular: str
    plural: str = ""
    context: str = ""
    places: tuple[str, ...] = field(default=(), compare=False)

    @property
    def key(self) -> Key:
        return (self.context, self.singular)


# --- Gathering ------------------------------------------------------------------------------------------------------------


def gather(root: Path) -> Catalog:
    """All texts of our sources, as a catalogue without translations."""
    found: dict[Key, Text] = {}
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            place = path.relative_to(root).as_posix()
            if "/migrations/" in place or "/node_modules/" in place or not path.is_file():
                continue
            for text in _texts_of(path):
                known = found.get(text.key)
                plural = text.plural or (known.plural if known else "")
                places = tuple(dict.fromkeys([*(known.places if known else ()), place]))
                found[text.key] = Text(text.singular, plural, text.context, places)
    catalogue = Catalog(project="Megdan", charset="utf-8", fuzzy=False)
    for key in sorted(found, key=lambda key: (key[1], key[0])):
        text = found[key]
        catalogue.add(
            (text.singular, text.plural) if text.plural else text.singular,
            context=text.context or None,
            locations=[(place, 0) for place in text.places],
        )
    return catalogue


def _texts_of(path: Path) -> Iterator[Text]:
    if path.suffix == ".py":
        yield from python_texts(path)
    elif path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
        yield from template_texts(path.read_text())


def python_texts(path: Path) -> Iterator[Text]:
    """Calls of gettext and its relatives with literal texts."""
    with path.open("rb") as source:
        for _line, message, _comments, context in extract(
            "python", source, keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            singular, plural = message if isinstance(message, tuple) else (message, "")
            if singular:
                yield Text(singular, plural, context or "")


def template_texts(source: str) -> Iterator[Text]:
    """{% translate %}, {% blocktranslate %} with its plural, and _("…") in other tags."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK and (block := block_re.match(token.contents)):
            yield _block_text(token, block.group(1) or "", tokens)
        elif token.token_type == TokenType.BLOCK and (inline := inline_re.match(token.contents)):
            yield Text(_doubled(_unquoted(inline.group(1))), context=_context(inline.group(2) or ""))
            yield from _constants(token.contents[inline.end(1) :])
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from _constants(token.contents)


def _block_text(opening: Token, context: str, tokens: Iterator[Token]) -> Text:
    trimmed = "trimmed" in opening.split_contents()
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
            break
        if token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
            parts.append([])
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents.strip()})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(_doubled(token.contents))
    texts = ["".join(part) for part in parts]
    if trimmed:
        texts = [
            " ".join(line.strip() for line in text.strip().splitlines() if line.strip()) for text in texts
        ]
    return Text(texts[0], texts[1] if len(texts) > 1 else "", _context(context))


def _constants(contents: str) -> Iterator[Text]:
    for quoted in constant_re.findall(contents):
        yield Text(_doubled(_unquoted(quoted)))


def _unquoted(literal: str) -> str:
    return literal[1:-1].replace(f"\\{literal[0]}", literal[0])


def _doubled(text: str) -> str:
    """Django doubles per cent signs of templates before it looks a text up."""
    return text.replace("%", "%%")


def _context(match: str) -> str:
    found = re.search(r"context\s+(\"[^\"]*\"|'[^']*')", match)
    return _unquoted(found.group(1)) if found else ""


# --- The files ------------------------------------------------------------------------------------------------------------


def po_path(root: Path, language: str = "bg") -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def load(path: Path, language: str = "bg") -> Catalog:
    """The catalogue as it is; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language, project="Megdan", charset="utf-8", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language, charset="utf-8", abort_invalid=True)


def update(root: Path, language: str = "bg") -> Catalog:
    """Bring the catalogue to what the sources say: new texts untranslated, gone ones removed. Writes the file."""
    path = po_path(root, language)
    old = load(path, language)
    fresh = Catalog(locale=language, project="Megdan", charset="utf-8", fuzzy=False)
    for message in _entries(gather(root)):
        known = old.get(_singular(message), message.context)
        fresh.add(
            message.id,
            _fitting(known, message),
            context=message.context,
            locations=message.locations,
            user_comments=known.user_comments if known else (),
            flags=known.flags & {"fuzzy"} if known else (),
        )
    for message in _entries(old):
        if OVERRIDE in message.user_comments and fresh.get(_singular(message), message.context) is None:
            fresh.add(
                message.id, message.string, context=message.context, user_comments=message.user_comments
            )
    _write(fresh, path)
    return fresh


def merge(root: Path, sources: Iterable[Path], language: str = "bg") -> int:
    """Fill in translations from other files of the same language, as a translator sends them. Returns how many."""
    path = po_path(root, language)
    catalogue = load(path, language)
    filled = 0
    for source in sources:
        for message in _entries(load(source, language)):
            ours = catalogue.get(_singular(message), message.context)
            if ours is not None and not _is_translated(ours) and _is_translated(message):
                ours.string = _fitting(message, ours)
                filled += 1
            elif ours is None and OVERRIDE in message.user_comments:
                catalogue.add(
                    message.id, message.string, context=message.context, user_comments=message.user_comments
                )
                filled += 1
    _write(catalogue, path)
    return filled


def compile_all(root: Path) -> list[Path]:
    """Write a .mo beside each .po. Fuzzy translations are left out."""
    written = []
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        language = path.parent.parent.name
        target = path.with_suffix(".mo")
        partial = target.with_suffix(f".{os.getpid()}.partial")  # two processes may compile at once
        with partial.open("wb") as out:
            write_mo(out, load(path, language))
        partial.rename(target)
        written.append(target)
    return written


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".po.partial")
    with partial.open("wb") as out:
        write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
    lines = partial.read_text().splitlines(keepends=True)
    # Dates and unfilled names in the head would change the file, and conflict, at each run.
    kept = [line for line in lines if not line.startswith(NOISE)]
    partial.write_text(
        "".join(
            ["# The Bulgarian texts of Megdan. `make messages` gathers what is to be translated.\n", *kept]
        )
    )
    partial.rename(path)


def _entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _fitting(known: Message | None, wanted: Message) -> str | tuple[str, ...]:
    """The translation, if it has as many forms as the text now asks for."""
    empty: str | tuple[str, ...] = ("", "") if wanted.pluralizable else ""
    if known is None or not _is_translated(known):
        return empty
    if known.pluralizable != wanted.pluralizable:
        return empty
    forms = _forms(known)
    return tuple(forms) if wanted.pluralizable else forms[0]


def _is_translated(message: Message) -> bool:
    forms = _forms(message)
    return bool(forms) and all(forms)


def _forms(message: Message) -> list[str]:
    if isinstance(message.string, (tuple, list)):
        return [form or "" for form in message.string]
    return [message.string or ""]


# --- Checking -------------------------------------------------------------------------------------------------------------


def allowed_latin_words(root: Path) -> frozenset[str]:
    """The words in Latin letters that Bulgarian texts may hold (names, standards), in lower case."""
    lines = (root / "locale" / "latin-allowed.txt").read_text().splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))


def latin_words(text: str) -> list[str]:
    """Words in Latin letters, apart from placeholders, markup and addresses of pages and mailboxes."""
    return LATIN_WORD.findall(ADDRESS.sub(" ", MARKUP.sub(" ", PLACEHOLDER.sub(" ", text))))


def problems(root: Path, language: str = "bg") -> list[str]:
    """What is missing, untranslated, doubtful or superfluous in the catalogue, one line each."""
    catalogue = load(po_path(root, language), language)
    wanted = {(message.context or "", _singular(message)): message for message in _entries(gather(root))}
    allowed = allowed_latin_words(root)
    lines = []
    for (context, text), message in wanted.items():
        known = catalogue.get(text, context or None)
        if known is None or known.pluralizable != message.pluralizable:
            lines.append(f"missing: {text!r} ({message.locations[0][0]})")
    for message in _entries(catalogue):
        text = _singular(message)
        if (message.context or "", text) not in wanted and OVERRIDE not in message.user_comments:
            lines.append(f"obsolete: {text!r}")
        if message.fuzzy:
            lines.append(f"fuzzy: {text!r}")
        if not _is_translated(message):
            lines.append(f"untranslated: {text!r}")
            continue
        lines += _doubts(message, allowed)
    lines += [f"obsolete: {_singular(message)!r}" for message in catalogue.obsolete.values()]
    return lines


def _doubts(message: Message, allowed: frozenset[str]) -> Iterator[str]:
    texts = list(message.id) if isinstance(message.id, (tuple, list)) else [message.id]
    expected = set(PLACEHOLDER.findall(" ".join(texts)))
    forms = _forms(message)
    for number, form in enumerate(forms):
        found = set(PLACEHOLDER.findall(form))
        # „една тема“ may leave out the number, as the English singular may; what stands for many must say how many.
        missing = expected - found if number == len(forms) - 1 else set()
        if missing or found - expected:
            yield f"placeholders differ: {texts[0]!r} has {sorted(expected)}, {form!r} has {sorted(found)}"
        for word in latin_words(form):
            if word.casefold() not in allowed:
                yield f"Latin word {word!r} in {form!r}"
