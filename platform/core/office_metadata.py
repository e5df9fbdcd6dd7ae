"""Takes out of an office document what the program wrote about its people: author, last editor, company, manager, dates.

Names within comments and tracked changes are part of the text and stay: whoever sends the document is asked to look. The file
has passed `core.uploads.check_document` before. Of PDFs core.pdf_metadata does the same.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_EXTENDED = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = _EXTENDED.replace(b"extended-properties", b"custom-properties")
_OPEN_DOCUMENT = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)
EMPTIED = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _EXTENDED,
    "docProps/custom.xml": _CUSTOM,
    "meta.xml": _OPEN_DOCUMENT,
}
"""Parts that tell about people and nothing else, with what stands in them instead."""


def without_names(file: UploadedFile | IO[bytes]) -> bytes:
    """The same document, packed anew: parts about its people are empty, and nothing stands before or after the archive.

    Raises ValidationError for a document that is protected by a password or damaged.
    """
    file.seek(0)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:  # type: ignore[arg-type]
            for name in dict.fromkeys(old.namelist()):
                part = old.getinfo(name)
                clean = zipfile.ZipInfo(name)  # without the day of the last change
                clean.compress_type = (
                    zipfile.ZIP_STORED if part.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                )
                new.writestr(clean, EMPTIED.get(name) or old.read(name))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(
            _(
                "This document is damaged or protected by a password. Save it anew without one and choose it again."
            ),
            code="unreadable_document",
        ) from error
    return out.getvalue()
