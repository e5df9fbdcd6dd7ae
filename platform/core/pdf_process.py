"""Writes a PDF anew without what it tells of people and what it would do: run as a process of its own by core.pdf_metadata.

Reads the PDF from its input, writes the clean one to its output, and says by its exit code why it couldn't. Whatever a hostile
document does to it (loops, memory without end, a crash of the library) ends with this process: limits of the operating
system hold it. Needs neither Django nor settings.

Only what the pages reach is written, so earlier versions and what was appended are gone. Streams are copied as they are, never
unpacked, but for photos: out of those goes what the camera wrote.
"""

from __future__ import annotations

import io
import resource
import sys
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

MEMORY_BYTES = 512 * 1024 * 1024
"""Of address space: the libraries take some 60 MB, a document of 20 MB five times its size."""
PROCESSOR_SECONDS = 20
"""A report of 300 pages takes some tenths of a second."""

ENCRYPTED, DAMAGED, EMPTY = 10, 11, 12
"""Exit codes. Any other, or a signal, is a document that asks for too much."""

ABOUT_PEOPLE = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
"""Of any object: XMP, what programs keep for themselves, and pages as they once looked."""
ACTIVE = ("/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA")
"""Of any object: scripts, files within the file, forms that are programs."""
OF_THE_WHOLE = ("/Collection", "/Perms", "/DSS", "/SpiderInfo")
"""Of the catalogue: portfolios, signatures and their certificates (which no longer hold, and name people), web captures."""
ACTIONS = ("/A", "/PA", "/Next", "/OpenAction")
HARMLESS_ACTIONS = frozenset({"/GoTo", "/GoToR", "/URI", "/Named", "/Thread", "/Hide", "/SetOCGState"})
"""Links and movements within the document; whatever else an action could be goes."""
ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})

# Segments of a JPEG: Exif and XMP, Photoshop's and IPTC, comments. Colours stand in others.
_CAMERA_SEGMENTS = frozenset({0xE1, 0xED, 0xFE})
_START_OF_SCAN = 0xDA


def cleaned(data: bytes) -> bytes:
    """Raises pikepdf.PdfError, pikepdf.PasswordError, and ValueError for a document without a page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if pdf.is_encrypted:  # also where it opens without a password: its owner didn't want it changed
            raise pikepdf.PasswordError
        if not pdf.pages:
            raise ValueError
        for key in OF_THE_WHOLE:
            _drop(pdf.Root, key)
        for page in pdf.pages:
            _clean_annotations(page.obj)
        for thing in pdf.objects:
            _clean(thing)
        _drop(pdf.trailer, "/Info")
        out = io.BytesIO()
        pdf.save(
            out,
            fix_metadata_version=False,
            deterministic_id=True,
            encryption=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _clean(thing: Object, depth: int = 0) -> None:
    """An object with what stands directly in it; what it refers to comes by itself."""
    if depth > 50:
        raise ValueError
    if isinstance(thing, Array):
        for inner in thing:  # type: ignore[attr-defined]
            _clean_inner(inner, depth)
        return
    if not isinstance(thing, (Dictionary, Stream)):
        return
    if isinstance(thing, Stream):
        _clean_photo(thing)
    for key in (*ABOUT_PEOPLE, *ACTIVE):
        _drop(thing, key)
    for key in ACTIONS:
        if key in thing and not _is_harmless(thing[key]):
            _drop(thing, key)
    if thing.get("/FT") == Name.Sig:
        _drop(thing, "/V")
    for key in list(thing.keys()):
        _clean_inner(thing[key], depth)


def _clean_inner(inner: Any, depth: int) -> None:
    if isinstance(inner, (Array, Dictionary)) and not inner.is_indirect:
        _clean(inner, depth + 1)


def _is_harmless(action: Object) -> bool:
    if isinstance(action, Array):  # a place in the document, or several actions one after the other
        return all(_is_harmless(one) for one in action if isinstance(one, Dictionary) and "/S" in one)  # type: ignore[attr-defined]
    if isinstance(action, Dictionary):
        return str(action.get("/S", "/GoTo")) in HARMLESS_ACTIONS
    return True


def _clean_annotations(page: Object) -> None:
    """Notes and links stay, without the name of who wrote them; what plays or carries a file goes."""
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        _drop(page, "/Annots")
        return
    kept = [
        note
        for note in notes  # type: ignore[attr-defined]
        if isinstance(note, Dictionary) and str(note.get("/Subtype")) not in ACTIVE_ANNOTATIONS
    ]
    for note in kept:
        if note.get("/Subtype") != Name.Widget:  # of a form's field it is the field's name
            _drop(note, "/T")
    page["/Annots"] = Array(kept)


def _clean_photo(stream: Stream) -> None:
    kind = stream.get("/Filter")
    if isinstance(kind, Array) and len(kind) == 1:
        kind = kind[0]
    if kind == Name.DCTDecode:
        raw = stream.read_raw_bytes()
        bare = without_camera_data(raw)
        if bare != raw:
            parms = stream.get("/DecodeParms")
            known = parms if isinstance(parms, (Dictionary, Array)) else None
            stream.write(bare, filter=Name.DCTDecode, decode_parms=known)


def without_camera_data(data: bytes) -> bytes:
    """The same JPEG without place, device, thumbnail and comments; what isn't a whole JPEG stays as it is."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            return b"".join([*kept, data[at:]])
        if marker not in _CAMERA_SEGMENTS:
            kept.append(data[at:end])
        at = end
    return data


def _drop(thing: Object, key: str) -> None:
    if key in thing:
        del thing[key]


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(cleaned(sys.stdin.buffer.read()))
    except pikepdf.PasswordError:
        return ENCRYPTED
    except ValueError:
        return EMPTY
    except pikepdf.PdfError:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
