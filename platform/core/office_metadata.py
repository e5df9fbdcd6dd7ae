"""Takes out of an office document what the program wrote about its people: author, last editor, company, manager, dates.

Names within comments and tracked changes are part of the text and stay: whoever sends the document is asked to look. What
would be fetched from elsewhere on opening (a template, a picture, another table) leads nowhere any more: its address may name a
person's folder, and whoever serves it learns who reads. Links to click on stay. The file has passed
`core.uploads.check_document` before. Of PDFs core.pdf_metadata does the same.
"""

from __future__ import annotations

import io
import re
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


_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.DOTALL)
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")
_TARGET = re.compile(rb"""(?<=\s)Target\s*=\s*("[^"]*"|'[^']*')""")


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
                content = EMPTIED.get(name) or old.read(name)
                new.writestr(clean, _without_fetching(content) if name.endswith(".rels") else content)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(
            _(
                "This document is damaged or protected by a password. Save it anew without one and choose it again."
            ),
            code="unreadable_document",
        ) from error
    return out.getvalue()


def _without_fetching(relationships: bytes) -> bytes:
    """The relationships of a part; those that point outside, other than links to click on, without their address."""

    def without_address(match: re.Match[bytes]) -> bytes:
        tag = match[0]
        if not _EXTERNAL.search(tag) or _HYPERLINK.search(tag):
            return tag
        return _TARGET.sub(b'Target="about:blank"', tag)

    return _RELATIONSHIP.sub(without_address, relationships)
