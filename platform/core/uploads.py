"""Files that people hand in are taken for what their bytes are, whatever their name says.

Images are decoded and written anew: no metadata (place, device, thumbnail), nothing appended, no second meaning. Documents
are recognised by their structure and otherwise left as they are. Whatever is refused is refused with a reason that its
sender can act on. Where files are kept and who may have them isn't decided here.
"""

from __future__ import annotations

import contextlib
import io
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
SNIFF_BYTES = 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
"""Of an office document's parts together: ten times the largest upload; a zip bomb unpacks to far more."""
MAX_ZIP_PARTS = 5000

# What each zip-based format must hold: a part's name, or the text of the part "mimetype".
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OPEN_DOCUMENT_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def clean_image(file: UploadedFile) -> UploadedFile:
    """The same picture, upright, in the same format, with nothing but its pixels.

    Raises ValidationError for what isn't an image, is damaged, moves, or has more pixels than
    WAGTAILIMAGES_MAX_IMAGE_PIXELS. Pixels are counted before anything is decoded.
    """
    name = PurePath(file.name or "image")
    file.seek(0)
    data = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            Image.open(io.BytesIO(data), formats=list(IMAGE_FORMATS)).verify()
            image = Image.open(io.BytesIO(data), formats=list(IMAGE_FORMATS))
            kind = image.format or ""
            _check_pixels(image)
            image.load()
    except ValidationError:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This is not an image that can be read. Save it as JPEG, PNG or WebP and choose it again."),
            code="not_an_image",
        ) from error
    extension, media_type = IMAGE_FORMATS[kind]
    out = io.BytesIO()
    _without_metadata(image).save(out, format=kind, **_save_options(kind))
    out.seek(0)
    return InMemoryUploadedFile(
        out, None, f"{name.stem or 'image'}.{extension}", media_type, out.getbuffer().nbytes, None
    )


def _check_pixels(image: Image.Image) -> None:
    if getattr(image, "n_frames", 1) > 1:
        raise ValidationError(_("Moving images can't be used: choose a still one."), code="moving_image")
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


def _without_metadata(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, and no more than its pixels."""
    upright = ImageOps.exif_transpose(image)
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
        if b"%PDF-" not in file.read(SNIFF_BYTES):
            return _(
                "This file is called .pdf but isn't a PDF. Export it as PDF again and choose the new file."
            )
        return ""
    if extension in OFFICE_PARTS or extension in OPEN_DOCUMENT_TYPES:
        return _office_fault(file, extension)
    if extension in {"csv", "txt"}:
        return _text_fault(file.read())
    return _(
        "Files that end in .%(extension)s can't be taken. Take PDF, or an office document without macros."
    )


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
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return _("This document holds macros. Save it without them, or as PDF.")
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
