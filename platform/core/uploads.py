"""Files that people hand in are taken for what their bytes are, whatever their name says.

Images are decoded and written anew: no metadata (place, device, thumbnail), nothing appended, no second meaning. Documents
are recognised by their structure and otherwise left as they are. Whatever is refused is refused with a reason that its
sender can act on. Where files are kept and who may have them isn't decided here.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
import zipfile
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

IMAGE_FORMATS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
"""What is taken, by Pillow's name: extension and media type."""
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
"""How a phone's HEIC photo names itself in its first bytes; Pillow can't read it."""
SNIFF_BYTES = 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
"""Of an office document's parts together: ten times the largest upload; a zip bomb unpacks to far more."""
MAX_ZIP_PARTS = 5000

# What each zip-based format must hold: a part's name, or the text of the part "mimetype".
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OPEN_DOCUMENT_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
MACRO_FOLDERS = ("Basic/", "Scripts/")
"""Where an OpenDocument file keeps its macros."""
_OLE_OBJECT = re.compile(r"(^|/)(embeddings|activex)/[^/]*\.bin$", re.IGNORECASE)
"""Objects that the office program hands to other programs. Charts keep their tables as .xlsx there, which stays allowed."""


def clean_image(file: UploadedFile) -> UploadedFile:
    """The same picture, upright, in the same format, with nothing but its pixels.

    Raises ValidationError for what isn't an image, is damaged, moves, or has more pixels than
    WAGTAILIMAGES_MAX_IMAGE_PIXELS. Pixels are counted before anything is decoded.
    """
    name = PurePath(file.name or "image")
    image = read_image(file)
    kind = image.format or ""
    extension, media_type = IMAGE_FORMATS[kind]
    out = io.BytesIO()
    only_pixels(image).save(out, format=kind, **_save_options(kind))
    out.seek(0)
    return InMemoryUploadedFile(
        out, None, f"{name.stem or 'image'}.{extension}", media_type, out.getbuffer().nbytes, None
    )


def read_image(
    file: UploadedFile,
    formats: tuple[str, ...] = tuple(IMAGE_FORMATS),
    *,
    enough: tuple[int, int] | None = None,
) -> Image.Image:
    """The decoded image of an upload, whole and still. `enough` is a size in pixels: a JPEG needn't be decoded far beyond it.

    Raises ValidationError as `clean_image` does.
    """
    file.seek(0)
    data = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            Image.open(io.BytesIO(data), formats=formats).verify()
            image = Image.open(io.BytesIO(data), formats=formats)
            if (
                image.format == "MPO"
            ):  # a phone's JPEG that carries a second picture, e.g. for depth: the first one counts
                image.format = "JPEG"
            elif getattr(image, "n_frames", 1) > 1:
                raise ValidationError(
                    _("Moving images can't be used: choose a still one."), code="moving_image"
                )
            _check_pixels(image)
            if enough:
                image.draft(None, enough)
            image.load()
    except Image.DecompressionBombError as error:  # far too many: Pillow doesn't even say how many
        raise ValidationError(
            _("This image has more than %(most)s million pixels. Make it smaller first."),
            code="too_many_pixels",
            params={"most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
        ) from error
    except ValidationError:
        raise
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_no_image(data), code="not_an_image") from error
    return image


def _no_image(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return _(
            "This photo is in HEIC format, which browsers can't show. Save it as JPEG and choose it again; in the settings"
            " of an iPhone's camera, “Most Compatible” does so from now on."
        )
    return _("This is not an image that can be read. Save it as JPEG, PNG or WebP and choose it again.")


def _check_pixels(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(
            _(
                "This image has %(have)s million pixels; at most %(most)s million can be taken. Make it smaller first."
            ),
            code="too_many_pixels",
            params={
                "have": round(pixels / 1_000_000),
                "most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
            },
        )


def only_pixels(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, and no more than its pixels. What is transparent stays so, where the image's format knows it."""
    upright = ImageOps.exif_transpose(_with_eight_bits(image))
    profile = image.info.get("icc_profile")
    if profile and upright.mode in {"RGB", "RGBA", "CMYK"}:
        # A broken profile says nothing about the pixels.
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            upright = (
                ImageCms.profileToProfile(
                    upright,
                    ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                    ImageCms.createProfile("sRGB"),
                    outputMode="RGBA" if upright.mode == "RGBA" else "RGB",
                )
                or upright
            )
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    pixels = upright.convert("RGBA" if has_alpha and image.format != "JPEG" else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare


def _with_eight_bits(image: Image.Image) -> Image.Image:
    """Pillow cuts off what is brighter than 255 when it turns 16 bits into 8, instead of dividing."""
    if not image.mode.startswith("I"):
        return image
    grey = image.convert("I").point(lambda value: value / 256).convert("L")
    grey.info = image.info
    return grey


def _save_options(kind: str) -> dict[str, int | bool]:
    return {"optimize": True} if kind == "PNG" else {"optimize": True, "quality": 88}


def check_document(file: UploadedFile) -> None:
    """Raises ValidationError unless the bytes are what the name's ending says."""
    extension = PurePath(file.name or "").suffix.lower().lstrip(".")
    file.seek(0)
    try:
        reason = _document_fault(file, extension)
    finally:
        file.seek(0)
    if reason:
        raise ValidationError(reason, code="not_what_it_claims", params={"extension": extension})


def _document_fault(file: IO[bytes] | UploadedFile, extension: str) -> str:
    if extension == "pdf":
        return _pdf_fault(file)
    if extension in OFFICE_PARTS or extension in OPEN_DOCUMENT_TYPES:
        return _office_fault(file, extension)
    if extension in {"csv", "txt"}:
        return _text_fault(file.read())
    return _(
        "Files that end in .%(extension)s can't be taken. Take PDF, or an office document without macros."
    )


def _pdf_fault(file: IO[bytes] | UploadedFile) -> str:
    if b"%PDF-" not in file.read(SNIFF_BYTES):
        return _("This file is called .pdf but isn't a PDF. Export it as PDF again and choose the new file.")
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - 2 * SNIFF_BYTES))
    if b"%%EOF" not in file.read():
        return _("This PDF isn't whole: its end is missing. Export it as PDF again and choose the new file.")
    return ""


def _office_fault(file: IO[bytes] | UploadedFile, extension: str) -> str:
    not_it = _(
        "This file is called .%(extension)s but isn't one. Save it again in that format and choose the new file."
    )
    try:
        with zipfile.ZipFile(file) as archive:  # type: ignore[arg-type]
            parts = archive.infolist()
            if len(parts) > MAX_ZIP_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                return _(
                    "This document unpacks to more than can be taken. Make it smaller or save it as PDF."
                )
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names) or any(
                name.startswith(MACRO_FOLDERS) for name in names
            ):
                return _("This document holds macros. Save it without them, or as PDF.")
            if any(_OLE_OBJECT.search(name) for name in names):
                return _(
                    "This document holds a file of another program. Take it out or put a picture of it in, or save it as PDF."
                )
            if extension in OFFICE_PARTS:
                return "" if {"[Content_Types].xml", OFFICE_PARTS[extension]} <= names else not_it
            kind = b""
            if "mimetype" in names:
                with archive.open(
                    "mimetype"
                ) as part:  # never the whole: it may unpack to all that is allowed
                    kind = part.read(100)
            return "" if kind.decode("ascii", "replace").strip() == OPEN_DOCUMENT_TYPES[extension] else not_it
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return not_it


def _text_fault(data: bytes) -> str:
    start = data[:SNIFF_BYTES].lstrip().lower()
    if b"\x00" in data or start.startswith(
        (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"%pdf-", b"pk\x03\x04")
    ):
        return _(
            "This file is called .%(extension)s but isn't plain text. Save it as text and choose the new file."
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _("Save this text as UTF-8 and choose it again: its letters can't be told apart otherwise.")
    return ""


def media_type_of(head: bytes) -> str:
    """The media type of an image by its first bytes; "" for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in {b"ftypavif", b"ftypavis"}:
        return "image/avif"
    return ""
