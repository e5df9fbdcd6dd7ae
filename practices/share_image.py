"""The picture that stands beside a link to a practice: its title in the site's letters, with the weave below.

Owns how it is drawn, and under which version: the version is made of what is drawn, so that a changed title has another
address. Pillow reads the site's own web fonts; each letter is set in the file that has it. Decides no permission.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont, features

from core.made_files import MadeFiles
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from practices.models import Practice
    from practices.words import Words

SIZE = (1200, 630)
"""Pixels; the shape that link previews are cut to."""
LAYOUT = 1
"""Raised when the drawing changes: pictures that were made before are then made anew."""
MOST_FILES = 4_000
"""Some 30 kB each: 120 MB."""
MARGIN = 80
GROUND, INK, INK_SOFT, MADDER = "#faf6ee", "#231b16", "#5c4f45", "#9a282b"
"""Of static/css/tokens.css, the light palette."""
TITLE_SIZES = (92, 80, 68, 58, 50)
"""Pixels; the largest at which the whole title fits, else the smallest, cut."""
LINE_HEIGHT = 1.16
TITLE_HEIGHT = 345
"""Pixels between the themes and the organisation."""
STITCH = 4
"""Pixels of one stitch of the weave."""

_FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
_WEAVE = Path(settings.BASE_DIR) / "static" / "img" / "weave-band.svg"
_CYRILLIC = re.compile("[\u0300-\u0301\u0400-\u045f\u0462-\u0463\u046a-\u046b\u0490-\u0491\u2116]+")
_STITCHES = re.compile(r"M(\d+) (\d+)h(\d+)")

pictures = MadeFiles("share-images", most=MOST_FILES)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn."""

    title: str
    language: str
    kicker: str
    organisation: str
    name: str
    """Of the site."""

    @property
    def version(self) -> str:
        """Sixteen letters that another picture doesn't have."""
        return hashlib.sha256(repr((LAYOUT, *astuple(self))).encode()).hexdigest()[:16]


def picture_of(practice: Practice, words: Words) -> Picture:
    """The picture of a public practice in the language of the page; no query where texts and organisation were fetched."""
    text = practice.text
    assert text is not None  # a public practice has a text
    return Picture(
        title=text.title,
        language=text.language,
        kicker=" · ".join(theme.name for theme in words.terms_of(Vocabulary.THEME)),
        organisation=practice.organisation.name,
        name=_("Megdan"),
    )


def png_of(picture: Picture) -> bytes:
    """The picture as PNG; drawn at the first time, then kept."""
    return pictures.get_or_make(f"{picture.version}.png", lambda: _draw(picture))


def _draw(picture: Picture) -> bytes:
    image = Image.new("RGB", SIZE, GROUND)
    drawing = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    pen = _Pen(drawing, picture.language)
    kicker = _cut(picture.kicker, width, lambda t: pen.width(t, "sofia-sans", 34, 600))
    pen.line((MARGIN, 60), kicker, "sofia-sans", 34, 600, MADDER)
    size, lines = _wrapped(picture.title, width, pen)
    for number, line in enumerate(lines):
        pen.line((MARGIN, 116 + number * int(size * LINE_HEIGHT)), line, "vollkorn", size, 600, INK)
    organisation = _cut(picture.organisation, width - 220, lambda t: pen.width(t, "sofia-sans", 34, 500))
    pen.line((MARGIN, 478), organisation, "sofia-sans", 34, 500, INK_SOFT)
    right = SIZE[0] - MARGIN - pen.width(picture.name, "vollkorn", 44, 650)
    pen.line((right, 468), picture.name, "vollkorn", 44, 650, INK)
    _draw_weave(drawing)
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


class _Pen:
    """Sets lines of mixed script: each run of letters in the file that has them, in the forms of its language."""

    def __init__(self, drawing: ImageDraw.ImageDraw, language: str) -> None:
        self._drawing = drawing
        # Vollkorn draws Bulgarian letters where the text says that it is Bulgarian; only Raqm can tell it so.
        self._language = language if features.check("raqm") else None

    def width(self, text: str, family: str, size: int, weight: int) -> float:
        return sum(
            _font(family, script, size, weight).getlength(run, language=self._language)
            for script, run in _runs(text)
        )

    def line(
        self, at: tuple[float, float], text: str, family: str, size: int, weight: int, colour: str
    ) -> None:
        left, top = at
        for script, run in _runs(text):
            font = _font(family, script, size, weight)
            # All runs stand on one base line, whatever their files' heights are.
            self._drawing.text(
                (left, top + size), run, font=font, fill=colour, anchor="ls", language=self._language
            )
            left += font.getlength(run, language=self._language)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """(script, letters) from left to right; the two files of a family share no letter."""
    start = 0
    for match in _CYRILLIC.finditer(text):
        if match.start() > start:
            yield "latin", text[start : match.start()]
        yield "cyrillic", match.group()
        start = match.end()
    if start < len(text):
        yield "latin", text[start:]


@cache
def _font(family: str, script: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_FONTS / f"{family}-{script}-normal.woff2"), size)
    font.set_variation_by_axes([weight])
    return font


def _wrapped(title: str, width: int, pen: _Pen) -> tuple[int, list[str]]:
    """The title's size and its lines."""
    for size in TITLE_SIZES:
        lines = _lines(title, width, size, pen)
        most = int(TITLE_HEIGHT / (size * LINE_HEIGHT))
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return size, [_cut(line, width, lambda t: pen.width(t, "vollkorn", size, 600)) for line in lines]


def _lines(title: str, width: int, size: int, pen: _Pen) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.width(longer, "vollkorn", size, 600) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(text: str, width: float, width_of: Callable[[str], float]) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if width_of(text) <= width:
        return text
    while text and width_of(f"{text}…") > width:
        text = text[:-1].rstrip(" ·,–-")
    return f"{text}…"


def _draw_weave(drawing: ImageDraw.ImageDraw) -> None:
    """The band of the site's header, stitch by stitch, along the lower edge."""
    stitches, columns, rows = _stitches()
    top = SIZE[1] - rows * STITCH - 24
    for offset in range(-STITCH * columns // 2, SIZE[0], columns * STITCH):
        for x, y, length in stitches:
            left, upper = offset + x * STITCH, top + y * STITCH
            drawing.rectangle((left, upper, left + length * STITCH - 1, upper + STITCH - 1), fill=MADDER)


@cache
def _stitches() -> tuple[list[tuple[int, int, int]], int, int]:
    """(column, row, length) of each stitch, and how many columns and rows the pattern has."""
    svg = _WEAVE.read_text(encoding="utf-8")
    columns, rows = (int(number) for number in re.findall(r'viewBox="0 0 (\d+) (\d+)"', svg)[0])
    return [tuple(int(part) for part in stitch) for stitch in _STITCHES.findall(svg)], columns, rows  # type: ignore[misc]
