"""Takes out of a PDF what programs wrote about its people, and whatever it would do by itself: author, company, XMP, earlier
versions, names beside comments, cameras' data in photos, scripts, files within the file.

The work is done by core.pdf_process in a process of its own, because nobody can tell beforehand what a hostile PDF costs. What
stands on the pages stays, names too: whoever sends the document is asked to look. The file has passed
`core.uploads.check_document` before.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core import pdf_process

TIME_OUT_SECONDS = 40
"""By the clock: twice the processor's time that it may have, on a machine that does other things as well."""


def without_traces(file: UploadedFile | IO[bytes]) -> bytes:
    """The same pages, written anew.

    Raises ValidationError for a PDF that is protected, damaged, without a page, or asks for too much.
    """
    file.seek(0)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(pdf_process.__file__))],
            input=file.read(),
            capture_output=True,
            timeout=TIME_OUT_SECONDS,
            env={},
        )
        code, content = done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        code, content = -1, b""
    if code or not content:
        raise ValidationError(_refusal(code), code="unreadable_document")
    return content


def _refusal(code: int) -> str:
    if code == pdf_process.ENCRYPTED:
        return _("This PDF is protected by a password. Save it without protection and choose it again.")
    if code == pdf_process.EMPTY:
        return _("There is no page in this PDF. Export it as PDF again and choose the new file.")
    if code == pdf_process.DAMAGED:
        return _("This PDF is damaged. Export it as PDF again and choose the new file.")
    return _(
        "This PDF is put together in a way that takes too long to check. Print it into a new PDF and choose that one."
    )
