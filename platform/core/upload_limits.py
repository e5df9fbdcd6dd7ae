"""No request fills the disk: of a file that is too large nothing is kept, and its form still gets to know how large it was."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MAX_FILE_BYTES = 25 * 1024 * 1024
"""Above every form's own limit (at most 20 MB), so that it is the form that says what to do."""


class TooLargeFileHandler(FileUploadHandler):
    """Comes first. Beyond the limit it passes nothing on; the file arrives empty, with the size that it has."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) <= MAX_FILE_BYTES:
            return raw_data
        if start <= MAX_FILE_BYTES:
            assert self.request is not None  # the parser sets it before the first chunk
            for handler in self.request.upload_handlers:  # what they have kept so far goes
                if handler is not self:
                    handler.upload_interrupted()
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if file_size <= MAX_FILE_BYTES:
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size, self.charset)
