"""From an upload to what is kept of it: a picture in JPEG of each width, a document without its people's names. Refuses, with
what to do, what is too large or isn't what it claims. Decides nothing about who may send it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.office_metadata import without_names
from core.pdf_metadata import without_traces
from core.pictures import encoded, prepared_picture, widths_for
from core.uploads import OPEN_DOCUMENT_TYPES, check_document
from practices.enums import MediaKind
from practices.models.media import FILE_VARIANT

MAX_PICTURE_BYTES = 15 * 1024 * 1024
MAX_FILE_BYTES = 20 * 1024 * 1024
FILE_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    **OPEN_DOCUMENT_TYPES,
}
"""What may be sent, by the ending of its name, with its media type."""


@dataclass(frozen=True)
class Upload:
    """What is kept of something that was sent: its files by variant, and what is known of them."""

    kind: MediaKind
    files: Mapping[str, bytes] = field(default_factory=dict)
    width: int | None = None
    height: int | None = None
    extension: str = ""

    @property
    def size_bytes(self) -> int:
        return sum(len(content) for content in self.files.values())


def picture_upload(file: UploadedFile) -> Upload:
    """Raises ValidationError."""
    _check_size(file, MAX_PICTURE_BYTES)
    picture = prepared_picture(file)
    files = {f"{width}.jpg": encoded(picture, width, "jpg") for width in widths_for(picture.width)}
    return Upload(MediaKind.IMAGE, files, picture.width, picture.height, "jpg")


def file_upload(file: UploadedFile) -> Upload:
    """Raises ValidationError."""
    _check_size(file, MAX_FILE_BYTES)
    extension = PurePath(file.name or "").suffix.lower().lstrip(".")
    if extension not in FILE_TYPES:
        raise ValidationError(
            _(
                "Files of this kind can't be taken. Save it as PDF, or as DOCX, XLSX, PPTX, ODT or ODS without macros."
            ),
            code="unknown_type",
        )
    check_document(file)
    content = without_traces(file) if extension == "pdf" else without_names(file)
    return Upload(MediaKind.FILE, {FILE_VARIANT: content}, extension=extension)


def _check_size(file: UploadedFile, most: int) -> None:
    size = file.size or 0
    if size > most:
        raise ValidationError(
            _("This file has %(have)s; at most %(most)s can be taken. Make it smaller and choose it again."),
            code="too_large",
            params={"have": filesizeformat(size), "most": filesizeformat(most)},
        )
    if not size:
        raise ValidationError(_("This file is empty. Choose another one."), code="empty")
