"""What a file may be before it is read, and how text is put into a cell so that no program ever runs it.

A file is taken for what its bytes are. Office files are archives of XML: they are counted and searched before any parser
sees them. Whatever is refused is refused with a reason that its sender can act on.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from django.utils.translation import gettext_lazy as _
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from practices.card import Label

MAX_PRACTICES = 200
"""Cards in one file: what somebody can check in one sitting."""
MAX_FILE_BYTES = 5 * 1024 * 1024
"""200 full cards in two languages take some 3 MB as JSON, far less as a spreadsheet."""
MAX_PASTED_CHARACTERS = 60_000
"""Ten times the longest card that was seen."""
MAX_CELL_CHARACTERS = 32_767
"""Excel's own limit."""

MAX_PARTS = 500
MAX_UNPACKED_BYTES = 32 * 1024 * 1024
"""Of all parts together: 200 cards of 60 KB in two languages are 24 MB."""
MAX_OTHER_PART_BYTES = 4 * 1024 * 1024
"""Of one part that holds no cells or text (styles, themes, numbering): each becomes objects in memory."""
MAX_RATIO = 150
"""Unpacked to packed: the XML of a full sheet packs to a thirtieth; a bomb to a thousandth."""
LARGE_ENOUGH_TO_COUNT = 512 * 1024
"""Smaller parts may pack as well as they like."""

_CONTENT_PARTS = re.compile(r"xl/(worksheets/|sharedstrings\.xml)|word/document\.xml|(xl|word)/media/", re.I)
_XML_PARTS = (".xml", ".rels", ".vml")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN_PARTS = re.compile(
    r"xl/(externallinks|querytables|activex)/|xl/connections\.xml$|/embeddings/", re.I
)

BROKEN = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        openpyxl.utils.exceptions.InvalidFileException,
        LxmlError,
    ),
    *(SyntaxError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError),
    *(OverflowError, RecursionError, NotImplementedError, RuntimeError),
)
"""What the parsers of office files raise when a file isn't what it claims to be."""


class UnreadableFileError(Exception):
    """The file can't be taken at all. Carries what to do about it, said in the language of the page when shown."""

    def __init__(self, message: Label, **values: Any) -> None:
        super().__init__("This file can't be read.")
        self.message, self.values = message, values


# --- reading ------------------------------------------------------------------------------------------------------------


def kind_of(data: bytes) -> str:
    """`xlsx`, `docx`, `json` or `text`, by content. Raises UnreadableFileError for anything else."""
    if not data.strip():
        raise UnreadableFileError(_("The file is empty. Choose another one."))
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFileError(
            _("The file is larger than %(most)d MB. Divide it and bring in the parts."),
            most=MAX_FILE_BYTES // 1024 // 1024,
        )
    if data.startswith(_OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFileError(
                _("The file is locked with a password. Save it without one and choose it again.")
            )
        raise UnreadableFileError(
            _(
                "This is the format of an old office program. Save it as .xlsx or .docx and choose the new file."
            )
        )
    if data.startswith(b"PK"):
        return check_office_file(data)
    text = text_of(data)
    return "json" if text.lstrip()[:1] in {"{", "["} else "text"


def text_of(data: bytes) -> str:
    """The file as text. Raises UnreadableFileError unless it is UTF-8 without binary content."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError(
            _(
                "This file can't be read. Take a spreadsheet (.xlsx), a document (.docx), JSON, or text in UTF-8."
            )
        ) from None
    if "\x00" in text or text.lstrip()[:5].lower() in {"%pdf-", "{\\rtf", "<!doc", "<html", "<?xml"}:
        raise UnreadableFileError(
            _(
                "This file can't be read. Take a spreadsheet (.xlsx), a document (.docx), JSON, or text in UTF-8."
            )
        )
    return text


def check_office_file(data: bytes) -> str:
    """`xlsx` or `docx`, once nothing in the archive can harm its readers. Raises UnreadableFileError.

    Nothing is unpacked beyond the limits: an archive reader stops at the sizes that the directory declares.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            names = {part.filename for part in parts}
            _check_names(names)
            for part in parts:
                if part.filename.lower().endswith(_XML_PARTS):
                    _check_xml(archive.read(part))
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except BROKEN:
        raise UnreadableFileError(
            _("The file is damaged. Open it in your office program, save it anew and choose the new file.")
        ) from None
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise UnreadableFileError(_MACROS)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise UnreadableFileError(
        _(
            "This is neither a spreadsheet (.xlsx) nor a document (.docx). Save it as one of them and choose it again."
        )
    )


_MACROS = _("The file holds macros. Save it without them, as .xlsx or .docx, and choose the new file.")


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    too_much = UnreadableFileError(
        _(
            "The file unpacks to more than can be taken. Copy the cards alone into a new file, without pictures."
        )
    )
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise too_much
    for part in parts:
        if part.flag_bits & 0x1:
            raise UnreadableFileError(
                _("The file is locked with a password. Save it without one and choose it again.")
            )
        if part.file_size <= LARGE_ENOUGH_TO_COUNT:
            continue
        is_content = bool(_CONTENT_PARTS.match(part.filename))
        if part.file_size > MAX_RATIO * max(part.compress_size, 1) or (
            not is_content and part.file_size > MAX_OTHER_PART_BYTES
        ):
            raise too_much


def _check_names(names: set[str]) -> None:
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise UnreadableFileError(_MACROS)
    if any(_FOREIGN_PARTS.search(name) for name in names):
        raise UnreadableFileError(
            _(
                "The file takes content from other files. Copy the values alone into the template and choose that one."
            )
        )


def _check_xml(markup: bytes) -> None:
    """No office program writes a document type or another encoding; only attacks on parsers need them."""
    if markup[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in markup[:64]:
        raise ValueError("Not UTF-8.")
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:
        raise ValueError("A document type.")


# --- writing ------------------------------------------------------------------------------------------------------------

_STARTS_A_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@|%]|^[\t\r\n]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def harmless_cell(sheet: Any, value: Any) -> Any:
    """A cell for `sheet.append`: text stays text, whatever it begins with; numbers and dates stay what they are.

    Text that a spreadsheet program might calculate is marked as quoted, so that it stays text when somebody edits it too.
    Raises ValueError for text that no cell can hold: it is never cut off silently.
    """
    cell = openpyxl.cell.WriteOnlyCell(sheet)
    if isinstance(value, str):
        text = _LOOKS_ESCAPED.sub("_x005F_", _NOT_IN_XML.sub("", value))
        if len(text) > MAX_CELL_CHARACTERS:
            raise ValueError(f"{len(text)} characters don't fit into a cell.")
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = bool(_STARTS_A_FORMULA.match(text))
    else:
        cell.value = value
    return cell


def text_in_cell(text: str) -> str:
    """What was written, from what the file holds: `_x000D_` is how spreadsheets keep what XML can't."""
    return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return match.group(0) if "\ud800" <= character <= "\udfff" else character
