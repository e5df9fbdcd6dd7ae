"""A field's value as a cell that somebody can fill in, and back. What is written comes back the same: wherever the pleasant
form (a name, a date, marks) would not, the plain one (the code, the letters that were typed, HTML) is written.

Several words stand in one cell with `;` between them. Of a repeated group each row is a line with ` | ` between its parts. A
backslash before `;`, `|` or itself makes it a letter, and `\\n` is a line break within a part.
"""

from __future__ import annotations

import datetime
import re
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from practices.card import ROW_KEY, CardField, Kind, Label
from practices.card.document import HARD_LIMIT_FACTOR
from practices.checks import as_date
from practices.exchange.layout import SEVERAL_KINDS
from practices.exchange.marks import marked_text, rich_text_in
from practices.exchange.safety import text_in_cell
from practices.exchange.words import NO, YES, Words

MARKUP_FACTOR = 3
"""HTML may be this many times longer than its text, see practices.card."""
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,12}\.\d{1,2}", re.ASCII)
_KEY_MARK = "#"


class Say(Protocol):
    """Notes what is wrong with the cell that is being read."""

    def __call__(self, message: Label, **values: Any) -> None: ...


# --- reading ------------------------------------------------------------------------------------------------------------


def value_in(field: CardField, cell: Any, words: Words, say: Say) -> Any:
    """A field's value from a cell; what can't be understood is said and kept as it was typed."""
    if field.kind is Kind.BOOLEAN:
        return _truth(cell, words, say)
    text = as_text(cell, is_day=field.kind is Kind.DATE)
    if field.kind is Kind.GROUP:
        return rows_in(field, text, words, say)
    if field.kind is Kind.LINKS:
        return [_checked_length(field, line.strip(), say) for line in text.split("\n") if line.strip()]
    if field.kind in SEVERAL_KINDS:
        marks = ";,\n" if field.kind is Kind.TAGS else ";\n"
        return [_word(field, item, words, say) for item in split_escaped(text, marks) if item]
    return _single(field, text, words, say)


def _single(field: CardField, text: str, words: Words, say: Say) -> str:
    if field.kind is Kind.RICH:
        return rich_text_in(_checked_length(field, text, say))
    if field.kind in {Kind.TERM, Kind.CHOICE, Kind.ORGANISATION}:
        return _word(field, text.strip(), words, say) if text.strip() else ""
    return _checked_length(field, text.strip(), say)


def _word(field: CardField, text: str, words: Words, say: Say) -> str:
    """The code of a word; a tag is a word of one's own."""
    _checked_length(field, text, say)
    if field.kind is Kind.TAGS:
        return text
    code = words.code_of(field, text)
    if code is not None:
        return code
    shown = text[:60]
    nearest = words.nearest(field, text)
    if field.kind is Kind.ORGANISATION:
        say(
            _("“%(word)s” isn't an organisation that you belong to. Take it from the sheet of words."),
            word=shown,
        )
    elif nearest:
        say(
            _("“%(word)s” isn't among the words here. Did you mean “%(nearest)s”?"),
            word=shown,
            nearest=nearest,
        )
    else:
        say(_("“%(word)s” isn't among the words here. Take one from the sheet of words."), word=shown)
    return text


def _truth(cell: Any, words: Words, say: Say) -> bool:
    if isinstance(cell, bool):
        return cell
    text = as_text(cell).strip()
    truth = words.truth_of(text) if text else False
    if truth is None:
        say(_("Write yes or no."))
    return bool(truth)


def _checked_length(field: CardField, text: str, say: Say) -> str:
    """The text; said when a document would have to cut it off."""
    longest = (field.max_length or 100) * HARD_LIMIT_FACTOR
    longest *= MARKUP_FACTOR if field.kind is Kind.RICH else 1
    if len(text) > longest:
        say(_("This is far too long: at most %(most)d characters fit."), most=field.max_length or 100)
    return text


def as_text(cell: Any, *, is_day: bool = False) -> str:
    """What a cell shows, as text: whole numbers without a fraction, days as people write them."""
    if cell is None:
        return ""
    if isinstance(cell, (datetime.datetime, datetime.date)):
        day = cell.date() if isinstance(cell, datetime.datetime) else cell
        return day.isoformat() if is_day else f"{day:%d.%m.%Y}"
    if isinstance(cell, float):
        return f"{cell:.16g}"
    return text_in_cell(cell) if isinstance(cell, str) else str(cell)


def rows_in(field: CardField, text: str, words: Words, say: Say) -> list[dict[str, Any]]:
    """The rows of a group, a line each. A shared group keeps empty lines: the other language counts them too."""
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() and not field.is_shared_group:
            continue
        rows.append(_row(field, line, number, words, say))
    return rows


def _row(field: CardField, line: str, number: int, words: Words, say: Say) -> dict[str, Any]:
    texts = split_escaped(line, "|")
    row: dict[str, Any] = {}
    if field.is_shared_group:
        is_marked = len(texts) == len(field.parts) + 1 and texts[-1].startswith(_KEY_MARK)
        row[ROW_KEY] = texts.pop()[1:] if is_marked else f"r{number}"
    if len(texts) > len(field.parts):
        say(
            _(
                "Line %(line)d has %(have)d parts, and there can be %(most)d. Write \\| for a bar that is a letter."
            ),
            line=number,
            have=len(texts),
            most=len(field.parts),
        )
    if len(texts) == 1:
        texts = [""] * _place_of_lone_text(field, texts[0]) + texts
    for part, typed in zip(field.parts, [*texts, *[""] * len(field.parts)], strict=False):
        row[part.name] = _single(part, typed, words, say)
    return row


def _place_of_lone_text(field: CardField, text: str) -> int:
    """A line without a bar is the first part; too long for a name, it is the first part that holds longer text."""
    first = field.parts[0]
    if first.kind is not Kind.LINE or len(text) <= first.max_length:
        return 0
    return next((number for number, part in enumerate(field.parts) if part.kind is Kind.TEXT), 0)


def split_escaped(text: str, marks: str) -> list[str]:
    """The trimmed pieces between marks. A backslash before a mark or a backslash makes it a letter."""
    pieces, piece = [], []
    place = 0
    while place < len(text):
        letter, following = text[place], text[place + 1 : place + 2]
        if letter == "\\" and following and (following in marks or following == "\\"):
            piece.append(following)
            place += 2
            continue
        if letter == "\\" and following == "n" and marks == "|":
            piece.append("\n")
            place += 2
            continue
        if letter in marks:
            pieces.append("".join(piece).strip())
            piece = []
        else:
            piece.append(letter)
        place += 1
    return [*pieces, "".join(piece).strip()]


# --- writing ------------------------------------------------------------------------------------------------------------


def cell_of(field: CardField, value: Any, words: Words) -> Any:
    """What to write so that reading it gives this value again: a text, a number, a day, or None for nothing."""
    if field.kind is Kind.BOOLEAN:
        return str(YES if value else NO)
    if not value:
        return None
    if field.kind is Kind.GROUP:
        return "\n".join(_line_of(field, row, number, words) for number, row in enumerate(value, start=1))
    if field.kind is Kind.LINKS:
        return "\n".join(value)
    if field.kind in SEVERAL_KINDS:
        marks = ";," if field.kind is Kind.TAGS else ";"
        return "; ".join(_escaped(_name_of(field, code, words), marks) for code in value)
    if field.kind is Kind.RICH:
        return marked_text(value)
    if field.kind in {Kind.NUMBER, Kind.AMOUNT, Kind.DATE}:
        return _typed(field.kind, value)
    return _name_of(field, value, words)


def _typed(kind: Kind, value: str) -> Any:
    """A day or a number, if that is what was typed to the letter."""
    pleasant: Any = None
    if kind is Kind.DATE:
        pleasant = as_date(value)
    elif _WHOLE.fullmatch(value):
        pleasant = int(value)
    elif _DECIMAL.fullmatch(value):
        pleasant = float(value)
    return pleasant if as_text(pleasant, is_day=True) == value else value


def _name_of(field: CardField, code: str, words: Words) -> str:
    if field.kind not in {Kind.TERM, Kind.TERMS, Kind.CHOICE, Kind.PLACES, Kind.ORGANISATION}:
        return code
    name = words.name_of(field, code)
    return name if words.code_of(field, name) == code else code


def _line_of(field: CardField, row: dict[str, Any], number: int, words: Words) -> str:
    texts = [
        _escaped(_name_of(part, row[part.name], words), "|").replace("\n", "\\n") for part in field.parts
    ]
    has_key_of_its_own = field.is_shared_group and row[ROW_KEY] != f"r{number}"
    if has_key_of_its_own:
        return " | ".join([*texts, f"{_KEY_MARK}{row[ROW_KEY]}"])
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    if len(texts) == 1 and _place_of_lone_text(field, row[field.parts[0].name]):
        texts.append("")
    if len(texts) == 2 and not texts[0] and _place_of_lone_text(field, row[field.parts[1].name]) == 1:
        texts = texts[1:]
    return " | ".join(texts)


def _escaped(text: str, marks: str) -> str:
    return re.sub(f"[{re.escape(marks)}\\\\]", r"\\\g<0>", text)
